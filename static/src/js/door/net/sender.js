/**
 * Sends what waits, again and again until the server has it. Several may send at once (two pages of
 * one phone, a scan that is asked for and the queue): the server takes each entry once.
 */
import { createAsideRetry } from "./aside_retry.js";
import { createDelivery } from "./delivery.js";
import { wait } from "../../shared/wait.js";
import { Failed, Unpaired, Unreachable } from "./server.js";

/** @typedef {import("../domain/types.js").Entry} Entry */

const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000];

const nothing = () => {};
/** @type {import("./delivery.js").Listeners} */
const UNHEARD = { settled: nothing, reach: nothing, unpaired: nothing, kept: nothing };

/**
 * `queue`, `earlier` and `aside` are what waits; `send(entries, token)` resolves to their results;
 * `isWell()` to whether the server answers anything else. `on` has `settled([{ entry, result }])` for what
 * was answered, `reach(reached, error)` for whether the server was, `unpaired(error)`, which ends it, and
 * `kept()` when something was put aside or lost.
 * @param {import("./delivery.js").Waiting} waiting
 * @param {{ send: import("./delivery.js").Send, isWell?: () => Promise<boolean> }} ways
 * @param {Partial<import("./delivery.js").Listeners>} on
 */
export function createSender(waiting, { send, isWell = async () => true }, on = {}) {
  const listeners = { ...UNHEARD, ...on };
  const { settle, drainAll } = createDelivery(waiting, { send, isWell }, listeners);
  /** @type {Promise<boolean> | null} */
  let running = null;
  let again = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let failures = 0;

  async function run() {
    clearTimeout(timer);
    try {
      do {
        again = false;
        await drainAll();
      } while (again);
      failures = 0;
      return true;
    } catch (error) {
      if (error instanceof Unpaired) listeners.unpaired(error);
      else later(error);
      return false;
    }
  }

  /** @param {unknown} error */
  function later(error) {
    tellUnreached(error);
    timer = setTimeout(flush, PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]);
    failures += 1;
  }

  /** One that broke over what it was sent may be well otherwise. @param {unknown} error */
  function tellUnreached(error) {
    if (error instanceof Unreachable && !(error instanceof Failed)) listeners.reach(false, error);
  }

  /** Resolves to whether all was sent. */
  function flush() {
    // What came in while it was sending is looked for once more.
    if (running) again = true;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    flush,
    /** After a good contact: what was put aside is tried once more, at least three of it. */
    retry: createAsideRetry(waiting, settle, listeners.kept),
    /** Asks for one entry, ahead of all that waits; null when no answer came in time. @param {Entry} entry @param {number} patience */
    async ask(entry, patience) {
      const asked = settle(waiting.queue, [entry]).then(
        ([result]) => result,
        (error) => {
          if (!(error instanceof Unreachable)) throw error;
          tellUnreached(error);
          return null;
        },
      );
      return Promise.race([asked, wait(patience).then(() => null)]);
    },
    stop: () => clearTimeout(timer),
  };
}
