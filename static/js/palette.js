// Find, go, do: Ctrl K puts the cursor in the search box; answers appear below while typing.
const PAUSE = 150; // milliseconds after the last key

export function startPalette() {
  const input = document.getElementById("palette-input");
  if (!input) return;
  const results = document.getElementById("palette-results");
  let timer = 0;

  const ask = () => {
    clearTimeout(timer);
    timer = setTimeout(() => input.dispatchEvent(new CustomEvent("palette:find", { bubbles: true })), PAUSE);
  };
  const close = () => {
    results.hidden = true;
  };
  const links = () => [...results.querySelectorAll("a")];
  const step = (by) => {
    const all = links();
    const at = all.indexOf(document.activeElement) + by;
    (at < 0 ? input : all[Math.min(at, all.length - 1)])?.focus();
  };

  input.addEventListener("input", (event) => {
    if (!event.isComposing) ask(); // a Japanese input method is still at work
  });
  input.addEventListener("compositionend", ask);
  input.addEventListener("focus", ask);
  results.addEventListener("htmx:afterSwap", () => {
    results.hidden = false;
  });
  document.addEventListener("click", (event) => {
    if (!input.form.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      input.focus();
      input.select();
    }
    if (!input.form.contains(document.activeElement)) return;
    if (event.key === "Escape") {
      close();
      input.blur();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    }
  });
}
