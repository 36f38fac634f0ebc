/**
 * Sends what waits, again and again until the server has it. Several may send at once (the page and
 * the service worker, a scan that is asked for and the queue): the server takes each entry once.
 */
import { asTold } from "./queue.js";
import { wait } from "./retry.js";
import { Refused, Unpaired, Unreachable } from "./server.js";

const MOST_AT_ONCE = 200;
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000];

/**
 * `send(entries)` resolves to their results; `onSettled([{ entry, result }])` gets what was answered,
 * `onReach(reached)` whether the server was, `onUnpaired(error)` ends it.
 */
export function createSender({ queue, send, onSettled = () => {}, onReach = () => {}, onUnpaired = () => {} }) {
  let running = null;
  let again = false;
  let timer = null;
  let failures = 0;

  async function settle(entries) {
    const results = await send(entries.map(asTold));
    onReach(true);
    const settled = await queue.settle(results);
    onSettled(settled);
    return results;
  }

  async function drain() {
    for (let batch = await queue.next(MOST_AT_ONCE); batch.length; batch = await queue.next(MOST_AT_ONCE)) {
      await settleOrSplit(batch);
    }
  }

  /** One entry that the server refuses must not hold up the others: halves find it. */
  async function settleOrSplit(batch) {
    try {
      await settle(batch);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      onReach(true);
      if (batch.length === 1) return queue.setAside(batch[0], error.message);
      const half = Math.ceil(batch.length / 2);
      await settleOrSplit(batch.slice(0, half));
      await settleOrSplit(batch.slice(half));
    }
  }

  async function run() {
    clearTimeout(timer);
    try {
      do {
        again = false;
        await drain();
      } while (again);
      failures = 0;
      return true;
    } catch (error) {
      if (error instanceof Unpaired) onUnpaired(error);
      else later(error);
      return false;
    }
  }

  function later(error) {
    if (error instanceof Unreachable) onReach(false);
    timer = setTimeout(flush, PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]);
    failures += 1;
  }

  /** Resolves to whether all was sent. */
  function flush() {
    // What came in while it was sending is looked for once more.
    if (running) again = true;
    running ??= run().finally(() => (running = null));
    return running;
  }

  return {
    flush,
    /** Asks for one entry, ahead of all that waits; null when no answer came in time. */
    async ask(entry, patience) {
      const asked = settle([entry]).then(
        ([result]) => result,
        (error) => {
          if (error instanceof Unreachable) onReach(false);
          else throw error;
          return null;
        },
      );
      return Promise.race([asked, wait(patience).then(() => null)]);
    },
    stop: () => clearTimeout(timer),
  };
}
