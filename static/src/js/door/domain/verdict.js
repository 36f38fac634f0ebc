/**
 * The verdict of a scan on plain values. `checkin/rules.py` decides alike on the server: both pass
 * tests/vectors/checkin.json.
 */

/**
 * @typedef {import("./types.js").Day} Day
 * @typedef {{ at: string, left_at?: string | null }} PresenceOfDay
 * @typedef {{ same_event: boolean, days: string[], cancelled: boolean, replaced: boolean, admitted: Record<string, PresenceOfDay> }} TicketFacts
 * @typedef {{ at: Date, zone: string, reentry: boolean, direction: string }} Conditions
 * @typedef {{ verdict: string, day: string | null }} Decision
 */

/**
 * `ticket` is null or `{ same_event, days, cancelled, replaced, admitted }`, where `admitted` maps
 * dates to `{ at, left_at }`; `days` are those of the event; `at` is the moment of the scan.
 * @param {TicketFacts | null} ticket
 * @param {Day[]} days
 * @param {Conditions} conditions
 * @returns {Decision}
 */
export function decide(ticket, days, conditions) {
  const { at, zone, reentry, direction } = conditions;
  const today = dateAt(days, zone, at);
  if (direction === "out") return decideExit(ticket, today);
  const refusal = refuse(ticket);
  if (refusal) return { verdict: refusal, day: null };
  const hours = days.find(({ date }) => date === today);
  if (!hours || !ticket?.days.includes(today)) return { verdict: "wrong_day", day: null };
  return { verdict: decideToday(ticket.admitted[today], hours, { at, reentry }), day: today };
}

/** @param {TicketFacts | null} ticket */
function refuse(ticket) {
  if (!ticket) return "unknown";
  if (!ticket.same_event) return "other_event";
  if (ticket.replaced) return "replaced";
  return ticket.cancelled ? "cancelled" : null;
}

/** @type {(presence: PresenceOfDay | undefined, hours: Day, now: Pick<Conditions, "at" | "reentry">) => string} */
function decideToday(presence, { opens_at, closes_at }, { at, reentry }) {
  if (presence && !(reentry && presence.left_at)) return "already_in";
  const isOpen = at >= new Date(opens_at) && at < new Date(closes_at);
  return isOpen ? "welcome" : "not_open";
}

/** Whoever is inside may go out, whatever became of the ticket. @type {(ticket: TicketFacts | null, today: string) => Decision} */
function decideExit(ticket, today) {
  if (!ticket) return { verdict: "unknown", day: null };
  if (!ticket.same_event) return { verdict: "other_event", day: null };
  const presence = ticket.admitted[today];
  return { verdict: presence && !presence.left_at ? "left" : "not_in", day: today };
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
