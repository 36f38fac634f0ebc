/**
 * What the server was not told yet. Each entry has an id of its own, and whatever is sent again
 * keeps it: the server stores it once and repeats its answer.
 */
import { withAnswer } from "../domain/admissions.js";
import { letsIn } from "../domain/verdict.js";

/**
 * @typedef {import("../domain/types.js").Entry} Entry
 * @typedef {import("../domain/types.js").Result} Result
 * @typedef {import("../domain/types.js").ServerResult} ServerResult
 * @typedef {import("../domain/types.js").Settled} Settled
 */

/** @type {(keyof Entry)[]} */
const TOLD = ["code", "scanned_at", "verdict", "action", "reason", "undoes", "ticket_type", "name", "checkpoint"];

/** An entry as the server reads it: the rest is the phone's own. @param {Entry} entry */
export const asTold = (entry) => ({ scan_id: entry.scan_id, ...Object.fromEntries(TOLD.filter((name) => entry[name] !== undefined).map((name) => [name, entry[name]])) });

/** Who was let in is named by the number of the ticket: its code would open it for whoever reads it. @type {(entry: Entry) => Entry} */
export const withoutCode = (entry) => (letsIn(entry.verdict) && entry.ref ? { ...entry, code: entry.ref } : entry);

// Nobody is asked for longer than this.
const ASKED_MS = 10_000;

/** Does an entry follow from another that the server does not have yet? @type {(later: Entry, first: Entry) => boolean} */
export const follows = (later, first) => later.pairing === first.pairing && (later.seq ?? 0) > (first.seq ?? 0) && (later.undoes === first.scan_id || (Boolean(later.ref) && later.ref === first.ref));

/** @type {(tx: import("./types.js").Stores<"queue">, entry: Entry) => Promise<unknown>} */
export const addEntry = (tx, entry) => tx.objectStore("queue").add(entry);

/** @param {Pick<import("./types.js").Store, "read" | "write">} store */
export function createQueue(store) {
  /**
   * Changes an entry that is still there; `change` of one that is gone is none.
   * @type {(scanId: string, change: Partial<Entry>) => Promise<boolean>}
   */
  const amend = (scanId, change) =>
    store.write(["queue", "aside"], async (tx) => {
      const [queue, aside] = [tx.objectStore("queue"), tx.objectStore("aside")];
      const waiting = await queue.index("scan_id").get(scanId);
      const kept = waiting ? undefined : await aside.get(scanId);
      if (waiting) await queue.put({ ...waiting, ...change });
      if (kept) await aside.put({ ...kept, ...change });
      return Boolean(waiting ?? kept);
    });

  return {
    amend,
    /**
     * The token is read with them: another page of this phone may just have paired it anew.
     * @type {(most: number) => Promise<import("./types.js").Batch>}
     */
    batch: (most) =>
      store.read(["queue", "aside", "meta"], async (tx) => {
        const kept = await tx.objectStore("aside").getAll();
        const all = await tx.objectStore("queue").getAll(null, kept.length ? undefined : most);
        const entries = all.filter((entry) => !kept.some((first) => follows(entry, first))).slice(0, most);
        return { entries, token: (await tx.objectStore("meta").get("pairing"))?.token };
      }),
    /**
     * Whoever was asked for when this page ended did not go in: nobody saw an answer. What another
     * window asks for right now is younger than that.
     * @param {Date} now
     */
    giveUpAsked: (now) =>
      store.write("queue", async (tx) => {
        for (const entry of await tx.store.getAll()) {
          if (entry.verdict !== null || now.getTime() - Date.parse(entry.scanned_at) < ASKED_MS) continue;
          await tx.store.put({ ...entry, verdict: entry.action === "walk_in" ? "sold_out" : "unknown", asked: true });
        }
      }),
    count: () => store.read("queue", (tx) => tx.store.count()),

    /** Takes the server's answers; resolves to the entries that were still waiting for theirs. @param {ServerResult[]} results */
    settle: (results) =>
      store.write(["queue", "tickets"], async (tx) => {
        /** @type {Settled[]} */
        const settled = [];
        for (const result of results) {
          const entry = await tx.objectStore("queue").index("scan_id").get(result.scan_id);
          if (!entry) continue;
          await tx.objectStore("queue").delete(entry.seq);
          await reconcile(tx, entry, result);
          settled.push({ entry, result });
        }
        return settled;
      }),

    /**
     * Keeps what the server refuses out of the way of the others, and keeps it.
     * @type {(entry: import("./types.js").QueuedEntry, message: string) => Promise<void>}
     */
    setAside: (entry, message) =>
      store.write(["queue", "aside"], async (tx) => {
        await tx.objectStore("aside").put({ ...entry, message, tried: Date.now() });
        await tx.objectStore("queue").delete(entry.seq);
      }),

    /** Those of a batch that follow from nothing that was put aside meanwhile. @param {Entry[]} entries */
    free: (entries) =>
      store.read("aside", async (tx) => {
        const kept = await tx.store.getAll();
        return entries.filter((entry) => !kept.some((first) => follows(entry, first)));
      }),

    all: () => store.read("queue", (tx) => tx.store.getAll()),
  };
}

/** The ticket on this phone as the server answered. @param {import("./types.js").Stores<"tickets">} tx @param {Entry} entry @param {Result} result */
export async function reconcile(tx, entry, result) {
  const ref = entry.ref ?? result.ticket?.reference;
  const ticket = ref && (await tx.objectStore("tickets").get(ref));
  if (ticket) await tx.objectStore("tickets").put(withAnswer(ticket, entry, result));
}

/** `crypto.randomUUID` exists on https only; a demo in the local network has to do without. @param {Crypto} random */
export function newScanId(random = globalThis.crypto) {
  if (random.randomUUID) return random.randomUUID();
  const bytes = random.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
