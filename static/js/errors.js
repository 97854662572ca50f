// Moves the focus to the summary of errors; says so when a piece of the page could not be loaded.
function focusSummary(root) {
  root.querySelector(".error-summary")?.focus();
}

function tellFailure() {
  document.getElementById("failed").hidden = false;
}

export function startErrors() {
  focusSummary(document);
  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));
  document.addEventListener("htmx:responseError", tellFailure);
  document.addEventListener("htmx:sendError", tellFailure);
}
