/** @typedef {{ nonce: string, salt: string, cost: number, keyLength: number, keyPrefix: string }} Parameters */
/** @typedef {{ parameters: Parameters, signature: string }} Challenge */

/** @param {string} hex */
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
/** @param {Uint8Array} bytes */
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * Try one number after the other until its key begins as the challenge says: PBKDF2 with SHA-256 over nonce and number.
 *
 * @param {Challenge} challenge
 * @param {number} most numbers to try
 * @returns {Promise<string>} what the form sends: challenge and solution, as base64
 */
export async function solve(challenge, most = 100_000) {
  const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const front = bytesOf(nonce);
  const password = new Uint8Array(front.length + 4);
  password.set(front);
  const number = new DataView(password.buffer, front.length);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(salt), iterations: cost };
  for (let counter = 0; counter < most; counter++) {
    number.setUint32(0, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8)));
    if (derivedKey.startsWith(keyPrefix)) return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
  }
  throw new Error("no number fits");
}
