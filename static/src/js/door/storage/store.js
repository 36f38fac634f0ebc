/**
 * What the phone keeps, in IndexedDB: `meta` by name, `pages` of the door list as it was loaded,
 * `tickets` that have changed since, `queue` of what the server was not told yet, `aside` what it
 * did not take, and `earlier` what waits since before this pairing, for one of the `pairings` of
 * that time. `base` holds the pages in memory.
 */
import { openDB } from "idb";

import { createBase } from "./loaded_pages.js";
import { createMemoryDatabase } from "./memory_database.js";

const VERSION = 2;
const STORES = {
  meta: {},
  pages: { autoIncrement: true },
  tickets: { keyPath: "ref", indexes: { codes: { multiEntry: true }, keys: { multiEntry: true } } },
  queue: { keyPath: "seq", autoIncrement: true, indexes: { scan_id: { unique: true } } },
  aside: { keyPath: "scan_id" },
  pairings: { keyPath: "id", autoIncrement: true },
  earlier: { keyPath: "scan_id" },
};
export const ALL_STORES = Object.keys(STORES);
// Safari loses the connection while the page sleeps; a new one finds everything in its place.
const LOST = ["InvalidStateError", "UnknownError"];
/** Where nothing can be stored any more, and why. */
const TROUBLE = { QuotaExceededError: "full", InvalidStateError: "none", UnknownError: "none", AbortError: "none" };

function upgrade(db) {
  for (const [name, { indexes = {}, ...options }] of Object.entries(STORES)) {
    if (db.objectStoreNames.contains(name)) continue;
    const made = db.createObjectStore(name, options);
    for (const [index, about] of Object.entries(indexes)) made.createIndex(index, index, about);
  }
}

/** `onTrouble(kind)` comes when nothing is stored any more: "full", or "none" where it never was. */
export function createStore(name = "einlass", { onTrouble = () => {} } = {}) {
  const base = createBase();
  let opening = null;
  let falling = null;
  let trouble = null;

  const forget = () => (opening = null);
  function open() {
    opening ??= Promise.resolve().then(() => openDB(name, VERSION, { upgrade, terminated: forget, blocking: close }));
    opening.catch(forget);
    return opening;
  }

  function close() {
    opening?.then((db) => db.close(), () => {});
    forget();
  }

  /** From now on in memory, with all that could still be read: a scan that is not stored is kept there. */
  async function fallBack(kind) {
    const contents = await readAll(open).catch(() => ({}));
    trouble = kind;
    onTrouble(kind);
    return createMemoryDatabase(STORES, contents);
  }

  async function run(names, mode, work, options) {
    if (falling) return (await falling).run(names, work);
    const db = await open().catch((error) => {
      if (!LOST.includes(error.name)) error.isClosed = true;
      throw error;
    });
    const tx = db.transaction(names, mode, options);
    try {
      const value = await work(tx);
      if (mode === "readwrite") tx.commit();
      await tx.done;
      return value;
    } catch (error) {
      tx.done.catch(() => {});
      abort(tx);
      throw error;
    }
  }

  async function transact(...call) {
    try {
      return await run(...call);
    } catch (error) {
      if (!LOST.includes(error.name)) return inMemory(error, call);
      close();
      return run(...call).catch((again) => inMemory(again, call));
    }
  }

  /** Only where the browser cannot store: what is wrong with the work itself is the caller's. */
  async function inMemory(error, call) {
    const kind = error.isClosed ? "none" : TROUBLE[error.name];
    if (!kind || (trouble && falling)) throw error;
    falling ??= fallBack(kind);
    return run(...call);
  }

  const read = (names, work) => transact(names, "readonly", work);
  /** `work(tx)` is done as a whole or not at all; it is on the disk when this resolves. */
  const write = (names, work) => transact(names, "readwrite", work, { durability: "strict" });

  return {
    base,
    read,
    write,
    /** The same, for what could be fetched again: faster, and lost with the power at worst. */
    writeSoon: (names, work) => transact(names, "readwrite", work, { durability: "relaxed" }),
    get: (key) => read("meta", (tx) => tx.store.get(key)),
    set: (key, value) => write("meta", (tx) => tx.store.put(value, key)),
    /** Null as long as what is written stays. */
    trouble: () => trouble,
    /**
     * Where this page works in memory: what lies on the disk goes, as far as the browser lets us. False,
     * and all stays, while scans are there that are neither sent nor saved.
     */
    async clearDisk() {
      if (!falling) return true;
      const db = await open().catch(() => null);
      if (!db) return true;
      const tx = db.transaction(ALL_STORES, "readwrite");
      for (const name of ["queue", "aside", "earlier"]) {
        const kept = await tx.objectStore(name).getAll();
        if (kept.some(({ saved }) => !saved)) return false;
      }
      await Promise.all(ALL_STORES.map((each) => tx.objectStore(each).clear())).catch(() => {});
      await tx.done.catch(() => {});
      return true;
    },
    close,
  };
}

async function readAll(open) {
  const db = await open();
  const tx = db.transaction(ALL_STORES);
  const rows = ALL_STORES.map(async (name) => {
    const store = tx.objectStore(name);
    const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
    return [name, keys.map((key, place) => [key, values[place]])];
  });
  return Object.fromEntries(await Promise.all(rows));
}

function abort(tx) {
  try {
    tx.abort();
  } catch {
    // It failed by itself.
  }
}
