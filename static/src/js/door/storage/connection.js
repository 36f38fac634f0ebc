/** The connection to IndexedDB: opened when it is needed, and anew when it was lost. */
import { openDB } from "idb";

import { ALL_STORES, upgrade, VERSION } from "./schema.js";

/** @typedef {import("./types.js").StoreName} StoreName */

// Safari loses the connection while the page sleeps; a new one finds everything in its place.
const LOST = ["InvalidStateError", "UnknownError"];

/** @param {unknown} error */
export const nameOf = (error) => (error instanceof Error ? error.name : "");
/** @param {unknown} error */
export const isLost = (error) => LOST.includes(nameOf(error));

/** It cannot even be opened. */
export class NotOpened extends Error {}

/**
 * `onBlocked(isBlocked)` tells that an older page of the app keeps the database open, which this one
 * would change, and then that it does no more: what is asked for meanwhile waits.
 * @param {string} name of the database
 * @param {(isBlocked: boolean) => void} onBlocked
 */
export function createConnection(name, onBlocked) {
  /** @type {Promise<import("idb").IDBPDatabase> | null} */
  let opening = null;

  function forget() {
    opening = null;
  }

  function close() {
    opening?.then((db) => db.close(), () => {});
    forget();
  }

  async function connect() {
    let isBlocked = false;
    const blocked = () => {
      isBlocked = true;
      onBlocked(true);
    };
    // A newer page may want to change it: this one lets go at once.
    const db = await openDB(name, VERSION, { upgrade, terminated: forget, blocking: close, blocked });
    if (isBlocked) onBlocked(false);
    return db;
  }

  function open() {
    if (!opening) {
      opening = Promise.resolve().then(connect);
      opening.catch(forget);
    }
    return opening;
  }

  /**
   * All that `work(tx)` does to the named stores, or nothing of it.
   * @template {StoreName} Name
   * @template Value
   * @param {Name | readonly Name[]} names
   * @param {IDBTransactionMode} mode
   * @param {(tx: import("./types.js").Transaction<Name>) => Value | Promise<Value>} work
   * @param {IDBTransactionOptions} [options]
   */
  async function run(names, mode, work, options) {
    const db = await open().catch((error) => {
      throw isLost(error) ? error : new NotOpened(nameOf(error), { cause: error });
    });
    const tx = db.transaction([names].flat(), mode, options);
    // The browser does not know what is in which store: here its stores get the types of what we put there.
    const typed = /** @type {import("./types.js").Transaction<Name>} */ (/** @type {unknown} */ (tx));
    try {
      const value = await work(typed);
      if (mode === "readwrite") tx.commit();
      await tx.done;
      return value;
    } catch (error) {
      tx.done.catch(() => {});
      abort(tx);
      throw error;
    }
  }

  return { open, close, run };
}

/** @param {{ abort(): void }} tx */
function abort(tx) {
  try {
    tx.abort();
  } catch {
    // It failed by itself.
  }
}

/**
 * All rows of all stores, as `createMemoryDatabase` takes them over.
 * @param {() => Promise<import("idb").IDBPDatabase>} open
 */
export async function readAll(open) {
  const db = await open();
  const tx = db.transaction(ALL_STORES);
  const rows = ALL_STORES.map(async (name) => {
    const store = tx.objectStore(name);
    const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
    return /** @type {const} */ ([name, keys.map((key, place) => /** @type {const} */ ([key, values[place]]))]);
  });
  return Object.fromEntries(await Promise.all(rows));
}
