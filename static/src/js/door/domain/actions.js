/**
 * What a helper does at the door. Each action is stored whole, with what it changes on the list,
 * before anything of it is shown; the server is told afterwards.
 */
import { admittedOf, withAction } from "./admissions.js";
import { bookingOf, fingerprint, readCode, readShortCode } from "../codes/codes.js";
import { findTicket, recordOf, ticketsOf } from "../storage/list.js";
import { addEntry, newScanId } from "../storage/queue.js";
import { remember } from "./recent_scans.js";
import { dateAt, decide } from "./verdict.js";

const LONGEST_CODE = 500;
// No database takes them all: control characters, halves of characters, and what turns text around.
const STRANGE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;
const storable = (text, instead = "") => text.replace(STRANGE, instead);
const ALL = ["tickets", "queue", "meta"];

/**
 * `state()` is what the server said of event and device; `now()` is its time; `titleOf(type)` is a
 * ticket type in the language of the page.
 */
export function createActions(store, door, { hash = fingerprint, newId = newScanId } = {}) {
  const { state, now, mark = () => undefined, titleOf } = door;
  const typeOf = (id) => state().event.types?.find((type) => type.id === id);

  async function identify(text) {
    const code = readCode(text);
    if (code) return { code, hash: await hash(code), ref: null };
    const ref = readShortCode(text);
    return { code: ref ?? storable(text.trim().slice(0, LONGEST_CODE), "\ufffd"), hash: null, ref };
  }

  function entryOf(action, code, at) {
    const { days, timezone } = state().event;
    return { scan_id: newId(), code, scanned_at: at.toISOString(), verdict: null, action, day: dateAt(days, timezone, at), mark: mark() };
  }

  /** The answer that the server would give, in its own form. */
  function resultOf(verdict, ticket, day) {
    const presence = day ? admittedOf(ticket)[day] : null;
    return {
      verdict,
      ticket: { name: ticket.name, type: titleOf(typeOf(ticket.type)), reference: ticket.ref },
      first_in_at: presence?.at ?? null,
      device: presence ? (presence.device ?? state().device.name) : null,
      valid_on: typeOf(ticket.type).days,
      type_id: ticket.type,
    };
  }

  function judge(ticket, { hash: read }, action, at) {
    const { event } = state();
    const facts = {
      same_event: true,
      days: typeOf(ticket.type).days,
      cancelled: Boolean(ticket.cancelled),
      replaced: Boolean(read) && ticket.codes[0] !== read,
      admitted: admittedOf(ticket),
    };
    const conditions = { at, zone: event.timezone, reentry: Boolean(event.reentry), direction: action === "exit" ? "out" : "in" };
    return decide(facts, event.days, conditions);
  }

  /** Stores an entry with what it does to the ticket; resolves to what is to be shown. */
  async function keep(tx, entry, ticket, decision) {
    const { verdict, day, does } = decision;
    const result = resultOf(verdict, ticket, day);
    const isNew = does === "in" && !admittedOf(ticket)[entry.day];
    Object.assign(entry, { verdict, ref: ticket.ref, counts: entry.counts ?? Number(isNew) });
    if (does) {
      const action = { scan_id: entry.scan_id, does, day: entry.day, at: entry.scanned_at, undoes: entry.undoes };
      tx.objectStore("tickets").put(recordOf(withAction(ticket, action)));
    }
    await remember(tx, entry, result.ticket);
    await addEntry(tx, entry);
    return { entry, result, more: (await ticketsOf(tx, store.base, bookingOf(ticket.ref))).length - 1 };
  }

  return {
    /**
     * Somebody comes in, or goes out by `action` "exit". What is not on the list is left to the server
     * (`result` is null), or gets the verdict `unlisted` when that cannot be asked. With `ask` the
     * server decides on what is on the list as well.
     */
    async scan(text, { action = "scan", unlisted = null, ask = false } = {}) {
      const read = await identify(text);
      const at = now();
      const entry = entryOf(action, read.code, at);
      return store.write(ALL, async (tx) => {
        const ticket = await findTicket(tx, store.base, read);
        if (ask || !ticket || !typeOf(ticket.type)) {
          entry.verdict = unlisted;
          if (ask && ticket) entry.ref = ticket.ref;
          await remember(tx, entry, ask ? ticket : null);
          await addEntry(tx, entry);
          return { entry, result: unlisted && { verdict: unlisted, ticket: null }, more: 0 };
        }
        const { verdict, day } = judge(ticket, read, action, at);
        const does = { welcome: "in", left: "out" }[verdict] ?? null;
        return keep(tx, entry, ticket, { verdict, day, does });
      });
    },

    /** Lets in by hand whom the verdict turned away: `shown` is the ticket as the answer named it. */
    override: (shown, reason) =>
      store.write(ALL, async (tx) => {
        const ref = shown.reference;
        const entry = { ...entryOf("override", ref, now()), reason: storable(reason) };
        const ticket = await findTicket(tx, store.base, { ref });
        if (ticket && typeOf(ticket.type)) return keep(tx, entry, ticket, { verdict: "override", day: null, does: "in" });
        Object.assign(entry, { verdict: "override", ref, counts: 1 });
        await remember(tx, entry, shown);
        await addEntry(tx, entry);
        return { entry, result: { verdict: "override", ticket: shown }, more: 0 };
      }),

    /** Takes back an admission of this phone. */
    undo: ({ scan_id, ref, day, counts }, reason) =>
      store.write(ALL, async (tx) => {
        const entry = { ...entryOf("undo", ref ?? "", now()), day, undoes: scan_id, reason: storable(reason), counts: -counts };
        const ticket = ref && (await findTicket(tx, store.base, { ref }));
        if (ticket && typeOf(ticket.type)) return keep(tx, entry, ticket, { verdict: "undone", day: null, does: "undo" });
        entry.verdict = "undone";
        await remember(tx, entry, null);
        await addEntry(tx, entry);
        return { entry, result: { verdict: "undone", ticket: null }, more: 0 };
      }),

    /** A ticket for somebody without one; `verdict` is what this phone may say by itself. */
    walkIn: ({ type, name }, verdict) =>
      store.write(ALL, async (tx) => {
        const entry = { ...entryOf("walk_in", "", now()), ticket_type: type, name: storable(name), verdict, counts: verdict === "welcome" ? 1 : 0 };
        await remember(tx, entry, { name });
        await addEntry(tx, entry);
        return { entry, result: verdict && walkInResult(entry), more: 0 };
      }),

    /** This phone decided after all what the server was asked for. */
    decided: (entry) => store.write("meta", (tx) => remember(tx, entry, entry)),

    walkInResult,
  };

  function walkInResult({ ticket_type: type, name, verdict }) {
    return { verdict, ticket: { name, type: titleOf(typeOf(type)), reference: "" }, valid_on: [] };
  }
}
