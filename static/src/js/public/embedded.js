import { heightMessage } from "../shared/frame_height.js";

/**
 * Tell the page that shows us in a frame how high we are, and again when that changes.
 *
 * @param {HTMLElement} body names the origins that may be told; a browser drops it for all others
 */
export function tellHeight(body) {
  /** @type {string[]} */
  const origins = JSON.parse(body.dataset.embedded ?? "[]").filter(Boolean);
  const shownBy = whoShowsUs();
  const told = shownBy ? origins.filter((origin) => origin === shownBy) : origins;
  const tell = () => {
    for (const origin of told) parent.postMessage(heightMessage(body.scrollHeight), origin);
  };
  new ResizeObserver(tell).observe(body);
}

/** Not every browser says it; a page may also hide it. */
function whoShowsUs() {
  if (location.ancestorOrigins?.length) return location.ancestorOrigins[0];
  return document.referrer ? new URL(document.referrer).origin : "";
}
