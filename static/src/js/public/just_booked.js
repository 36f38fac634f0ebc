/** How long one is told that one has just booked. */
export const A_WHILE = 30 * 60 * 1000;

/**
 * What this window knows of a booking for an event that was just made in it.
 *
 * @typedef {{ path: string, at: number }} JustBooked
 */

/**
 * @param {string | null} kept
 * @param {number} now
 * @returns {JustBooked | null}
 */
export function readBooked(kept, now) {
  const [at, path] = (kept ?? "").split(" ");
  const age = now - Number(at);
  return path?.startsWith("/buchung/") && age >= 0 && age < A_WHILE ? { path, at: Number(at) } : null;
}

/**
 * Whoever books twice in one window is told of the first booking: on the form before the second one, and on the page of
 * the second. It stands in the storage of the window, which ends with it, so that nobody who sits down at the same
 * machine is led to it, and no cookie is set.
 *
 * `data-booking-form`, `data-booked`: the name of the event; `[data-booked-before]` holds what is said, with a link.
 *
 * @param {Document} root
 * @param {Storage} storage
 */
export function tellJustBooked(root, storage) {
  /** @type {HTMLFormElement | null} */
  const form = root.querySelector("[data-booking-form]");
  /** @type {HTMLElement | null} */
  const booked = root.querySelector("[data-booked]");
  const event = form?.dataset.bookingForm ?? booked?.dataset.booked;
  if (!event) return;
  const sent = `sent ${event}`;
  const known = readBooked(storage.getItem(event), Date.now());
  form?.addEventListener("submit", () => storage.setItem(sent, "yes"));
  if (known && (form || (known.path !== location.pathname && storage.getItem(sent)))) show(root, known.path);
  if (booked && storage.getItem(sent)) {
    storage.setItem(event, `${Date.now()} ${location.pathname}`);
    storage.removeItem(sent);
  }
}

/**
 * @param {Document} root
 * @param {string} path
 */
function show(root, path) {
  /** @type {HTMLElement | null} */
  const part = root.querySelector("[data-booked-before]");
  const link = part?.querySelector("a");
  if (!part || !link) return;
  link.href = path;
  part.hidden = false;
}
