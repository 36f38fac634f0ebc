/**
 * Stands in for IndexedDB where a browser has none, or no room: as much of it as the store uses, in
 * memory. What is written here is gone with the page.
 */

/** `stores` describes them as the store does; `contents` maps their names to `[[key, value], …]`. */
export function createMemoryDatabase(stores, contents = {}) {
  const tables = new Map(Object.entries(stores).map(([name, about]) => [name, createTable(about, contents[name])]));
  let last = Promise.resolve();

  /** All that `work(tx)` does to the named stores, or nothing of it. */
  async function attempt(names, work) {
    const before = names.map((name) => [name, tables.get(name).copy()]);
    const objectStore = (name) => tables.get(name).store;
    try {
      return await work({ objectStore, store: objectStore(names[0]) });
    } catch (error) {
      for (const [name, rows] of before) tables.get(name).restore(rows);
      throw error;
    }
  }

  return {
    /** One after the other, as IndexedDB does for those that write to the same stores. */
    run(names, work) {
      const running = last.then(() => attempt([names].flat(), work));
      last = running.catch(() => {});
      return running;
    },
  };
}

function createTable({ keyPath, autoIncrement = false, indexes = {} }, contents = []) {
  let rows = new Map(contents);
  let newest = Math.max(0, ...[...rows.keys()].filter(Number.isInteger));

  function keyOf(value, key) {
    const given = key ?? (keyPath && value[keyPath]);
    if (given !== undefined || !autoIncrement) return given;
    newest += 1;
    if (keyPath) value[keyPath] = newest;
    return newest;
  }

  function write(original, key, isNew) {
    const value = structuredClone(original);
    const place = keyOf(value, key);
    if (isNew && (rows.has(place) || clashes(value))) throw Object.assign(new Error("exists"), { name: "ConstraintError" });
    rows.set(place, value);
    return place;
  }

  const clashes = (value) => Object.entries(indexes).some(([name, { unique }]) => unique && having(name, value[name]).length > 0);
  const copies = (found, most = Infinity) => found.slice(0, most).map((each) => structuredClone(each));
  const having = (name, query) => [...rows.values()].filter((value) => [value[name]].flat().some((each) => fits(each, query)));
  const at = (query) => [...rows].filter(([key]) => fits(key, query)).map(([, value]) => value);

  const store = {
    get: async (key) => structuredClone(rows.get(key)),
    getKey: async (key) => (rows.has(key) ? key : undefined),
    getAll: async (query, most) => copies(at(query), most),
    getAllKeys: async () => [...rows.keys()],
    count: async () => rows.size,
    put: async (value, key) => write(value, key, false),
    add: async (value, key) => write(value, key, true),
    delete: async (key) => void rows.delete(key),
    clear: async () => rows.clear(),
    index: (name) => ({
      get: async (query) => copies(having(name, query))[0],
      getAll: async (query, most) => copies(having(name, query), most),
    }),
  };
  return { store, copy: () => new Map(rows), restore: (before) => (rows = before) };
}

/** `query` is a key, a range with both ends, or nothing for all. */
function fits(key, query) {
  if (query === undefined || query === null) return true;
  return typeof query === "object" ? query.lower <= key && key <= query.upper : key === query;
}
