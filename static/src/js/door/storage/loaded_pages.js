/**
 * The door list as it was loaded, in memory. The phone keeps it in pages, because single records by
 * the ten thousand take it minutes to write. What has changed since has a record of its own, in
 * `tickets`, and that one counts.
 */
import { bookingOf } from "../codes/codes.js";
import { keysOf, matches } from "../codes/words.js";

/** @typedef {import("../domain/types.js").Ticket} Ticket */

export function createBase() {
  /** @type {Map<string, Ticket>} */
  const byCode = new Map();
  /** @type {Map<string, Ticket[]>} */
  const byBooking = new Map();

  /** @param {string} reference */
  const ofBooking = (reference) => byBooking.get(reference) ?? [];
  /** @param {string} ref */
  const find = (ref) => ofBooking(bookingOf(ref)).find((ticket) => ticket.ref === ref);

  /** A ticket that changed while the list was loaded comes twice: its old code must not stay. @param {Ticket} ticket */
  function drop(ticket) {
    for (const code of ticket.codes) byCode.delete(code);
    const reference = bookingOf(ticket.ref);
    byBooking.set(reference, ofBooking(reference).filter((each) => each !== ticket));
  }

  /** @param {Ticket} ticket */
  function addOne(ticket) {
    const known = find(ticket.ref);
    if (known) drop(known);
    for (const code of ticket.codes) byCode.set(code, ticket);
    const reference = bookingOf(ticket.ref);
    byBooking.set(reference, [...ofBooking(reference), ticket]);
  }

  // Worked out when somebody is looked for, not for all who come.
  /** @param {Ticket} ticket */
  const keys = (ticket) => (ticket.keys ??= keysOf(ticket.name, bookingOf(ticket.ref)));

  return {
    add: (/** @type {Ticket[]} */ tickets) => tickets.forEach(addOne),
    find,
    findByCode: (/** @type {string} */ code) => byCode.get(code),
    ofBooking,

    /** The first so many tickets with words that begin like these. @param {string[]} beginnings @param {number} most */
    search(beginnings, most) {
      /** @type {Ticket[]} */
      const found = [];
      for (const tickets of byBooking.values()) {
        for (const ticket of tickets) if (matches(keys(ticket), beginnings)) found.push(ticket);
        if (found.length >= most) break;
      }
      return found;
    },

    clear() {
      byCode.clear();
      byBooking.clear();
    },
  };
}
