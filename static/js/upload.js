// Sends a chosen file in pieces and goes on where it stood after a lost connection or sleep.
// Without this the form sends the file whole. Needs: form[data-upload] with input[name=upload].
const SMALL = 1 << 20; // bytes; one request will do
const LONGEST_WAIT = 30_000; // milliseconds

function token(form) {
  return form.querySelector("[name=csrfmiddlewaretoken]").value;
}

function markOf(file) {
  return `${file.name.slice(-40)}/${file.size}/${file.lastModified}`.slice(0, 80);
}

function rest(milliseconds) {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
  });
}

async function ask(url, options, form) {
  const answer = await fetch(url, { ...options, headers: { "X-CSRFToken": token(form), ...options.headers } });
  const state = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
  return { ok: answer.ok || answer.status === 409, status: answer.status, state };
}

async function send(form, file, show) {
  const said = new URLSearchParams({ label: file.name, mark: markOf(file), byte_count: file.size });
  let upload = null, at = 0, piece = SMALL, wait = 1000;
  while (upload === null || at < file.size) {
    try {
      const got = upload === null
        ? await ask(form.dataset.upload, { method: "POST", body: said }, form)
        : await ask(`${form.dataset.upload}${upload}/?at=${at}`, { method: "PUT", body: file.slice(at, at + piece), headers: { "Content-Type": "application/octet-stream" } }, form);
      if (!got.ok && got.status < 500) throw Object.assign(new Error(got.state.told || ""), { isFinal: true });
      if (!got.ok) throw new Error();
      upload = upload ?? got.state.id;
      at = got.state.received;
      piece = got.state.piece;
      wait = 1000;
      show(at, file.size, "sending");
    } catch (error) {
      if (error.isFinal) throw error;
      show(at, file.size, "waiting");
      await rest(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }
  return upload;
}

function shower(form) {
  const place = form.querySelector(".upload-state");
  place.hidden = false;
  const bar = place.querySelector("progress");
  return (at, size, state) => {
    bar.max = size;
    bar.value = at;
    for (const words of place.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== state;
  };
}

async function submit(event) {
  const form = event.target.closest?.("form[data-upload]");
  const input = form?.querySelector("input[type=file]");
  const file = input?.files[0];
  if (!file || file.size <= SMALL) return;
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  const show = shower(form);
  button.disabled = true;
  try {
    show(0, file.size, "sending");
    form.elements.upload.value = await send(form, file, show);
    input.disabled = true;
    form.submit();
  } catch (error) {
    show(0, file.size, "failed");
    form.querySelector("[data-when=failed]").append(` ${error.message}`);
    button.disabled = false;
  }
}

export function startUpload() {
  document.addEventListener("submit", submit);
}
