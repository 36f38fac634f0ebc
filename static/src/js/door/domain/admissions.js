/**
 * Who is inside, as this phone knows it: what the server said last, and on top of it what was done
 * here and the server was not told yet (`pending`, in the order in which it was done).
 */
import { letsIn, placeOf } from "./verdict.js";

/**
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").PendingAction} PendingAction
 * @typedef {import("./types.js").Presence} Presence
 * @typedef {import("./types.js").Result} Result
 * @typedef {import("./types.js").Ticket} Ticket
 * @typedef {Record<string, import("./types.js").Admitted>} AdmittedByKey
 */

/** Maps keys of checkpoints to `{ at, left_at, device }`; `device` is null for what was done here. @param {Pick<Ticket, "in" | "pending">} ticket */
export function admittedOf(ticket) {
  /** @type {AdmittedByKey} */
  const admitted = {};
  for (const [key, { at, left = null, device }] of Object.entries(ticket.in ?? {})) admitted[key] = { at, left_at: left, device };
  const pending = ticket.pending ?? [];
  const undone = new Set(pending.map(({ undoes }) => undoes));
  const known = new Set(pending.map(({ scan_id }) => scan_id));
  for (const action of pending) if (!undone.has(action.scan_id)) apply(admitted, action, known);
  return admitted;
}

/** @param {AdmittedByKey} admitted @param {PendingAction} action @param {Set<string>} known */
function apply(admitted, action, known) {
  const { does, at, undoes } = action;
  const here = placeOf(action);
  const presence = admitted[here];
  if (does === "in") admitted[here] = presence ? { ...presence, left_at: null } : { at, left_at: null, device: null };
  else if (does === "out" && presence) admitted[here] = { ...presence, left_at: at };
  else if (does === "undo" && !known.has(undoes ?? "")) delete admitted[here];
}

/** The ticket with one more action of this phone. @type {(ticket: Ticket, action: PendingAction) => Ticket} */
export const withAction = (ticket, action) => ({ ...ticket, pending: [...(ticket.pending ?? []), action] });

/**
 * The ticket once the server has answered a scan: its word takes the place of the action.
 * @type {(ticket: Ticket, entry: Entry, result: Result) => Ticket}
 */
export function withAnswer(ticket, entry, result) {
  const { pending: before = [], ...kept } = ticket;
  const pending = before.filter((action) => action.scan_id !== entry.scan_id);
  const answered = { ...kept, in: withPresence(ticket.in ?? {}, entry, result) };
  return pending.length ? { ...answered, pending } : answered;
}

/** @type {(presences: Record<string, Presence>, entry: Entry, result: Result) => Record<string, Presence>} */
function withPresence(presences, entry, result) {
  const { verdict, first_in_at: at, device = null } = result;
  const here = placeOf(entry);
  const { [here]: known, ...others } = presences;
  const isInside = wasLetIn(entry, result) || verdict === "already_in" || verdict === "undone";
  if (at && isInside) return { ...others, [here]: { at, device } };
  if (verdict === "undone") return others;
  if (verdict === "left") return { ...others, [here]: { ...(known ?? { at: entry.scanned_at, device }), left: entry.scanned_at } };
  return presences;
}

/** Whom the phone turned away did not go in, unless the server had been asked before (`asked`). @param {{ verdict?: string | null }} entry */
export const wasTurnedAway = ({ verdict }) => Boolean(verdict) && !letsIn(verdict);

/**
 * A scan that was turned away is told what would have been right, and lets nobody in.
 * @param {{ verdict?: string | null, asked?: boolean }} entry
 * @param {Pick<Result, "verdict" | "first_in_at">} result
 */
export function wasLetIn(entry, { verdict, first_in_at: at }) {
  return letsIn(verdict) && Boolean(at) && (Boolean(entry.asked) || !wasTurnedAway(entry));
}
