/** Puts times right that were taken while nobody knew that the phone's clock was wrong. */

/** @type {("queue" | "aside" | "earlier" | "tickets" | "meta")[]} */
const STORES = ["queue", "aside", "earlier", "tickets", "meta"];

/**
 * The clock was wrong by so much since a mark: all that is not sent yet gets its right time, wherever it
 * waits, and so do the list and the last scans, which say when somebody came.
 * @param {Pick<import("./types.js").Store, "write">} store
 * @param {string} mark
 * @param {number} milliseconds
 */
export function moveTimes(store, mark, milliseconds) {
  const moved = (/** @type {string} */ at) => new Date(Date.parse(at) + milliseconds).toISOString();
  return store.write(STORES, async (tx) => {
    const ids = [
      ...(await moveEntries(tx.objectStore("queue"), mark, moved)),
      ...(await moveEntries(tx.objectStore("aside"), mark, moved)),
      ...(await moveEntries(tx.objectStore("earlier"), mark, moved)),
    ];
    await moveShown(tx, new Set(ids), moved);
  });
}

/**
 * @template {import("../domain/types.js").Entry} Kept
 * @param {{ getAll(): Promise<Kept[]>, put(entry: Kept): Promise<unknown> }} kept
 * @param {string} mark
 * @param {(at: string) => string} moved
 */
async function moveEntries(kept, mark, moved) {
  const wrong = (await kept.getAll()).filter((entry) => entry.mark === mark);
  for (const entry of wrong) await kept.put({ ...entry, scanned_at: moved(entry.scanned_at) });
  return wrong.map(({ scan_id }) => scan_id);
}

/** @type {(tx: import("./types.js").Stores<"tickets" | "meta">, ids: Set<string>, moved: (at: string) => string) => Promise<void>} */
async function moveShown(tx, ids, moved) {
  const [tickets, meta] = [tx.objectStore("tickets"), tx.objectStore("meta")];
  const right = (/** @type {{ scan_id: string, at: string }} */ { scan_id, at }) => (ids.has(scan_id) ? moved(at) : at);
  for (const ticket of await tickets.getAll()) {
    if (!ticket.pending?.some(({ scan_id }) => ids.has(scan_id))) continue;
    await tickets.put({ ...ticket, pending: ticket.pending.map((action) => ({ ...action, at: right(action) })) });
  }
  const recent = await meta.get("recent");
  if (recent) await meta.put(recent.map((scan) => ({ ...scan, at: right(scan) })), "recent");
}
