/** One entry that the server cannot take must not hold up the others: halves find it. */
import { Failed, Refused } from "./server.js";

const TRIES = 3;
// Where this many questions in a row break the server, it is not the entries.
const MOST_MISSES = 20;

const isAboutEntries = (error) => error instanceof Refused || error instanceof Failed;

/**
 * `settle(entries, token)` delivers a batch, `putAside(entry, message)` keeps one that cannot be;
 * `isWell()` resolves to whether the server answers anything else.
 */
export function createSplitter({ settle, putAside, isWell }) {
  let failures = 0;
  let misses = 0;

  async function split(entries, token, error) {
    const named = entries.filter(({ scan_id }) => error.entries?.has(scan_id));
    if (named.length) return part(entries, named, token, error);
    misses += 1;
    if (misses > MOST_MISSES) throw error;
    if (entries.length === 1) return putAside(entries[0], error.message);
    const half = Math.ceil(entries.length / 2);
    for (const each of [entries.slice(0, half), entries.slice(half)]) await attempt(each, token);
  }

  /** The server says which entries are at fault. */
  async function part(entries, named, token, error) {
    for (const entry of named) await putAside(entry, error.entries.get(entry.scan_id));
    const others = entries.filter((entry) => !named.includes(entry));
    if (others.length) await attempt(others, token);
  }

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
    /** A refusal was meant; a server that broke is asked three times before that is believed. */
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
