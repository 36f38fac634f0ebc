/** What a helper does by hand: takes back, lets in nevertheless, lets in a booking or without a ticket. Pure. */
import { wasLetIn } from "../admissions.js";
import { letsIn } from "../verdict.js";
import { ask, giveUp } from "./questions.js";
import { finish, finishUnseen, isBusy, isCovered, note, show, stay } from "./state.js";

/**
 * @typedef {import("../types.js").Answer} Answer
 * @typedef {import("./events.js").Context} Context
 * @typedef {import("./events.js").Effect} Effect
 * @typedef {import("../types.js").ScreenState} ScreenState
 * @typedef {import("./events.js").Transition} Transition
 */

/** What would be stored is not done while somebody practises. @type {(state: ScreenState, effect: Effect, context: Context) => Transition} */
function inEarnest(state, effect, { facts, at }) {
  if (facts.practice) return note(state, "practice", { icon: "cross" }, at);
  return isBusy(state) ? stay(state) : stay({ ...state, task: { kind: "manual" } }, effect);
}

/** @type {(state: ScreenState, event: { admission: import("../types.js").Admission | null, reason: string } & Context) => Transition} */
export const undo = (state, { admission, reason, ...context }) => (admission ? inEarnest(state, { type: "undo", admission, reason }, context) : stay(state));

/** It concerns whoever stands on the screen. @type {(state: ScreenState, event: { reason: string } & Context) => Transition} */
export function override(state, { reason, ...context }) {
  const ticket = state.answer?.result?.ticket;
  return ticket ? inEarnest(state, { type: "override", ticket, reason }, context) : stay(state);
}

/** Several tickets of a booking, each a scan of its own. @type {(state: ScreenState, event: { refs: string[] } & Context) => Transition} */
export const admit = (state, { refs, ...context }) => inEarnest(state, { type: "admit", refs }, context);

/** Somebody without a ticket: the server decides, or the share of this phone. @type {(state: ScreenState, event: { wish: import("../types.js").Wish, share: number } & Context) => Transition} */
export function walkIn(state, { wish, share, ...context }) {
  const verdict = share > 0 ? "welcome" : "sold_out";
  return inEarnest(state, { type: "walk_in", wish, verdict: context.facts.canAsk ? null : verdict }, context);
}

/** It is stored. @type {(state: ScreenState, event: { done: Answer, wish?: import("../types.js").Wish } & Context) => Transition} */
export function doneByHand(state, { done, wish, at }) {
  // What the helper decided stands; whether a walk-in has a place, nobody could tell them.
  if (isCovered(state)) return wish ? unseenWalkIn(state, done) : finish(stay(state));
  return done.result ? finish(show(state, done, at)) : ask(state, done, wish);
}

/** @type {(state: ScreenState, done: Answer) => Transition} */
const unseenWalkIn = (state, done) => (done.result ? finishUnseen(state, [done]) : giveUp(state, { ...done, before: { verdict: "sold_out", ticket: null } }));

/** The group is let in; who may not is shown. @type {(state: ScreenState, event: { group: Answer[] } & Context) => Transition} */
export function admitted(state, { group, at }) {
  if (isCovered(state)) return finishUnseen(state, group);
  if (areAllIn(group)) return finish(stay({ ...state, answer: { group } }, { type: "sound", tone: "welcome" }));
  return finish(group.length === 1 ? show(state, group[0], at) : showGroup(state, group, at));
}

/** @param {Answer[]} group */
export const areAllIn = (group) => group.every(({ result }) => letsIn(result?.verdict));

/** @type {(state: ScreenState, group: Answer[], at: import("../types.js").Moment) => Transition} */
const showGroup = (state, group, at) => stay({ ...state, answer: { group }, shownAt: at.clock }, { type: "show_group", group });

/** The server's word on one of a booking that came in together: who may not is named. @type {(state: ScreenState, entry: import("../types.js").Entry, result: import("../types.js").Result, at: import("../types.js").Moment) => Transition} */
export function correctGroup(state, entry, result, at) {
  const group = state.answer?.group ?? [];
  // It would have been right, but that person did not go in.
  if (letsIn(result.verdict) && !wasLetIn(entry, result)) return stay(state);
  const changed = group.map((each) => (each.entry?.scan_id === entry.scan_id ? { ...each, result } : each));
  const isNews = group.some((each, place) => each.result?.verdict !== changed[place].result?.verdict);
  return isNews ? showGroup(state, changed, at) : stay(state);
}
