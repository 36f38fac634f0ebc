/** The door list: the tickets of the event, found by code, by number or by name. */
import { bookingOf } from "../codes/codes.js";
import { keysOf, matches, interpretations } from "../codes/words.js";

/**
 * @typedef {import("../domain/types.js").Row} Row
 * @typedef {import("../domain/types.js").Ticket} Ticket
 * @typedef {import("./types.js").Store} Store
 * @typedef {ReturnType<typeof import("./loaded_pages.js").createBase>} Base
 * @typedef {import("./types.js").Tables["tickets"]} TicketTable
 */

const MOST_FOUND = 30;
const MOST_CANDIDATES = 2000;
// Sorts behind all that can follow.
const END = "\uffff";

// A browser without IndexedDB has no ranges either; what stands in for it takes these.
/** @type {(lower: string, upper: string) => import("./types.js").Range} */
const between = (lower, upper) => globalThis.IDBKeyRange?.bound(lower, upper) ?? { lower, upper };
/** @param {string} reference */
const bookingRange = (reference) => between(`${reference}-`, `${reference}-${END}`);
/** @param {string} text */
const startingWith = (text) => between(text, text + END);
/** @type {(a: { ref: string }, b: { ref: string }) => number} */
const byNumber = (a, b) => a.ref.localeCompare(b.ref, "en", { numeric: true });

/** A row as the server sends it, as the phone keeps it. @param {Row} row */
function ticketOf(row) {
  const { ref, code, name, type, cancelled, retired = [], in: presences } = row;
  /** @type {Ticket} */
  const ticket = { ref, codes: [code, ...retired], name, type };
  if (cancelled) ticket.cancelled = true;
  if (presences) ticket.in = presences;
  return ticket;
}

/** A record of its own, with the words it is found by. @type {(ticket: Ticket) => Ticket & { keys: string[] }} */
export const recordOf = (ticket) => ({ ...ticket, keys: keysOf(ticket.name, bookingOf(ticket.ref)) });

/**
 * By the fingerprint of its code, or by its number. Undefined when it is not on the list.
 * @param {import("./types.js").Stores<"tickets">} tx
 * @param {Pick<Base, "find" | "findByCode">} base
 * @param {{ hash?: string | null, ref: string | null }} by
 */
export async function findTicket(tx, base, { hash, ref }) {
  const tickets = tx.objectStore("tickets");
  if (ref) return (await tickets.get(ref)) ?? base.find(ref);
  return hash ? ((await tickets.index("codes").get(hash)) ?? base.findByCode(hash)) : undefined;
}

/**
 * The tickets of a booking, in their order.
 * @param {import("./types.js").Stores<"tickets">} tx
 * @param {Pick<Base, "ofBooking">} base
 * @param {string} reference
 */
export async function ticketsOf(tx, base, reference) {
  const found = new Map(base.ofBooking(reference).map((ticket) => [ticket.ref, ticket]));
  for (const ticket of await tx.objectStore("tickets").getAll(bookingRange(reference))) found.set(ticket.ref, ticket);
  return [...found.values()].sort(byNumber);
}

/** @type {(store: Pick<Store, "read" | "base">, reference: string) => Promise<Ticket[]>} */
export const ticketsOfBooking = (store, reference) => store.read("tickets", (tx) => ticketsOf(tx, store.base, reference));

/**
 * Takes rows in the middle of a transaction: a page of the first load, or single `changes`. `fresh`
 * names what was answered meanwhile. Resolves to what `base` has to learn once all is stored.
 * @param {import("./types.js").Stores<"tickets" | "queue" | "aside" | "pages">} tx
 * @param {Row[]} rows
 * @param {{ fresh: Set<string>, changes: boolean }} known
 */
