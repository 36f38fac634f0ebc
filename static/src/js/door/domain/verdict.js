/**
 * The verdict of a scan on plain values. `checkin/rules.py` decides alike on the server: both pass
 * tests/vectors/checkin.json.
 */

/**
 * @typedef {import("./types.js").Day} Day
 * @typedef {{ at: string, left_at?: string | null }} PresenceThere
 * @typedef {{ same_event: boolean, days: string[], cancelled: boolean, replaced: boolean, admitted: Record<string, PresenceThere> }} TicketFacts
 * @typedef {{ at: Date, zone: string, reentry: boolean, direction: string, checkpoint?: string | null }} Conditions
 * @typedef {{ verdict: string, checkpoint: string | null }} Decision
 */

/**
 * The key of where something happened: that of a checkpoint, else its date, which is the entrance.
 * @type {(event: { day: string, checkpoint?: string }) => string}
 */
export const placeOf = ({ day, checkpoint }) => checkpoint ?? day;

/** The date in a key: `2027-10-01` is the entrance, `2027-10-01/workshop` another. @param {string} key */
export const dayOf = (key) => key.slice(0, "2027-10-01".length);

/**
 * `ticket` is null or `{ same_event, days, cancelled, replaced, admitted }`, where `admitted` maps
 * keys of checkpoints to `{ at, left_at }`; `days` are those of the event; `at` is the moment of the
 * scan. Without `checkpoint`, the key of where it is scanned, the entrance of its date is meant.
 * @param {TicketFacts | null} ticket
 * @param {Day[]} days
 * @param {Conditions} conditions
 * @returns {Decision}
 */
export function decide(ticket, days, conditions) {
  const { at, zone, reentry, direction, checkpoint } = conditions;
  const here = checkpoint ?? dateAt(days, zone, at);
  if (direction === "out") return decideExit(ticket, here);
  const refusal = refuse(ticket);
  if (refusal) return { verdict: refusal, checkpoint: null };
  const hours = days.find(({ date }) => date === dayOf(here));
  if (!hours || !ticket?.days.includes(hours.date)) return { verdict: "wrong_day", checkpoint: null };
  return { verdict: decideHere(ticket.admitted[here], hours, { at, reentry }), checkpoint: here };
}

/** @param {TicketFacts | null} ticket */
function refuse(ticket) {
  if (!ticket) return "unknown";
  if (!ticket.same_event) return "other_event";
  if (ticket.replaced) return "replaced";
  return ticket.cancelled ? "cancelled" : null;
}

/** @type {(presence: PresenceThere | undefined, hours: Day, now: Pick<Conditions, "at" | "reentry">) => string} */
function decideHere(presence, { opens_at, closes_at }, { at, reentry }) {
  if (presence && !(reentry && presence.left_at)) return "already_in";
  const isOpen = at >= new Date(opens_at) && at < new Date(closes_at);
  return isOpen ? "welcome" : "not_open";
}

/** Whoever is in there may go out, whatever became of the ticket. @type {(ticket: TicketFacts | null, here: string) => Decision} */
function decideExit(ticket, here) {
  if (!ticket) return { verdict: "unknown", checkpoint: null };
  if (!ticket.same_event) return { verdict: "other_event", checkpoint: null };
  const presence = ticket.admitted[here];
  return { verdict: presence && !presence.left_at ? "left" : "not_in", checkpoint: here };
}

/** Does somebody go in with this answer? @param {string | null | undefined} verdict */
export const letsIn = (verdict) => verdict === "welcome" || verdict === "override";

const AFTER_CLOSING_MS = 4 * 60 * 60 * 1000;
const A_DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The date that a moment belongs to at the door. An evening that ends after midnight takes it along
 * until four hours after its doors closed, or until the doors of the next day open.
 * @type {(days: Day[] | undefined, zone: string, at: Date) => string}
 */
export function dateAt(days, zone, at) {
  const today = dateIn(zone, at);
  const yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - A_DAY_MS).toISOString().slice(0, 10);
  const night = days?.find(({ date }) => date === yesterday);
  if (!night || dateIn(zone, new Date(Date.parse(night.closes_at) - 1)) === yesterday) return today;
  const own = days?.find(({ date }) => date === today);
  const begins = Math.min(Date.parse(night.closes_at) + AFTER_CLOSING_MS, own ? Date.parse(own.opens_at) : Infinity);
  return at.getTime() >= begins ? today : yesterday;
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** The date of a moment in a zone: `2027-10-01`. @type {(zone: string, at: Date) => string} */
export function dateIn(zone, at) {
  // To make a format costs more than all else that a verdict takes.
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone, calendar: "iso8601" });
    formats.set(zone, format);
  }
  const { year, month, day } = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${year}-${month}-${day}`;
}
