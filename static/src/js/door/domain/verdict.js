/**
 * The verdict of a scan on plain values. `checkin/rules.py` decides alike on the server: both pass
 * tests/vectors/checkin.json.
 */

/**
 * `ticket` is null or `{ same_event, days, cancelled, replaced, admitted }`, where `admitted` maps
 * dates to `{ at, left_at }`; `days` are those of the event; `at` is the moment of the scan.
 */
export function decide(ticket, days, conditions) {
  const { at, zone, reentry, direction } = conditions;
  const today = dateAt(days, zone, at);
  if (direction === "out") return decideExit(ticket, today);
  const refusal = refuse(ticket);
  if (refusal) return { verdict: refusal, day: null };
  const hours = days.find(({ date }) => date === today);
  if (!hours || !ticket.days.includes(today)) return { verdict: "wrong_day", day: null };
  return { verdict: decideToday(ticket.admitted[today], hours, { at, reentry }), day: today };
}

function refuse(ticket) {
  if (!ticket) return "unknown";
  if (!ticket.same_event) return "other_event";
  if (ticket.replaced) return "replaced";
  return ticket.cancelled ? "cancelled" : null;
}

function decideToday(presence, { opens_at, closes_at }, { at, reentry }) {
  if (presence && !(reentry && presence.left_at)) return "already_in";
  const isOpen = at >= new Date(opens_at) && at < new Date(closes_at);
  return isOpen ? "welcome" : "not_open";
}

/** Whoever is inside may go out, whatever became of the ticket. */
function decideExit(ticket, today) {
  if (!ticket) return { verdict: "unknown", day: null };
  if (!ticket.same_event) return { verdict: "other_event", day: null };
  const presence = ticket.admitted[today];
  return { verdict: presence && !presence.left_at ? "left" : "not_in", day: today };
}

/** Does somebody go in with this answer? */
export const letsIn = (verdict) => verdict === "welcome" || verdict === "override";

const AFTER_CLOSING_MS = 4 * 60 * 60 * 1000;
const A_DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The date that a moment belongs to at the door. An evening that ends after midnight takes it along
 * until four hours after its doors closed, or until the doors of the next day open.
 */
export function dateAt(days, zone, at) {
  const today = dateIn(zone, at);
  const yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - A_DAY_MS).toISOString().slice(0, 10);
  const night = days?.find(({ date }) => date === yesterday);
  if (!night || dateIn(zone, new Date(Date.parse(night.closes_at) - 1)) === yesterday) return today;
  const own = days.find(({ date }) => date === today);
  const begins = Math.min(Date.parse(night.closes_at) + AFTER_CLOSING_MS, own ? Date.parse(own.opens_at) : Infinity);
  return at.getTime() >= begins ? today : yesterday;
}

const formats = new Map();

/** The date of a moment in a zone: `2027-10-01`. */
export function dateIn(zone, at) {
  // To make a format costs more than all else that a verdict takes.
  if (!formats.has(zone)) {
    const parts = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone, calendar: "iso8601" };
    formats.set(zone, new Intl.DateTimeFormat("en-CA", parts));
  }
  const { year, month, day } = Object.fromEntries(formats.get(zone).formatToParts(at).map(({ type, value }) => [type, value]));
  return `${year}-${month}-${day}`;
}