export async function takeRows(tx, rows, { fresh, changes }) {
  const tickets = tx.objectStore("tickets");
  const unsent = [...(await tx.objectStore("queue").getAll()), ...(await tx.objectStore("aside").getAll())];
  const touched = new Set(unsent.filter(({ pairing }) => pairing === undefined).map(({ ref }) => ref));
  const single = changes ? null : new Set(await tickets.getAllKeys());
  /** @type {Ticket[]} */
  const page = [];
  for (const ticket of rows.map(ticketOf)) {
    if (touched.has(ticket.ref) || fresh.has(ticket.ref)) await merge(tickets, ticket, fresh.has(ticket.ref));
    else if (!single || single.has(ticket.ref)) tickets.put(recordOf(ticket));
    else page.push(ticket);
  }
  if (page.length) tx.objectStore("pages").add(page);
  return page;
}

/**
 * What was done here and is not sent yet survives the server's word, which does not know it.
 * @type {(tickets: TicketTable, ticket: Ticket, isFresh: boolean) => Promise<void>}
 */
async function merge(tickets, ticket, isFresh) {
  tickets.put(recordOf(merged(ticket, await tickets.get(ticket.ref), isFresh)));
}

/** @type {(ticket: Ticket, known: Ticket | undefined, isFresh: boolean) => Ticket} */
function merged(ticket, known, isFresh) {
  if (known?.pending) ticket.pending = known.pending;
  // The page may have been written before the answer that came since.
  if (isFresh && known?.in) ticket.in = { ...ticket.in, ...known.in };
  return ticket;
}

/**
 * Puts a whole list, in `pages`, in the place of the one that is there. Of that one only remains what
 * was done to tickets that the new one has too and is not sent yet. Resolves to what `base` has to learn.
 * @param {import("./types.js").Stores<"tickets" | "pages">} tx
 * @param {Row[][]} pages
 * @param {Set<string>} fresh
 */
export async function replaceRows(tx, pages, fresh) {
  const [tickets, stored] = [tx.objectStore("tickets"), tx.objectStore("pages")];
  /** @type {Map<string, Ticket>} */
  const own = new Map();
  for (const known of await tickets.getAll()) if (known.pending || fresh.has(known.ref)) own.set(known.ref, known);
  tickets.clear();
  stored.clear();
  /** @type {Ticket[]} */
  const loaded = [];
  for (const rows of pages) {
    /** @type {Ticket[]} */
    const page = [];
    for (const ticket of rows.map(ticketOf)) {
      const known = own.get(ticket.ref);
      if (known) tickets.put(recordOf(merged(ticket, known, fresh.has(ticket.ref))));
      else page.push(ticket);
    }
    if (page.length) stored.add(page);
    loaded.push(...page);
  }
  return loaded;
}

/**
 * `{ tickets, more }`: the first tickets that fit what was typed, those of a booking together.
 * @param {Pick<Store, "read" | "base">} store
 * @param {string} text
 */
export async function searchTickets(store, text) {
  /** @type {Map<string, Ticket>} */
  const found = new Map();
  let more = false;
  for (const beginnings of interpretations(text)) {
    const { tickets, isCut } = await searchWords(store, beginnings);
    for (const ticket of tickets) found.set(ticket.ref, ticket);
    more ||= isCut;
  }
  const tickets = [...found.values()].sort(byNumber);
  return { tickets: tickets.slice(0, MOST_FOUND), more: more || tickets.length > MOST_FOUND };
}

/** @param {Pick<Store, "read" | "base">} store @param {string[]} beginnings */
async function searchWords(store, beginnings) {
  // The longest word leaves the fewest to look at.
  const [longest] = [...beginnings].sort((a, b) => b.length - a.length);
  const most = beginnings.length > 1 ? MOST_CANDIDATES : MOST_FOUND + 1;
  const loaded = store.base.search(beginnings, MOST_FOUND + 1);
  return store.read("tickets", async (tx) => {
    const candidates = await tx.store.index("keys").getAll(startingWith(longest), most);
    // One that has changed since is found by what it is now, or not at all.
    const changed = await Promise.all(loaded.map(({ ref }) => tx.store.getKey(ref)));
    const tickets = [...candidates.filter(({ keys = [] }) => matches(keys, beginnings)), ...loaded.filter((_, place) => !changed[place])];
    return { tickets, isCut: candidates.length === most || loaded.length > MOST_FOUND };
  });
}
