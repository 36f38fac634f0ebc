/** Loads the door list a page at a time; the cursor is stored with its rows. */
import { replaceRows, takeRows } from "../storage/list.js";

/**
 * @typedef {import("../domain/types.js").ListPage} ListPage
 * @typedef {import("../storage/types.js").ListState} ListState
 * @typedef {import("../storage/types.js").Store} Store
 * @typedef {{ list: ListState, rows: import("../domain/types.js").Ticket[] }} Taken what `base` has to learn, and how far the list is
 * @typedef {(cursor: string | null) => Promise<ListPage>} Ask
 */

/** @type {ListState} */
export const NONE = { cursor: null, have: 0, total: 0, complete: false, at: null };

/**
 * @param {object} parts
 * @param {Pick<Store, "writeSoon" | "base">} parts.store
 * @param {Ask} parts.ask
 * @param {(step: { have: number, total: number }) => void} parts.onProgress
 * @param {(list: ListState) => void} parts.onChange
 * @param {() => number} parts.clock
 */
export function createListLoader({ store, ask, onProgress, onChange, clock }) {
  /** @type {Set<string>} */
  const fresh = new Set();
  let list = NONE;
  let generation = 0;

  /** @type {(page: ListPage, mine: number) => Promise<boolean>} */
  async function take(page, mine) {
    if (mine !== generation) return false;
    const taken = await storePage(store, page, list, { fresh, at: clock() });
    if (mine !== generation) return false;
    store.base.add(taken.rows);
    list = taken.list;
    if (!list.complete) onProgress({ have: list.have, total: list.total });
    return true;
  }

  /** @type {(first: ListPage, mine: number) => Promise<void>} */
  async function replace(first, mine) {
    const pages = await fetchAll(ask, first, () => mine === generation);
    if (!pages) return;
    const taken = await storeAll(store, pages, { fresh, at: clock() });
    if (mine !== generation) return;
    store.base.clear();
    store.base.add(taken.rows);
    list = taken.list;
    onChange(list);
  }

  return {
    fresh,
    list: () => list,
    /** @param {ListState} next */
    become(next) {
      list = next;
    },
    /** What is still on its way is of a list that does not count any more. */
    stop() {
      generation += 1;
      fresh.clear();
    },
    async load() {
      const mine = generation;
      fresh.clear();
      /** @type {Promise<ListPage> | null} */
      let coming = ask(list.cursor);
      while (coming) {
        /** @type {ListPage} */
        const page = await coming;
        if (page.replaces) return replace(page, mine);
        // The next page is on its way while this one is stored.
        coming = page.left > 0 && mine === generation ? ask(page.cursor) : null;
        coming?.catch(() => {});
        if (!(await take(page, mine))) return;
        onChange(list);
      }
    },
  };
}

/** @type {(store: Pick<Store, "writeSoon">, page: ListPage, known: ListState, now: { fresh: Set<string>, at: number }) => Promise<Taken>} */
async function storePage(store, page, known, { fresh, at }) {
  const have = known.complete ? known.have : known.have + page.tickets.length;
  const list = { cursor: page.cursor, have, total: have + page.left, complete: known.complete || page.left === 0, at: page.left === 0 ? at : known.at };
  const rows = await store.writeSoon(["pages", "tickets", "queue", "aside", "meta"], async (tx) => {
    const taken = await takeRows(tx, page.tickets, { fresh, changes: known.complete });
    await tx.objectStore("meta").put(list, "list");
    return taken;
  });
  return { list, rows };
}

/**
 * A backup was put back: what this phone knows of the list holds no more. All of the new one is
 * fetched before the old one goes, so that the phone decides by one of them at any time.
 * @type {(ask: Ask, first: ListPage, isCurrent: () => boolean) => Promise<ListPage[] | null>}
 */
async function fetchAll(ask, first, isCurrent) {
  let pages = [first];
  let last = first;
  while (last.left > 0) {
    last = await ask(last.cursor);
    if (!isCurrent()) return null;
    pages = last.replaces ? [last] : [...pages, last];
  }
  return pages;
}

/** @type {(store: Pick<Store, "writeSoon">, pages: ListPage[], now: { fresh: Set<string>, at: number }) => Promise<Taken>} */
async function storeAll(store, pages, { fresh, at }) {
  const all = pages.map(({ tickets }) => tickets);
  const have = all.flat().length;
  const list = { cursor: pages.at(-1)?.cursor ?? null, have, total: have, complete: true, at };
  const rows = await store.writeSoon(["pages", "tickets", "meta"], async (tx) => {
    const taken = await replaceRows(tx, all, fresh);
    await tx.objectStore("meta").put(list, "list");
    return taken;
  });
  return { list, rows };
}
