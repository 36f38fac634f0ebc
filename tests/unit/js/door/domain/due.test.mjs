/** Which screen is due: what is shown, how things stand, what is shown then, and what is done. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseScreen } from "../../../../../static/src/js/door/domain/screen/due.js";

const CLOSES = "2027-10-01T11:00:00Z";
const DAY_MS = 86_400_000;
const about = (more = {}) => ({ device: { locked: false }, event: { days: [{ closes_at: "2027-09-30T11:00:00Z" }, { closes_at: CLOSES }] }, over: false, ...more });
const LOCKED = about({ device: { locked: true } });
const OVER = about({ over: true });
const show = (screen) => ({ type: "show_screen", screen });

// [what it is about, screen, { about, isLocked, late }, screen after it, effects]; `late` counts from the last closing.
const TABLE = [
  ["the scanner, when nothing is against it", null, {}, "scanner", [show("scanner")]],
  ["the same screen is not shown twice", "scanner", {}, "scanner", []],
  ["before the server answered, the scanner too", null, { about: null }, "scanner", [show("scanner")]],
  ["nobody was there for long: the PIN", "scanner", { isLocked: true }, "pin", [show("pin")]],
  ["the PIN was right", "pin", {}, "scanner", [show("scanner")]],
  ["a locked device comes before the PIN", "pin", { about: LOCKED, isLocked: true }, "locked", [show("locked")]],
  ["a locked device comes before the end of the event", "scanner", { about: { ...LOCKED, over: true } }, "locked", [show("locked")]],
  ["it is unlocked", "locked", {}, "scanner", [show("scanner")]],
  ["the end comes before the PIN", "scanner", { about: OVER, isLocked: true }, "over", [{ type: "wipe_list" }, show("over")]],
  ["by its own clock a phone deletes nothing", "scanner", { late: DAY_MS }, "over", [show("over")]],
  ["a millisecond before, the scanner stays", "scanner", { late: DAY_MS - 1 }, "scanner", []],
  ["the last day's closing counts, not the first's", "scanner", { late: 0 }, "scanner", []],
  ["an event without days does not end by the clock", "scanner", { about: about({ event: { days: [] } }), late: 9 * DAY_MS }, "scanner", []],
];

for (const [name, screen, { late = 0, isLocked = false, ...standing }, after, effects] of TABLE) {
  test(`due: ${name}`, () => {
    const next = chooseScreen(screen, { about: about(), ...standing, isLocked, now: new Date(Date.parse(CLOSES) + late) });
    assert.deepEqual(next, { state: after, effects });
  });
}
