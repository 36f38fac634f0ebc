/**
 * Brings the door list to the phone, a page at a time: first all of it, then what has changed. The
 * cursor is stored with its rows, so that a load that breaks off goes on where it was.
 */
import { createListLoader, NONE } from "./list_loader.js";

/**
 * `ask(cursor)` fetches a page; `onProgress({ have, total })` while the list is not complete.
 * @param {object} parts
 * @param {import("../storage/types.js").Store} parts.store
 * @param {import("./list_loader.js").Ask} parts.ask
 * @param {(step: { have: number, total: number }) => void} [parts.onProgress]
 * @param {(list: import("../storage/types.js").ListState) => void} [parts.onChange]
 * @param {() => number} [parts.clock]
 */
export function createSync({ store, ask, onProgress = () => {}, onChange = () => {}, clock = () => Date.now() }) {
  const loader = createListLoader({ store, ask, onProgress, onChange, clock });
  const { list, fresh } = loader;
  /** @type {Promise<void> | null} */
  let running = null;

  function stop() {
    running = null;
    loader.stop();
  }

  return {
    async open() {
      stop();
      loader.become((await store.get("list")) ?? NONE);
      store.base.clear();
      for (const page of await store.read("pages", (tx) => tx.store.getAll())) store.base.add(page);
    },
    list,

    /** Fetches what is missing; errors are the caller's. */
    run() {
      if (running) return running;
      const mine = loader.load().finally(() => {
        if (running === mine) running = null;
      });
      running = mine;
      return mine;
    },

    /** The server has nothing newer than this. @param {string} newest */
    async confirm(newest) {
      if (!list().complete || newest !== list().cursor) return false;
      const confirmed = { ...list(), at: clock() };
      loader.become(confirmed);
      await store.writeSoon("meta", (tx) => tx.store.put(confirmed, "list"));
      return true;
    },

    /** A page that was asked for before may not know this answer. @param {string | null | undefined} ref */
    answered: (ref) => void (ref && fresh.add(ref)),

    /** Forgets the list; what is still on its way is not stored any more. */
    async wipe() {
      stop();
      loader.become(NONE);
      store.base.clear();
      await store.write(["pages", "tickets", "meta"], async (tx) => {
        for (const name of /** @type {const} */ (["pages", "tickets"])) await tx.objectStore(name).clear();
        // The last scans name somebody as well; "last" is what versions before kept of them.
        for (const name of /** @type {const} */ (["list", "recent", "last"])) await tx.objectStore("meta").delete(name);
      });
    },
  };
}
