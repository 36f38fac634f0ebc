/** Figures of the door: what the server counted, and what it was not told yet. Pure. */
import { wasLetIn } from "./admissions.js";
import { placeOf } from "./verdict.js";

/**
 * @typedef {import("./types.js").DoorState} DoorState
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").Result} Result
 * @typedef {Record<string, number>} ByType places by the id of their ticket type
 */

/** How many more are in at a checkpoint than the server knows, and places given away by type. @param {Entry[]} entries @param {string} here */
export function tallyOf(entries, here) {
  /** @type {ByType} */
  const given = {};
  let inside = 0;
  for (const entry of entries) {
    if (placeOf(entry) === here) inside += entry.counts ?? 0;
    const type = String(entry.ticket_type);
    if (entry.action === "walk_in" && entry.verdict === "welcome") given[type] = (given[type] ?? 0) + 1;
  }
  return { inside, given };
}

/**
 * The server's state after it answered an entry, until the next contact brings the real figures.
 * @type {(state: DoorState, entry: Entry, result: Result) => DoorState}
 */
export function withAnswered(state, entry, result) {
  const shares = { ...state.device.shares };
  const type = String(entry.ticket_type);
  if (entry.action === "walk_in" && wasLetIn(entry, result) && shares[type] > 0) shares[type] -= 1;
  const here = state.device.checkpoint ?? state.day?.date;
  const inside = here === placeOf(entry) ? state.inside + effectOf(entry, result) : state.inside;
  return { ...state, inside, device: { ...state.device, shares } };
}

/** @type {(entry: Entry, result: Result) => number} */
function effectOf(entry, result) {
  if (wasLetIn(entry, result)) return entry.counts ?? 1;
  return result.verdict === "undone" ? -1 : 0;
}

/** How many places of a type this phone may still give away without asking. @type {(state: DoorState, given: ByType, type: number) => number} */
export const shareLeft = (state, given, type) => Math.max(0, (state.device.shares?.[type] ?? 0) - (given[type] ?? 0));
