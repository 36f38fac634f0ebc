/** One entry that the server cannot take must not hold up the others: halves find it. */
import { Failed, Refused } from "./server.js";

/**
 * @typedef {import("../domain/types.js").Entry} Entry
 * @typedef {string | null | undefined} Token
 * @typedef {Refused | Failed} Fault
 */

const TRIES = 3;
// Where this many questions in a row break the server, it is not the entries.
const MOST_MISSES = 20;

/** @param {unknown} error @returns {error is Fault} */
const isAboutEntries = (error) => error instanceof Refused || error instanceof Failed;

/**
 * `settle(entries, token)` delivers a batch, `putAside(entry, message)` keeps one that cannot be;
 * `isWell()` resolves to whether the server answers anything else.
 * @param {object} parts
 * @param {(entries: Entry[], token: Token) => Promise<unknown>} parts.settle
 * @param {(entry: Entry, message: string) => Promise<void>} parts.putAside
 * @param {() => Promise<boolean>} parts.isWell
 */
export function createSplitter({ settle, putAside, isWell }) {
  let failures = 0;
  let misses = 0;

  /** @type {(entries: Entry[], token: Token, error: Fault) => Promise<void>} */
  async function split(entries, token, error) {
    if (error instanceof Refused && entries.some(({ scan_id }) => error.entries.has(scan_id))) return part(entries, token, error);
    misses += 1;
    if (misses > MOST_MISSES) throw error;
    const [first] = entries;
    if (entries.length === 1) return putAside(first, error.message);
    const half = Math.ceil(entries.length / 2);
    for (const each of [entries.slice(0, half), entries.slice(half)]) await attempt(each, token);
  }

  /** The server says which entries are at fault. @type {(entries: Entry[], token: Token, error: Refused) => Promise<void>} */
  async function part(entries, token, error) {
    for (const entry of entries) if (error.entries.has(entry.scan_id)) await putAside(entry, error.entries.get(entry.scan_id) ?? "");
    const others = entries.filter(({ scan_id }) => !error.entries.has(scan_id));
    if (others.length) await attempt(others, token);
  }

  /** @type {(entries: Entry[], token: Token) => Promise<void>} */
  async function attempt(entries, token) {
    try {
      await settle(entries, token);
      misses = 0;
    } catch (error) {
      if (!isAboutEntries(error)) throw error;
      await split(entries, token, error);
    }
  }

  return {
    /** A refusal was meant; a server that broke is asked three times before that is believed. @param {Entry[]} entries @param {Token} token */
    async deliver(entries, token) {
      misses = 0;
      try {
        await settle(entries, token);
      } catch (error) {
        if (!isAboutEntries(error)) throw error;
        if (error instanceof Failed) {
          failures += 1;
          if (failures < TRIES || !(await isWell())) throw error;
        }
        await split(entries, token, error);
      }
      failures = 0;
    },
  };
}
