/**
 * Scans of earlier pairings. A new link, a refused device or an event that is over never takes what
 * was scanned before: it waits on, for the pairing it was made with, and is sent with its token.
 */
import { withoutCode } from "./queue.js";

/**
 * @typedef {import("../domain/types.js").Entry} Entry
 * @typedef {import("../domain/types.js").ServerResult} ServerResult
 * @typedef {import("../domain/types.js").Settled} Settled
 * @typedef {import("./types.js").EarlierPairing} EarlierPairing
 */

/**
 * Empties the phone for another pairing, or for none, but keeps what the server was not told. `lost`
 * tells why the pairing that ends can send no more; null when it still may. Needs all stores.
 * @param {import("./types.js").Stores<import("./types.js").StoreName>} tx
 * @param {string | null} lost
 */
export async function leaveBehind(tx, lost = null) {
  const meta = tx.objectStore("meta");
  const [pairing, state] = [await meta.get("pairing"), await meta.get("state")];
  const queue = await tx.objectStore("queue").getAll();
  const aside = (await tx.objectStore("aside").getAll()).filter((entry) => entry.pairing === undefined);
  if (queue.length || aside.length) {
    const [device, event, slug] = [state?.device?.name ?? "", state?.event?.title ?? "", state?.event?.slug ?? ""];
    const id = await tx.objectStore("pairings").add({ token: pairing?.token ?? null, device, event, slug, lost: pairing ? lost : "" });
    // A phone that is not trusted any more keeps as little as it can.
    const kept = lost === null ? (/** @type {Entry} */ entry) => entry : withoutCode;
    for (const { seq: _, ...entry } of queue) await tx.objectStore("earlier").put({ ...kept(entry), pairing: id });
    for (const entry of aside) await tx.objectStore("aside").put({ ...kept(entry), pairing: id });
  }
  for (const name of /** @type {const} */ (["meta", "pages", "tickets", "queue"])) await tx.objectStore(name).clear();
}

/** @param {EarlierPairing | undefined} pairing */
export const mayBeTried = (pairing) => pairing !== undefined && (pairing.lost === null || Boolean(pairing.again));

/** @type {("earlier" | "aside" | "pairings")[]} */
const BOTH = ["earlier", "aside", "pairings"];

/** What waits of earlier pairings, as `createSender` takes it. @param {Pick<import("./types.js").Store, "read" | "write">} store */
export function createEarlier(store) {
  return {
    /** @type {(most: number) => Promise<import("./types.js").Batch>} */
    batch: (most) =>
      store.read(BOTH, async (tx) => {
        for (const pairing of await tx.objectStore("pairings").getAll()) {
          if (!mayBeTried(pairing)) continue;
          const entries = (await tx.objectStore("earlier").getAll()).filter((entry) => entry.pairing === pairing.id);
          if (entries.length) return { entries: entries.slice(0, most), token: pairing.token, pairing: pairing.id };
        }
        return { entries: [] };
      }),

    /** Takes the server's answers. Nothing of an earlier pairing is on this phone's list any more. @param {ServerResult[]} results */
    settle: (results) =>
      store.write(BOTH, async (tx) => {
        /** @type {Settled[]} */
        const settled = [];
        for (const result of results) {
          const entry = await tx.objectStore("earlier").get(result.scan_id);
          if (!entry) continue;
          await tx.objectStore("earlier").delete(result.scan_id);
          settled.push({ entry, result });
        }
        await forgetPairings(tx);
        return settled;
      }),

    /** @type {(entry: Entry, message: string) => Promise<void>} */
    setAside: (entry, message) =>
      store.write(["earlier", "aside"], async (tx) => {
        await tx.objectStore("aside").put({ ...entry, message, tried: Date.now() });
        await tx.objectStore("earlier").delete(entry.scan_id);
      }),

    /**
     * The server knows that pairing no more: what was made with it stays here, to be saved.
     * @type {(id: number, message: string) => Promise<void>}
     */
    lose: (id, message) =>
      store.write("pairings", async (tx) => {
        const pairing = await tx.store.get(id);
        if (pairing) await tx.store.put({ ...pairing, lost: message, again: false });
      }),

    /** Each start tries once more: a backup may have been put back in the meantime. */
    tryLostAgain: () =>
      store.write("pairings", async (tx) => {
        for (const pairing of await tx.store.getAll()) if (pairing.token) await tx.store.put({ ...pairing, again: true });
      }),
  };
}

/** A token that nothing waits for any more is not kept. @param {import("./types.js").Stores<"earlier" | "aside" | "pairings">} tx */
export async function forgetPairings(tx) {
  const waiting = [...(await tx.objectStore("earlier").getAll()), ...(await tx.objectStore("aside").getAll())];
  for (const { id } of await tx.objectStore("pairings").getAll()) {
    if (!waiting.some(({ pairing }) => pairing === id)) await tx.objectStore("pairings").delete(id);
  }
}
