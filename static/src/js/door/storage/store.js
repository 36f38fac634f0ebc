/**
 * What the phone keeps, in IndexedDB: `meta` by name, `pages` of the door list as it was loaded,
 * `tickets` that have changed since, `queue` of what the server was not told yet, `aside` what it
 * did not take, and `earlier` what waits since before this pairing, for one of the `pairings` of
 * that time. `base` holds the pages in memory.
 */
import { createConnection } from "./connection.js";
import { createBase } from "./loaded_pages.js";
import { ALL_STORES } from "./schema.js";
import { createTransactions } from "./transactions.js";

/**
 * @typedef {import("./types.js").Meta} Meta
 * @typedef {import("./types.js").Run} Run
 */

/**
 * `onTrouble(kind)` comes when nothing is stored any more: "full", "none" where it never was, or "old"
 * where a newer page of the app has changed it. `onBlocked(isBlocked)` comes while an older one keeps
 * it from being opened.
 * @param {string} name of the database
 * @param {{ onTrouble?: (kind: string) => void, onBlocked?: (isBlocked: boolean) => void }} on
 */
export function createStore(name = "einlass", { onTrouble = () => {}, onBlocked = () => {} } = {}) {
  const connection = createConnection(name, onBlocked);
  const { transact, isInMemory, trouble } = createTransactions(connection, onTrouble);

  /** @type {Run} */
  const read = (names, work) => transact(names, "readonly", work);
  /** `work(tx)` is done as a whole or not at all; it is on the disk when this resolves. @type {Run} */
  const write = (names, work) => transact(names, "readwrite", work, { durability: "strict" });
  /** The same, for what could be fetched again: faster, and lost with the power at worst. @type {Run} */
  const writeSoon = (names, work) => transact(names, "readwrite", work, { durability: "relaxed" });

  return {
    base: createBase(),
    read,
    write,
    writeSoon,
    /** @type {<Name extends keyof Meta>(key: Name) => Promise<Meta[Name] | undefined>} */
    get: (key) => read("meta", (tx) => tx.store.get(key)),
    /** @type {<Name extends keyof Meta>(key: Name, value: Meta[Name]) => Promise<unknown>} */
    set: (key, value) => write("meta", (tx) => tx.store.put(value, key)),
    trouble,
    /** False, and all stays, while scans are there that are neither sent nor saved. */
    clearDisk: async () => !isInMemory() || clear(connection.open),
    close: connection.close,
  };
}

/**
 * Where a page works in memory: what lies on the disk goes, as far as the browser lets us.
 * @param {() => Promise<import("idb").IDBPDatabase>} open
 */
async function clear(open) {
  const db = await open().catch(() => null);
  if (!db) return true;
  const tx = db.transaction(ALL_STORES, "readwrite");
  for (const name of /** @type {const} */ (["queue", "aside", "earlier"])) {
    const kept = await tx.objectStore(name).getAll();
    if (kept.some(({ saved }) => !saved)) return false;
  }
  await Promise.all(ALL_STORES.map((each) => tx.objectStore(each).clear())).catch(() => {});
  await tx.done.catch(() => {});
  return true;
}
