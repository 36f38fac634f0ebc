/** The PIN of the device: the phone keeps only what a PIN can be compared with. */
import { base64url } from "../codes/codes.js";

/** @typedef {import("../storage/types.js").Seal} Seal */

const ROUNDS = 100_000;

/** @type {(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number, crypto: Pick<Crypto, "subtle">) => Promise<string>} */
async function derive(pin, salt, rounds, { subtle }) {
  const key = await subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const bits = await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, key, 256);
  return base64url(new Uint8Array(bits));
}

/**
 * What to keep of a PIN; null where the browser cannot derive anything (no https).
 * @param {string | null} pin
 * @param {Crypto} crypto
 * @returns {Promise<Seal | null>}
 */
export async function sealPin(pin, crypto = globalThis.crypto) {
  if (!pin || !crypto.subtle) return null;
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, rounds: ROUNDS, sealed: await derive(pin, salt, ROUNDS, crypto) };
}

/** @param {string} pin @param {Seal} seal @param {Pick<Crypto, "subtle">} crypto */
export async function isPin(pin, { salt, rounds, sealed }, crypto = globalThis.crypto) {
  return (await derive(pin, salt, rounds, crypto)) === sealed;
}

const FREE_TRIES = 5;
const FIRST_WAIT_MS = 60_000;

/** How long to wait after so many wrong tries in a row: a minute after five, then twice as long. @param {number} wrong */
export const waitAfter = (wrong) => (wrong < FREE_TRIES ? 0 : FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES));
