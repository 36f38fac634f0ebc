/** Brings what waits to the server, a batch at a time, and puts aside what it cannot take. */
import { asTold } from "../storage/queue.js";
import { Unpaired } from "./server.js";
import { createSplitter } from "./splitter.js";

/**
 * @typedef {import("../domain/types.js").Entry} Entry
 * @typedef {import("../domain/types.js").ServerResult} ServerResult
 * @typedef {import("../domain/types.js").Settled} Settled
 * @typedef {(entries: { scan_id: string }[], token?: string | null) => Promise<ServerResult[]>} Send
 */

/**
 * @typedef {object} Listeners
 * @property {(settled: Settled[]) => void} settled
 * @property {(isReached: boolean, error?: import("./server.js").Unreachable) => void} reach
 * @property {(error: Unpaired) => void} unpaired
 * @property {() => void} kept
 */

/**
 * What waits for the server: `free(entries)` leaves out those that follow from what was put aside.
 * @typedef {object} Source
 * @property {(results: ServerResult[]) => Promise<Settled[]>} settle
 * @property {(entries: Entry[]) => Promise<Entry[]>} [free]
 */
/** @typedef {Source & { batch(most: number): Promise<import("../storage/types.js").Batch>, setAside(entry: Entry, message: string): Promise<void> }} Queue */
/** @typedef {{ queue: Queue, earlier: Queue & { lose(pairing: number | undefined, message: string): Promise<void> }, aside: Source & Pick<ReturnType<typeof import("../storage/aside.js").createAside>, "batch" | "tried"> }} Waiting */

const MOST_AT_ONCE = 200;

/**
 * @param {Waiting} waiting
 * @param {{ send: Send, isWell: () => Promise<boolean> }} ways
 * @param {Listeners} on
 */
export function createDelivery({ queue, earlier }, { send, isWell }, on) {
  /** @type {(source: Source, entries: Entry[], token?: string | null) => Promise<ServerResult[]>} */
  async function settle(source, entries, token) {
    const free = source.free ? await source.free(entries) : entries;
    if (!free.length) return [];
    const results = await send(free.map(asTold), token);
    on.reach(true);
    const settled = await source.settle(results);
    if (settled.length) on.settled(settled);
    return results;
  }

  /** @param {Queue} source */
  function createDrain(source) {
    const splitter = createSplitter({
      settle: (entries, token) => settle(source, entries, token),
      async putAside(entry, message) {
        await source.setAside(entry, message);
        on.kept();
      },
      isWell,
    });
    return async () => {
      for (let batch = await source.batch(MOST_AT_ONCE); batch.entries.length; batch = await source.batch(MOST_AT_ONCE)) {
        await splitter.deliver(batch.entries, batch.token);
      }
    };
  }

  const drain = { queue: createDrain(queue), earlier: createDrain(earlier) };

  /** A pairing that the server knows no more must not hold up the next one. */
  async function drainEarlier() {
    for (;;) {
      const { entries, pairing } = await earlier.batch(1);
      if (!entries.length) return;
      try {
        return await drain.earlier();
      } catch (error) {
        if (!(error instanceof Unpaired)) throw error;
        await earlier.lose(pairing, error.message);
        on.kept();
      }
    }
  }

  return {
    settle,
    async drainAll() {
      await drain.queue();
      await drainEarlier();
    },
  };
}
