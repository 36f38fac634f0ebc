/** Entries as they are stored and sent, and the phone's own answers to them, in the server's form. */
import { admittedOf } from "./admissions.js";
import { fingerprint, readCode, readShortCode } from "../codes/codes.js";
import { newScanId } from "../storage/queue.js";
import { dateAt, dayOf, decide } from "./verdict.js";

/**
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").Result} Result
 * @typedef {import("./types.js").Ticket} Ticket
 * @typedef {import("./types.js").TicketType} TicketType
 * @typedef {{ code: string, hash: string | null, ref: string | null }} Read what a code says
 */

/**
 * `state()` is what the server said of event and device; `now()` is its time; `titleOf(type)` is a
 * ticket type in the language of the page; `mark()` names what a mistake of the clock would concern.
 * @typedef {{ state(): import("./types.js").DoorState | null, now(): Date, mark?: () => string, titleOf(type: TicketType): string }} Door
 */

const LONGEST_CODE = 500;
// No database takes them all: control characters, halves of characters, and what turns text around.
const STRANGE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;
/** @param {string} text */
export const storable = (text, instead = "") => text.replace(STRANGE, instead);

/**
 * @param {Door} door
 * @param {{ hash?: typeof fingerprint, newId?: typeof newScanId }} options
 */
export function createEntries({ state: known, now, mark, titleOf }, { hash = fingerprint, newId = newScanId } = {}) {
  function state() {
    const about = known();
    if (!about) throw new Error("nothing is known of the event");
    return about;
  }
  /** Where this phone scans: at a `checkpoint` of its own, else at the entrance of the date. @param {Date} at */
  function place(at) {
    const { device, event } = state();
    const { checkpoint } = device;
    return checkpoint ? { day: dayOf(checkpoint), checkpoint } : { day: dateAt(event.days, event.timezone, at) };
  }
  /** @param {number | undefined} id */
  const typeOf = (id) => state().event.types?.find((type) => type.id === id);
  /** @param {number | undefined} id */
  function wordsOf(id) {
    const type = typeOf(id);
    return type ? titleOf(type) : "";
  }

  return {
    typeOf,

    /** @param {string} text @returns {Promise<Read>} */
    async identify(text) {
      const code = readCode(text);
      if (code) return { code, hash: await hash(code), ref: null };
      const ref = readShortCode(text);
      return { code: ref ?? storable(text.trim().slice(0, LONGEST_CODE), "\ufffd"), hash: null, ref };
    },

    /** @type {(action: string, code: string, at?: Date) => Entry} */
    entryOf: (action, code, at = now()) => ({ scan_id: newId(), code, scanned_at: at.toISOString(), verdict: null, action, ...place(at), mark: mark?.() }),

    /** The answer that the server would give. @type {(verdict: string, ticket: Ticket, checkpoint: string | null) => Result} */
    resultOf(verdict, ticket, checkpoint) {
      const presence = checkpoint ? admittedOf(ticket)[checkpoint] : null;
      return {
        verdict,
        ticket: { name: ticket.name, type: wordsOf(ticket.type), reference: ticket.ref },
        first_in_at: presence?.at ?? null,
        device: presence ? (presence.device ?? state().device.name) : null,
        valid_on: typeOf(ticket.type)?.days ?? [],
        type_id: ticket.type,
      };
    },

    /** @type {(ticket: Ticket, read: Read, entry: Entry) => import("./verdict.js").Decision} */
    judge(ticket, { hash: read }, { action, scanned_at, checkpoint }) {
      const { event } = state();
      const facts = {
        same_event: true,
        days: typeOf(ticket.type)?.days ?? [],
        cancelled: Boolean(ticket.cancelled),
        replaced: Boolean(read) && ticket.codes[0] !== read,
        admitted: admittedOf(ticket),
      };
      const conditions = { at: new Date(scanned_at), zone: event.timezone, reentry: Boolean(event.reentry), direction: action === "exit" ? "out" : "in", checkpoint };
      return decide(facts, event.days, conditions);
    },

    /** @param {Pick<Entry, "ticket_type" | "name" | "verdict">} entry @returns {Result} */
    walkInResult: ({ ticket_type: type, name = "", verdict }) => ({ verdict: verdict ?? "", ticket: { name, type: wordsOf(type), reference: "" }, valid_on: [] }),
  };
}
