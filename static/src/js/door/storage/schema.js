/** The stores of the phone's database. What each keeps stands in `types.js`. */

/** @typedef {{ keyPath?: string, autoIncrement?: boolean, indexes?: Record<string, { unique?: boolean, multiEntry?: boolean }> }} StoreOptions */

export const VERSION = 2;
/** @type {Record<import("./types.js").StoreName, StoreOptions>} */
export const STORES = {
  meta: {},
  pages: { autoIncrement: true },
  tickets: { keyPath: "ref", indexes: { codes: { multiEntry: true }, keys: { multiEntry: true } } },
  queue: { keyPath: "seq", autoIncrement: true, indexes: { scan_id: { unique: true } } },
  aside: { keyPath: "scan_id" },
  pairings: { keyPath: "id", autoIncrement: true },
  earlier: { keyPath: "scan_id" },
};
export const ALL_STORES = /** @type {(keyof typeof STORES)[]} */ (Object.keys(STORES));

/** @param {import("idb").IDBPDatabase} db */
export function upgrade(db) {
  for (const [name, { indexes = {}, ...options }] of Object.entries(STORES)) {
    if (db.objectStoreNames.contains(name)) continue;
    const made = db.createObjectStore(name, options);
    for (const [index, about] of Object.entries(indexes)) made.createIndex(index, index, about);
  }
}
