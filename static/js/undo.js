// The bar with "undo" goes after ten seconds, unless the reader is on it.
export function startUndo() {
  for (const toast of document.querySelectorAll("[data-undo-seconds]")) {
    const end = () => {
      if (toast.matches(":hover, :focus-within")) setTimeout(end, 2000);
      else toast.remove();
    };
    setTimeout(end, Number(toast.dataset.undoSeconds) * 1000);
  }
}
