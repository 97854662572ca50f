// A row that was acted on answers with itself; the reader goes on to the next one, and u takes
// back what was done last. A form that unfolds in a row takes the focus.
let acted = null; // the id of the row that answered last
let next = null; // the row behind it

export function lastUndo() {
  return document.getElementById(acted)?.querySelector("[data-undo]");
}

export function startRows() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const row = event.target.closest?.("[data-row]");
    if (!row) return;
    acted = row.id;
    next = row.contains(document.activeElement) ? row.nextElementSibling?.id : null;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const row = acted && document.getElementById(acted);
    if (!row || document.activeElement !== document.body) return;
    const isDone = !row.querySelector(".error-summary");
    const aim = (isDone && next && document.getElementById(next)) || row;
    (aim.querySelector(".error-summary") ?? aim.querySelector("a, button"))?.focus();
  });
  document.addEventListener(
    "toggle",
    (event) => {
      const unfolded = event.target;
      if (unfolded.open && unfolded.closest("[data-row]")) {
        (unfolded.querySelector(".error-summary") ?? unfolded.querySelector("form input:not([type=hidden]), form select"))?.focus();
      }
    },
    true,
  );
}
