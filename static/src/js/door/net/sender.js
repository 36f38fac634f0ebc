/**
 * Sends what waits, again and again until the server has it. Several may send at once (two pages of
 * one phone, a scan that is asked for and the queue): the server takes each entry once.
 */
import { asTold } from "../storage/queue.js";
import { wait } from "./retry.js";
import { Failed, Refused, Unpaired, Unreachable } from "./server.js";
import { createSplitter } from "./splitter.js";

const MOST_AT_ONCE = 200;
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000];

const nothing = () => {};
const UNHEARD = { settled: nothing, reach: nothing, unpaired: nothing, kept: nothing };

/**
 * `queue`, `earlier` and `aside` are what waits; `send(entries, token)` resolves to their results;
 * `isWell()` to whether the server answers anything else. `on` has `settled([{ entry, result }])` for what
 * was answered, `reach(reached, error)` for whether the server was, `unpaired(error)`, which ends it, and
 * `kept()` when something was put aside or lost.
 */
export function createSender(waiting, { send, isWell = async () => true }, on = {}) {
  const { queue, earlier, aside } = waiting;
  const { settled: onSettled, reach: onReach, unpaired: onUnpaired, kept: onKept } = { ...UNHEARD, ...on };
  let running = null;
  let again = false;
  let timer = null;
  let failures = 0;

  async function settle(source, entries, token) {
    const free = source.free ? await source.free(entries) : entries;
    if (!free.length) return [];
    const results = await send(free.map(asTold), token);
    onReach(true);
    const settled = await source.settle(results);
    if (settled.length) onSettled(settled);
    return results;
  }

  async function putAside(source, entry, message) {
    await source.setAside(entry, message);
    onKept();
  }

  const splitters = new Map([queue, earlier].map((source) => [source, createSplitter({ settle: (...call) => settle(source, ...call), putAside: (...call) => putAside(source, ...call), isWell })]));

  async function drain(source) {
    for (let batch = await source.batch(MOST_AT_ONCE); batch.entries.length; batch = await source.batch(MOST_AT_ONCE)) {
      await splitters.get(source).deliver(batch.entries, batch.token);
    }
  }

  /** A pairing that the server knows no more must not hold up the next one. */
  async function drainEarlier() {
    for (;;) {
      const { entries, pairing } = await earlier.batch(1);
      if (!entries.length) return;
      try {
        return await drain(earlier);
      } catch (error) {
        if (!(error instanceof Unpaired)) throw error;
        await earlier.lose(pairing, error.message);
        onKept();
      }
    }
  }

  async function run() {
    clearTimeout(timer);
    try {
      do {
        again = false;
        await drain(queue);
        await drainEarlier();
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
    // One that broke over what it was sent may be well otherwise.
    if (error instanceof Unreachable && !(error instanceof Failed)) onReach(false, error);
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
    /** After a good contact: what was put aside is tried once more, at least three of it. */
    retry: createRetry({ aside, settle, earlier, onKept }),
    /** Asks for one entry, ahead of all that waits; null when no answer came in time. */
    async ask(entry, patience) {
      const asked = settle(queue, [entry]).then(
        ([result]) => result,
        (error) => {
          if (!(error instanceof Unreachable)) throw error;
          if (!(error instanceof Failed)) onReach(false, error);
          return null;
        },
      );
      return Promise.race([asked, wait(patience).then(() => null)]);
    },
    stop: () => clearTimeout(timer),
  };
}

const MOST_MISSES = 3;

/** Begins with one, and doubles as long as it goes well: much may be waiting for one mended server. */
function createRetry({ aside, settle, earlier, onKept }) {
  let running = null;

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

  return () => (running ??= run(Date.now()).finally(() => (running = null)));
}
