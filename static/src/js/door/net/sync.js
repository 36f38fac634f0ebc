/**
 * Brings the door list to the phone, a page at a time: first all of it, then what has changed. The
 * cursor is stored with its rows, so that a load that breaks off goes on where it was.
 */
import { replaceRows, takeRows } from "../storage/list.js";

const NONE = { cursor: null, have: 0, total: 0, complete: false, at: null };

/** `ask(cursor)` fetches a page; `onProgress({ have, total })` while the list is not complete. */
export function createSync({ store, ask, onProgress = () => {}, onChange = () => {}, clock = () => Date.now() }) {
  const fresh = new Set();
  let list = NONE;
  let running = null;
  let generation = 0;

  async function take(page, mine) {
    if (mine !== generation) return false;
    const complete = list.complete || page.left === 0;
    const have = list.complete ? list.have : list.have + page.tickets.length;
    const next = { cursor: page.cursor, have, total: have + page.left, complete, at: page.left === 0 ? clock() : list.at };
    const loaded = await store.writeSoon(["pages", "tickets", "queue", "aside", "meta"], async (tx) => {
      const rows = await takeRows(tx, page.tickets, { fresh, changes: list.complete });
      await tx.objectStore("meta").put(next, "list");
      return rows;
    });
    if (mine !== generation) return false;
    store.base.add(loaded);
    list = next;
    if (!complete) onProgress({ have, total: have + page.left });
    return true;
  }

  async function load(mine) {
    fresh.clear();
    let coming = ask(list.cursor);
    while (coming) {
      const page = await coming;
      if (page.replaces) return replace(page, mine);
      // The next page is on its way while this one is stored.
      coming = page.left > 0 && mine === generation ? ask(page.cursor) : null;
      coming?.catch(() => {});
      if (!(await take(page, mine))) return;
      onChange(list);
    }
  }

  /**
   * A backup was put back: what this phone knows of the list holds no more. All of the new one is
   * fetched before the old one goes, so that the phone decides by one of them at any time.
   */
  async function replace(first, mine) {
    let pages = [first];
    while (pages.at(-1).left > 0) {
      const page = await ask(pages.at(-1).cursor);
      if (mine !== generation) return;
      pages = page.replaces ? [page] : [...pages, page];
    }
    const rows = pages.map(({ tickets }) => tickets);
    const have = rows.flat().length;
    const next = { cursor: pages.at(-1).cursor, have, total: have, complete: true, at: clock() };
    const loaded = await store.writeSoon(["pages", "tickets", "meta"], async (tx) => {
      const kept = await replaceRows(tx, rows, fresh);
      await tx.objectStore("meta").put(next, "list");
      return kept;
    });
    if (mine !== generation) return;
    store.base.clear();
    store.base.add(loaded);
    list = next;
    onChange(list);
  }

  /** What is still on its way is of a list that does not count any more. */
  function stop() {
    generation += 1;
    running = null;
    fresh.clear();
  }

  return {
    async open() {
      stop();
      list = (await store.get("list")) ?? NONE;
      store.base.clear();
      for (const page of await store.read("pages", (tx) => tx.store.getAll())) store.base.add(page);
    },
    list: () => list,

    /** Fetches what is missing; errors are the caller's. */
    run() {
      if (running) return running;
      const mine = load(generation).finally(() => (running = running === mine ? null : running));
      running = mine;
      return mine;
    },

    /** The server has nothing newer than this. */
    async confirm(newest) {
      if (!list.complete || newest !== list.cursor) return false;
      list = { ...list, at: clock() };
      await store.writeSoon("meta", (tx) => tx.store.put(list, "list"));
      return true;
    },

    /** A page that was asked for before may not know this answer. */
    answered: (ref) => ref && fresh.add(ref),

    /** Forgets the list; what is still on its way is not stored any more. */
    async wipe() {
      stop();
      list = NONE;
      store.base.clear();
      await store.write(["pages", "tickets", "meta"], async (tx) => {
        for (const name of ["pages", "tickets"]) await tx.objectStore(name).clear();
        // The last scans name somebody as well; "last" is what versions before kept of them.
        for (const name of ["list", "recent", "last"]) await tx.objectStore("meta").delete(name);
      });
    },
  };
}
