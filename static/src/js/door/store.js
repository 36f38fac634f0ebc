/**
 * What the phone keeps, in IndexedDB: `meta` by name, `pages` of the door list as it was loaded,
 * `tickets` that have changed since, `queue` of what the server was not told yet, and `aside` what
 * it did not understand. `base` holds the pages in memory.
 */
import { openDB } from "idb";

import { createBase } from "./base.js";

const VERSION = 1;
const STORES = ["meta", "pages", "tickets", "queue", "aside"];
// Safari loses the connection while the page sleeps; a new one finds everything in its place.
const LOST = ["InvalidStateError", "UnknownError"];

function upgrade(db) {
  db.createObjectStore("meta");
  db.createObjectStore("pages", { autoIncrement: true });
  const tickets = db.createObjectStore("tickets", { keyPath: "ref" });
  tickets.createIndex("codes", "codes", { multiEntry: true });
  tickets.createIndex("keys", "keys", { multiEntry: true });
  const queue = db.createObjectStore("queue", { keyPath: "seq", autoIncrement: true });
  queue.createIndex("scan_id", "scan_id", { unique: true });
  db.createObjectStore("aside", { keyPath: "scan_id" });
}

export function createStore(name = "einlass") {
  const base = createBase();
  let opening = null;

  const forget = () => (opening = null);
  function open() {
    opening ??= openDB(name, VERSION, { upgrade, terminated: forget, blocking: close });
    opening.catch(forget);
    return opening;
  }

  function close() {
    opening?.then((db) => db.close(), () => {});
    forget();
  }

  async function run(names, mode, work, options) {
    const tx = (await open()).transaction(names, mode, options);
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
      if (!LOST.includes(error.name)) throw error;
      close();
      return run(...call);
    }
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
    async wipe() {
      await write(STORES, (tx) => Promise.all(STORES.map((each) => tx.objectStore(each).clear())));
      base.clear();
    },
    close,
  };
}

function abort(tx) {
  try {
    tx.abort();
  } catch {
    // It failed by itself.
  }
}
