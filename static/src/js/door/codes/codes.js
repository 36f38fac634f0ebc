/** Codes of tickets, read as `ortenaudigital/kernel/codes.py` and `bookings/rules.py` read them. */
const CODE = /^[A-Z2-7]{26}$/;
const SHORT = /^([A-Z\d]+-[A-Z\d]+)-(\d{1,2})$/;

/** The ticket code in what a scanner read, the bare code or the whole address; null without one. @param {string} text */
export function readCode(text) {
  const last = text.trim().replace(/\?.*$/s, "").replace(/\/+$/, "").replace(/^.*\//s, "").toUpperCase();
  return CODE.test(last) ? last : null;
}

/** `OD-7K3M9P-2` as it is printed below a code; null for anything else. @param {string} text */
export function readShortCode(text) {
  const short = text.trim().toUpperCase();
  return SHORT.test(short) ? short : null;
}

/** The reference of the booking that a short code belongs to. @param {string} shortCode */
export const bookingOf = (shortCode) => SHORT.exec(shortCode)?.[1] ?? shortCode;

/** What the list keeps of a code, in base64url; null where the browser has no such thing. @param {string} code @param {Partial<Crypto>} [crypto] */
export async function fingerprint(code, { subtle } = globalThis.crypto) {
  if (!subtle) return null;
  const digest = await subtle.digest("SHA-256", new TextEncoder().encode(code));
  return base64url(new Uint8Array(digest));
}

/** @param {Uint8Array} bytes */
export const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
