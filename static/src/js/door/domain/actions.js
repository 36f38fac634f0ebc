/**
 * What a helper does at the door. Each action is stored whole, with what it changes on the list,
 * before anything of it is shown; the server is told afterwards.
 */
import { admittedOf, withAction } from "./admissions.js";
import { bookingOf } from "../codes/codes.js";
import { createEntries, storable } from "./entries.js";
import { findTicket, recordOf, ticketsOf } from "../storage/list.js";
import { addEntry } from "../storage/queue.js";
import { remember } from "./recent_scans.js";
import { placeOf } from "./verdict.js";

/**
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").Result} Result
 * @typedef {import("./types.js").Ticket} Ticket
 * @typedef {{ entry: Entry, result: Result | null, more: number }} Done `more` others of the booking may still come in
 * @typedef {{ verdict: string, checkpoint?: string | null, does: string | null }} Decision `does` is what it changes on the list
 * @typedef {"tickets" | "queue" | "meta"} Kept
 * @typedef {import("../storage/types.js").Stores<Kept>} Stores
 * @typedef {Pick<import("../storage/types.js").Store, "write" | "base">} Store
 * @typedef {ReturnType<typeof createEntries>} Entries
 * @typedef {(tx: Stores, entry: Entry, ticket: Ticket, decision: Decision) => Promise<Done>} Keep
 */

/** @type {Kept[]} */
const ALL = ["tickets", "queue", "meta"];
/** What a verdict does to the ticket. @type {Record<string, string>} */
const DOES = { welcome: "in", left: "out" };

/**
 * @param {Store} store
 * @param {import("./entries.js").Door} door
 * @param {Parameters<typeof createEntries>[1]} [options]
 */
export function createActions(store, door, options) {
  const entries = createEntries(door, options);
  const keep = createKeep(store.base, entries);

  return {
    scan: createScan(store, entries, keep),
    override: createOverride(store, entries, keep),
    undo: createUndo(store, entries, keep),

    /** A ticket for somebody without one; `verdict` is what this phone may say by itself. @type {(wish: import("./types.js").Wish, verdict: string | null) => Promise<Done>} */
    walkIn: ({ type, name }, verdict) =>
      store.write(ALL, async (tx) => {
        const entry = { ...entries.entryOf("walk_in", ""), ticket_type: type, name: storable(name), verdict, counts: verdict === "welcome" ? 1 : 0 };
        await addUnlisted(tx, entry, { name });
        return { entry, result: verdict ? entries.walkInResult(entry) : null, more: 0 };
      }),

    /** This phone decided after all what the server was asked for. @param {Entry} entry */
    decided: (entry) => store.write("meta", (tx) => remember(tx, entry, entry)),

    walkInResult: entries.walkInResult,
  };
}

/**
 * Stores an entry with what it does to the ticket; resolves to what is to be shown.
 * @param {Store["base"]} base
 * @param {Entries} entries
 * @returns {Keep}
 */
function createKeep(base, entries) {
  return async (tx, entry, ticket, { verdict, checkpoint = null, does }) => {
    const result = entries.resultOf(verdict, ticket, checkpoint);
    const isNew = does === "in" && !admittedOf(ticket)[placeOf(entry)];
    Object.assign(entry, { verdict, ref: ticket.ref, counts: entry.counts ?? Number(isNew) });
    if (does) {
      const { scan_id, day, checkpoint: here, scanned_at: at, undoes } = entry;
      const action = { scan_id, does, day, ...(here && { checkpoint: here }), at, undoes };
      tx.objectStore("tickets").put(recordOf(withAction(ticket, action)));
    }
    await addUnlisted(tx, entry, result.ticket);
    const others = (await ticketsOf(tx, base, bookingOf(ticket.ref))).filter(({ ref }) => ref !== ticket.ref);
    return { entry, result, more: others.filter((other) => isToCome(other, entry, entries)).length };
  };
}

