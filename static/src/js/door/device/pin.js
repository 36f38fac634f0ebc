/** The PIN of the device: the phone keeps only what a PIN can be compared with. */
import { base64url } from "../codes/codes.js";

const ROUNDS = 100_000;

async function derive(pin, salt, rounds, { subtle }) {
  const key = await subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const bits = await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, key, 256);
  return base64url(new Uint8Array(bits));
}

/** What to keep of a PIN; null where the browser cannot derive anything (no https). */
export async function sealPin(pin, crypto = globalThis.crypto) {
  if (!pin || !crypto.subtle) return null;
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, rounds: ROUNDS, sealed: await derive(pin, salt, ROUNDS, crypto) };
}

export async function isPin(pin, { salt, rounds, sealed }, crypto = globalThis.crypto) {
  return (await derive(pin, salt, rounds, crypto)) === sealed;
}

const FREE_TRIES = 5;
const FIRST_WAIT_MS = 60_000;

/** How long to wait after so many wrong tries in a row: a minute after five, then twice as long. */
export const waitAfter = (wrong) => (wrong < FREE_TRIES ? 0 : FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES));
