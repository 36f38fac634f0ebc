/**
 * Which screen is due: a locked device comes before an event that is over, that before the PIN, and
 * all of them before the scanner. Pure.
 */

// The server gives out no list after this; a phone without a network goes by its own clock.
const OVER_AFTER_MS = 86_400_000;

/**
 * @typedef {import("../types.js").DoorState} DoorState
 * @typedef {{ about: DoorState | null, isLocked: boolean, now: Date }} Standing
 */

/** @type {(standing: Standing) => string} */
function dueOf({ about, isLocked, now }) {
  if (about?.device.locked) return "locked";
  if (isOver(about, now)) return "over";
  return isLocked ? "pin" : "scanner";
}

/** @type {(about: DoorState | null, now: Date) => boolean} */
function isOver(about, now) {
  const closes = about?.event.days?.map(({ closes_at }) => Date.parse(closes_at)) ?? [];
  return Boolean(about?.over) || (closes.length > 0 && now.getTime() >= Math.max(...closes) + OVER_AFTER_MS);
}

/**
 * `state` is the screen that is shown, null before the first. By its own clock a phone shows nothing
 * any more; it deletes the list when the server says so.
 * @type {(state: string | null, event: Standing) => { state: string, effects: ({ type: "wipe_list" } | { type: "show_screen", screen: string })[] }}
 */
export function chooseScreen(state, event) {
  const screen = dueOf(event);
  if (screen === state) return { state: screen, effects: [] };
  const isWiped = screen === "over" && event.about?.over;
  return { state: screen, effects: [...(isWiped ? [/** @type {const} */ ({ type: "wipe_list" })] : []), { type: "show_screen", screen }] };
}
