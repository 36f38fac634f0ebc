/** The door list: the tickets of the event, found by code, by number or by name. */
import { bookingOf } from "./codes.js";
import { keysOf, matches, readings } from "./words.js";

const MOST_FOUND = 30;
const MOST_LOOKED_AT = 2000;
// Sorts behind all that can follow.
const END = "\uffff";

const bookingRange = (reference) => IDBKeyRange.bound(`${reference}-`, `${reference}-${END}`);
const startingWith = (text) => IDBKeyRange.bound(text, text + END);
const byNumber = (a, b) => a.ref.localeCompare(b.ref, "en", { numeric: true });

/** A row as the server sends it, as the phone keeps it: with what it is found by. */
export function ticketOf({ ref, code, name, type, cancelled, retired = [], in: presences }) {
  const ticket = { ref, codes: [code, ...retired], keys: keysOf(name, bookingOf(ref)), name, type };
  if (cancelled) ticket.cancelled = true;
  if (presences) ticket.in = presences;
  return ticket;
}

/** By the fingerprint of its code, or by its number. Undefined when it is not on the list. */
export function findTicket(tx, { hash, ref }) {
  const tickets = tx.objectStore("tickets");
  if (ref) return tickets.get(ref);
  return hash ? tickets.index("codes").get(hash) : Promise.resolve(undefined);
}

/** How many other tickets its booking has. */
export async function countMates(tx, ref) {
  return (await tx.objectStore("tickets").count(bookingRange(bookingOf(ref)))) - 1;
}

export async function ticketsOfBooking(store, reference) {
  const tickets = await store.read("tickets", (tx) => tx.store.getAll(bookingRange(reference)));
  return tickets.sort(byNumber);
}

/** Takes a page of rows in the middle of a transaction; `fresh` names what was answered meanwhile. */
export async function takeRows(tx, rows, fresh) {
  const tickets = tx.objectStore("tickets");
  const touched = new Set((await tx.objectStore("queue").getAll()).map(({ ref }) => ref));
  for (const row of rows) {
    const ticket = ticketOf(row);
    if (touched.has(row.ref) || fresh.has(row.ref)) await merge(tickets, ticket, fresh.has(row.ref));
    else tickets.put(ticket);
  }
}

/** What was done here and is not sent yet survives the server's word, which does not know it. */
async function merge(tickets, ticket, isFresh) {
  const known = await tickets.get(ticket.ref);
  if (known?.pending) ticket.pending = known.pending;
  // The page may have been written before the answer that came since.
  if (isFresh && known?.in) ticket.in = { ...ticket.in, ...known.in };
  tickets.put(ticket);
}

/** `{ tickets, more }`: the first tickets that fit what was typed, those of a booking together. */
export async function searchTickets(store, text) {
  const found = new Map();
  let more = false;
  for (const beginnings of readings(text)) {
    const { tickets, isCut } = await searchWords(store, beginnings);
    for (const ticket of tickets) found.set(ticket.ref, ticket);
    more ||= isCut;
  }
  const tickets = [...found.values()].sort(byNumber);
  return { tickets: tickets.slice(0, MOST_FOUND), more: more || tickets.length > MOST_FOUND };
}

async function searchWords(store, beginnings) {
  // The longest word leaves the fewest to look at.
  const [longest] = [...beginnings].sort((a, b) => b.length - a.length);
  const most = beginnings.length > 1 ? MOST_LOOKED_AT : MOST_FOUND + 1;
  const looked = await store.read("tickets", (tx) => tx.store.index("keys").getAll(startingWith(longest), most));
  return { tickets: looked.filter(({ keys }) => matches(keys, beginnings)), isCut: looked.length === most };
}
