/** What the server did not take, by itself: kept out of the way of the others, and tried again. */
import { forgetPairings, mayBeTried } from "./earlier_pairings.js";
import { follows, reconcile } from "./queue.js";

/**
 * @typedef {import("../domain/types.js").Entry} Entry
 * @typedef {import("../domain/types.js").ServerResult} ServerResult
 * @typedef {import("../domain/types.js").Settled} Settled
 */

const A_MINUTE = 60_000;
/** @type {("aside" | "pairings" | "meta")[]} */
const STORES = ["aside", "pairings", "meta"];

/**
 * Those that were not tried since a moment, the longest untried first; all of one pairing.
 * @param {Pick<import("./types.js").Store, "read" | "write">} store
 */
export function createAside(store) {
  return {
    /** @type {(most: number, since: number) => Promise<import("./types.js").Batch>} */
    batch: (most, since) =>
      store.read(STORES, async (tx) => {
        const pairings = new Map((await tx.objectStore("pairings").getAll()).map((pairing) => [pairing.id, pairing]));
        // A clock that was wrong may have set it ahead.
        /** @param {Entry} entry */
        const isDue = ({ pairing, tried = 0 }) => (tried < since || tried > Date.now() + A_MINUTE) && (pairing === undefined || mayBeTried(pairings.get(pairing)));
        const all = await tx.objectStore("aside").getAll();
        const ordered = all.filter(isDue).sort((a, b) => (a.tried ?? 0) - (b.tried ?? 0)|| (a.seq ?? 0) - (b.seq ?? 0));
        // What follows from another comes behind it, or not at all.
        /** @type {Entry[]} */
        const due = [];
        for (const entry of ordered) {
          if (all.every((first) => !follows(entry, first) || due.includes(first))) due.push(entry);
        }
        const pairing = due[0]?.pairing;
        const token = (pairing === undefined ? await tx.objectStore("meta").get("pairing") : pairings.get(pairing))?.token;
        return { entries: due.filter((entry) => entry.pairing === pairing).slice(0, most), token, pairing };
      }),

    /** @param {ServerResult[]} results */
    settle: (results) =>
      store.write([...STORES, "earlier", "tickets"], async (tx) => {
        /** @type {Settled[]} */
        const settled = [];
        for (const result of results) {
          const entry = await tx.objectStore("aside").get(result.scan_id);
          if (!entry) continue;
          await tx.objectStore("aside").delete(result.scan_id);
          if (entry.pairing === undefined) await reconcile(tx, entry, result);
          settled.push({ entry, result });
        }
        await forgetPairings(tx);
        return settled;
      }),

    /** @type {(entries: Entry[], now: number) => Promise<void>} */
    tried: (entries, now) =>
      store.write("aside", async (tx) => {
        for (const { scan_id } of entries) {
          const entry = await tx.store.get(scan_id);
          if (entry) await tx.store.put({ ...entry, tried: now });
        }
      }),
  };
}
