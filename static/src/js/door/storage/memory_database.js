/**
 * Stands in for IndexedDB where a browser has none, or no room: as much of it as the store uses, in
 * memory. What is written here is gone with the page.
 */

/**
 * @typedef {string | number} Key
 * @typedef {Record<string, unknown>} Row
 * @typedef {{ lower: string, upper: string }} Range
 * @typedef {Key | Range | null | undefined} Query a key, a range with both ends, or nothing for all
 * @typedef {import("./types.js").StoreName} StoreName
 */

/**
 * `stores` describes them as the store does; `contents` maps their names to `[[key, value], …]`.
 * @param {Record<StoreName, import("./schema.js").StoreOptions>} stores
 * @param {Record<string, readonly (readonly [unknown, unknown])[]>} contents
 */
export function createMemoryDatabase(stores, contents = {}) {
  const tables = new Map(Object.entries(stores).map(([name, about]) => [name, createTable(about, contents[name])]));
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();

  /** @param {string} name */
  function tableOf(name) {
    const table = tables.get(name);
    if (!table) throw new Error(`no store ${name}`);
    return table;
  }

  /**
   * All that `work(tx)` does to the named stores, or nothing of it.
   * @template {StoreName} Name
   * @template Value
   * @param {readonly Name[]} names
   * @param {(tx: import("./types.js").Transaction<Name>) => Value | Promise<Value>} work
   */
  async function attempt(names, work) {
    const before = names.map((name) => /** @type {const} */ ([name, tableOf(name).copy()]));
    const objectStore = (/** @type {string} */ name) => tableOf(name).store;
    // What is in which store is said by the store's own types, as for IndexedDB.
    const tx = /** @type {import("./types.js").Transaction<Name>} */ (/** @type {unknown} */ ({ objectStore, store: objectStore(names[0]) }));
    try {
      return await work(tx);
    } catch (error) {
      for (const [name, rows] of before) tableOf(name).restore(rows);
      throw error;
    }
  }

  return {
    /** One after the other, as IndexedDB does for those that write to the same stores. @type {import("./types.js").Run} */
    run(names, work) {
      const running = last.then(() => attempt(typeof names === "string" ? [names] : [...names], work));
      last = running.catch(() => {});
      return running;
    },
  };
}

/**
 * @param {import("./schema.js").StoreOptions} about
 * @param {readonly (readonly [unknown, unknown])[]} contents
 */
function createTable({ keyPath, autoIncrement = false, indexes = {} }, contents = []) {
  let rows = new Map(/** @type {readonly (readonly [Key, Row])[]} */ (contents));
  let newest = Math.max(0, ...[...rows.keys()].filter((key) => typeof key === "number"));

  /** @type {(value: Row, key?: Key) => Key} */
  function keyOf(value, key) {
    const given = key ?? (keyPath ? value[keyPath] : undefined);
    if (typeof given === "string" || typeof given === "number") return given;
    if (!autoIncrement) throw Object.assign(new Error("no key"), { name: "DataError" });
    newest += 1;
    if (keyPath) value[keyPath] = newest;
    return newest;
  }

  /** @type {(original: Row, key: Key | undefined, isNew: boolean) => Key} */
  function write(original, key, isNew) {
    const value = structuredClone(original);
    const place = keyOf(value, key);
    if (isNew && (rows.has(place) || clashes(value))) throw Object.assign(new Error("exists"), { name: "ConstraintError" });
    rows.set(place, value);
    return place;
  }

  /** @param {Row} value */
  const clashes = (value) => Object.entries(indexes).some(([name, { unique }]) => unique && having(name, value[name]).length > 0);
  /** @param {Row[]} found */
  const copies = (found, most = Infinity) => found.slice(0, most).map((each) => structuredClone(each));
  /** @type {(name: string, query: unknown) => Row[]} */
  const having = (name, query) => [...rows.values()].filter((value) => [value[name]].flat().some((each) => fits(each, query)));
  /** @param {unknown} query */
  const at = (query) => [...rows].filter(([key]) => fits(key, query)).map(([, value]) => value);

  return {
    store: createObjectStore({ table: () => rows, write, copies, having, at }),
    copy: () => new Map(rows),
    /** @param {Map<Key, Row>} before */
    restore(before) {
      rows = before;
    },
  };
}

/**
 * A table with the interface of IndexedDB's.
 * @param {object} parts
 * @param {() => Map<Key, Row>} parts.table
 * @param {(value: Row, key: Key | undefined, isNew: boolean) => Key} parts.write
 * @param {(found: Row[], most?: number) => Row[]} parts.copies
 * @param {(name: string, query: unknown) => Row[]} parts.having
 * @param {(query: unknown) => Row[]} parts.at
 */
function createObjectStore({ table, write, copies, having, at }) {
  return {
    get: async (/** @type {Key} */ key) => structuredClone(table().get(key)),
    getKey: async (/** @type {Key} */ key) => (table().has(key) ? key : undefined),
    getAll: async (/** @type {Query} */ query, /** @type {number | undefined} */ most) => copies(at(query), most),
    getAllKeys: async () => [...table().keys()],
    count: async () => table().size,
    put: async (/** @type {Row} */ value, /** @type {Key | undefined} */ key) => write(value, key, false),
    add: async (/** @type {Row} */ value, /** @type {Key | undefined} */ key) => write(value, key, true),
    delete: async (/** @type {Key} */ key) => void table().delete(key),
    clear: async () => table().clear(),
    index: (/** @type {string} */ name) => ({
      get: async (/** @type {Query} */ query) => copies(having(name, query))[0],
      getAll: async (/** @type {Query} */ query, /** @type {number | undefined} */ most) => copies(having(name, query), most),
    }),
  };
}

/** @type {(key: unknown, query: unknown) => boolean} */
function fits(key, query) {
  if (query === undefined || query === null) return true;
  if (typeof query !== "object") return key === query;
  const { lower, upper } = /** @type {Range} */ (query);
  return typeof key === "string" && lower <= key && key <= upper;
}
