// Keeps "3 minutes ago" true while a page stays open. The absolute time stands beside it.
const UNITS = [
  [86400, "day"],
  [3600, "hour"],
  [60, "minute"],
];

function words(seconds, format) {
  const size = Math.max(Math.abs(seconds), 60);
  const [length, unit] = UNITS.find(([length]) => size >= length);
  return format.format(-Math.sign(seconds || 1) * Math.floor(size / length), unit);
}

function refresh(format) {
  for (const element of document.querySelectorAll("[data-ago]")) {
    const seconds = (Date.now() - Date.parse(element.dataset.ago)) / 1000;
    element.textContent = `(${words(seconds, format)})`;
  }
}

export function startAgo() {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
  setInterval(() => refresh(format), 60_000);
}
