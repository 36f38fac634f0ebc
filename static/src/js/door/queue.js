/**
 * What the server was not told yet. Each entry has an id of its own, and whatever is sent again
 * keeps it: the server stores it once and repeats its answer.
 */
import { withAnswer } from "./admissions.js";

const TOLD = ["scan_id", "code", "scanned_at", "verdict", "action", "reason", "undoes", "ticket_type", "name"];

/** An entry as the server reads it: the rest is the phone's own. */
export const asTold = (entry) => Object.fromEntries(TOLD.filter((name) => name in entry).map((name) => [name, entry[name]]));

export const addEntry = (tx, entry) => tx.objectStore("queue").add(entry);

export function createQueue(store) {
  /** Changes an entry that is still there; `change` of one that is gone is none. */
  const amend = (scanId, change) =>
    store.write("queue", async (tx) => {
      const entry = await tx.store.index("scan_id").get(scanId);
      if (entry) await tx.store.put({ ...entry, ...change });
      return Boolean(entry);
    });

  return {
    amend,
    next: (most) => store.read("queue", (tx) => tx.store.getAll(null, most)),
    count: () => store.read("queue", (tx) => tx.store.count()),
    /** What waits and what was put aside: neither has reached the server's books. */
    countAll: () => store.read(["queue", "aside"], async (tx) => (await tx.objectStore("queue").count()) + (await tx.objectStore("aside").count())),

    /** Takes the server's answers; resolves to the entries that were still waiting for theirs. */
    settle: (results) =>
      store.write(["queue", "tickets"], async (tx) => {
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

    /** Keeps what the server refuses out of the way of the others, and keeps it. */
    setAside: (entry, message) =>
      store.write(["queue", "aside"], async (tx) => {
        await tx.objectStore("aside").put({ ...entry, message });
        await tx.objectStore("queue").delete(entry.seq);
      }),

    /** A newer app or server may make sense of it: each start tries once more. */
    tryAsideAgain: () =>
      store.write(["queue", "aside"], async (tx) => {
        for (const { message: _, seq: __, ...entry } of await tx.objectStore("aside").getAll()) await tx.objectStore("queue").add(entry);
        await tx.objectStore("aside").clear();
      }),

    countAside: () => store.read("aside", (tx) => tx.store.count()),
    all: () => store.read("queue", (tx) => tx.store.getAll()),
  };
}

async function reconcile(tx, entry, result) {
  const ref = entry.ref ?? result.ticket?.reference;
  const ticket = ref && (await tx.objectStore("tickets").get(ref));
  if (ticket) await tx.objectStore("tickets").put(withAnswer(ticket, entry, result));
}

/** `crypto.randomUUID` exists on https only; a demo in the local network has to do without. */
export function newScanId(random = globalThis.crypto) {
  if (random.randomUUID) return random.randomUUID();
  const bytes = random.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
