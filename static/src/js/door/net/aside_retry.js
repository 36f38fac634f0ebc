/** Tries once more what the server did not take. */
import { Failed, Refused, Unpaired } from "./server.js";

const MOST_MISSES = 3;

/**
 * Begins with one, and doubles as long as it goes well: much may be waiting for one mended server.
 * @param {Pick<import("./delivery.js").Waiting, "aside" | "earlier">} waiting
 * @param {ReturnType<typeof import("./delivery.js").createDelivery>["settle"]} settle
 * @param {() => void} onKept
 */
export function createAsideRetry({ aside, earlier }, settle, onKept) {
  /** @type {Promise<void> | null} */
  let running = null;

  /** @param {number} began */
  async function run(began) {
    let size = 1;
    for (let misses = 0; misses < MOST_MISSES; ) {
      const { entries, token, pairing } = await aside.batch(size, began);
      if (!entries.length) return;
      await aside.tried(entries, began);
      try {
        await settle(aside, entries, token);
        size *= 2;
      } catch (error) {
        if (error instanceof Unpaired && pairing !== undefined) await earlier.lose(pairing, error.message);
        else if (!(error instanceof Refused || error instanceof Failed)) return;
        size = 1;
        misses += 1;
      }
    }
    onKept();
  }

  return () => {
    running ??= run(Date.now()).finally(() => {
      running = null;
    });
    return running;
  };
}