/** Whether somebody of the booking may still come in where this was scanned. @type {(ticket: Ticket, entry: Entry, entries: Entries) => boolean} */
function isToCome(ticket, entry, entries) {
  const presence = admittedOf(ticket)[placeOf(entry)];
  if (presence) return Boolean(presence.left_at);
  return !ticket.cancelled && Boolean(entries.typeOf(ticket.type)?.days.includes(entry.day));
}

/** Nothing on the list changes. @type {(tx: import("../storage/types.js").Stores<"queue" | "meta">, entry: Entry, shown: { name?: string } | null) => Promise<void>} */
async function addUnlisted(tx, entry, shown) {
  await remember(tx, entry, shown);
  await addEntry(tx, entry);
}

/**
 * Somebody comes in, or goes out by `action` "exit". What is not on the list is left to the server
 * (`result` is null), or gets the verdict `unlisted` when that cannot be asked. With `ask` the
 * server decides on what is on the list as well.
 * @param {Store} store
 * @param {Entries} entries
 * @param {Keep} keep
 */
function createScan(store, entries, keep) {
  /**
   * @param {string} text
   * @param {{ action?: string, unlisted?: string | null, ask?: boolean }} [how]
   * @returns {Promise<Done>}
   */
  return async (text, { action = "scan", unlisted = null, ask = false } = {}) => {
    const read = await entries.identify(text);
    const entry = entries.entryOf(action, read.code);
    return store.write(ALL, async (tx) => {
      const ticket = await findTicket(tx, store.base, read);
      if (ask || !ticket || !entries.typeOf(ticket.type)) {
        entry.verdict = unlisted;
        if (ask && ticket) entry.ref = ticket.ref;
        await addUnlisted(tx, entry, ask && ticket ? ticket : null);
        return { entry, result: unlisted ? { verdict: unlisted, ticket: null } : null, more: 0 };
      }
      const decision = entries.judge(ticket, read, entry);
      return keep(tx, entry, ticket, { ...decision, does: DOES[decision.verdict] ?? null });
    });
  };
}

/**
 * Lets in by hand whom the verdict turned away: `shown` is the ticket as the answer named it.
 * @param {Store} store
 * @param {Entries} entries
 * @param {Keep} keep
 * @returns {(shown: import("./types.js").ShownTicket, reason: string) => Promise<Done>}
 */
function createOverride(store, entries, keep) {
  return (shown, reason) =>
    store.write(ALL, async (tx) => {
      const ref = shown.reference;
      const entry = { ...entries.entryOf("override", ref), reason: storable(reason) };
      const ticket = await findTicket(tx, store.base, { ref });
      if (ticket && entries.typeOf(ticket.type)) return keep(tx, entry, ticket, { verdict: "override", does: "in" });
      Object.assign(entry, { verdict: "override", ref, counts: 1 });
      await addUnlisted(tx, entry, shown);
      return { entry, result: { verdict: "override", ticket: shown }, more: 0 };
    });
}

/**
 * Takes back an admission of this phone.
 * @param {Store} store
 * @param {Entries} entries
 * @param {Keep} keep
 * @returns {(admission: import("./types.js").Admission, reason: string) => Promise<Done>}
 */
function createUndo(store, entries, keep) {
  return ({ scan_id, ref, day, checkpoint, counts }, reason) =>
    store.write(ALL, async (tx) => {
      const entry = { ...entries.entryOf("undo", ref ?? ""), day, checkpoint, undoes: scan_id, reason: storable(reason), counts: -counts };
      const ticket = ref ? await findTicket(tx, store.base, { ref }) : undefined;
      if (ticket && entries.typeOf(ticket.type)) return keep(tx, entry, ticket, { verdict: "undone", does: "undo" });
      entry.verdict = "undone";
      await addUnlisted(tx, entry, null);
      return { entry, result: { verdict: "undone", ticket: null }, more: 0 };
    });
}
