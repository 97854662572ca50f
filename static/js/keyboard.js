// Single letters: g + letter goes, j/k move between rows, u undoes, ? lists the keys; any other
// letter presses what bears it, in the row that has the focus or else on the page itself.
// Off where the person switched them off, while typing, and while a Japanese input method composes.
import { lastUndo } from "./rows.js";

const WAIT_FOR_SECOND = 1500; // milliseconds between g and its letter

let isGoing = false;

function isTyping(event) {
  const target = event.target;
  return (
    event.isComposing ||
    event.keyCode === 229 || // what browsers send while an input method holds the key
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    target.isContentEditable ||
    ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)
  );
}

function rows() {
  return [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
}

function move(by) {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
  const ends = [...(next?.querySelectorAll("a, button") ?? [])];
  const link = ends.find((one) => one.checkVisibility()); // not one inside a closed fold
  link?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function go(letter) {
  isGoing = false;
  document.querySelector(`[data-go="${CSS.escape(letter)}"]`)?.click();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  u: () => (lastUndo() ?? document.querySelector("[data-undo]"))?.click(),
  "?": () => document.getElementById("shortcuts")?.showModal(),
  g: () => {
    isGoing = true;
    setTimeout(() => {
      isGoing = false;
    }, WAIT_FOR_SECOND);
  },
};

function bearer(letter) {
  const wanted = `[data-key="${CSS.escape(letter)}"]`;
  const row = rows().find((one) => one.contains(document.activeElement));
  return (
    row?.querySelector(wanted) ??
    [...document.querySelectorAll(wanted)].find((one) => !one.closest("[data-row]"))
  );
}

function press(letter) {
  const found = bearer(letter);
  return found && (() => found.click());
}

export function startKeyboard() {
  if (document.body.dataset.shortcuts !== "on") return;
  document.addEventListener("keydown", (event) => {
    if (isTyping(event)) return;
    const act = isGoing ? () => go(event.key) : (KEYS[event.key] ?? press(event.key));
    if (!act) return;
    event.preventDefault();
    act();
  });
}
