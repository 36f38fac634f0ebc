/** What a frame tells the page that shows it. */
const KIND = "ortenau-digital:height";
const LOWEST = 100;
const HIGHEST = 20_000;

/**
 * @param {number} height of the content, in CSS pixels
 */
export const heightMessage = (height) => ({ kind: KIND, height: Math.ceil(height) });

/**
 * Read a message; null if it is something else.
 *
 * @param {unknown} data
 * @returns {number | null} a height that a page can have
 */
export function heightOf(data) {
  if (typeof data !== "object" || data === null || !("kind" in data) || data.kind !== KIND) return null;
  if (!("height" in data) || typeof data.height !== "number" || !Number.isFinite(data.height)) return null;
  return Math.min(Math.max(Math.round(data.height), LOWEST), HIGHEST);
}
