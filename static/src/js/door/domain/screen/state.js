/** The state of the scanner's screen, and the steps that several of its transitions share. Pure. */
import { letsIn } from "../verdict.js";

/** So long a verdict stands before another code in view replaces it: long enough to be seen. */
export const SEEN_MS = 700;

/**
 * @typedef {import("../types.js").Answer} Answer
 * @typedef {import("./events.js").Effect} Effect
 * @typedef {import("../types.js").Moment} Moment
 * @typedef {import("./events.js").ScreenEvent} ScreenEvent
 * @typedef {import("../types.js").ScreenState} ScreenState
 * @typedef {import("./events.js").Transition} Transition
 */

/** Nobody was scanned yet. @type {ScreenState} */
export const START = { answer: null, shownAt: -Infinity, task: null, waiting: [] };

/** @type {(state: ScreenState, ...effects: Effect[]) => Transition} */
export const stay = (state, ...effects) => ({ state, effects });

/** One thing at a time, from the tap or the scan until its answer is on the screen. @param {ScreenState} state */
export const isBusy = ({ task }) => task !== null;

/** May another code in view take the place of what stands there? @type {(state: ScreenState, at: Moment) => boolean} */
export const isFree = (state, at) => !isBusy(state) && at.clock - state.shownAt >= SEEN_MS;

/** @type {(state: ScreenState, answer: Answer, at: Moment) => Transition} */
export const show = (state, answer, at) => stay({ ...state, answer, shownAt: at.clock }, { type: "show", answer });

/**
 * What is no verdict; it concerns `answer`, if anybody.
 * @param {ScreenState} state
 * @param {string} kind names its words
 * @param {{ icon: string, tone?: string, name?: string, actions?: string[], answer?: Answer }} parts
 * @param {Moment} at
 */
export function note(state, kind, parts, at) {
  const { icon, tone = "offline", name = "", actions = [], answer } = parts;
  return stay({ ...state, answer: answer ?? null, shownAt: at.clock }, { type: "note", kind, view: { tone, icon, name, actions } });
}

/** It would have been right, but the person was turned away: a tap may still let them in. @type {(state: ScreenState, answer: Answer, at: Moment) => Transition} */
export const late = (state, answer, at) =>
  note(state, "late", { tone: "caution", icon: "clock", name: answer.result?.ticket?.name ?? "", actions: ["again", "find"], answer: { ...answer, isOpen: true, isLate: true } }, at);

/** The task is done: what came meanwhile is taken as soon as its answer could be seen. @param {Transition} transition */
export function finish({ state, effects }) {
  /** @type {Effect[]} */
  const next = state.waiting.length ? [{ type: "wait_turn" }] : [];
  return stay({ ...state, task: null }, ...effects, ...next, { type: "done" });
}

/** Another screen came while something was under way: nobody sees what comes of it. @param {ScreenState} state */
export const isCovered = ({ task }) => Boolean(task?.isCovered);

/**
 * What ends unseen shows nothing and sounds nothing; whoever it lets in was not told so, and is taken back.
 * @param {ScreenState} state
 * @param {Answer[]} answers
 */
export const finishUnseen = (state, answers) =>
  finish(stay(state, ...answers.flatMap(({ entry, result }) => (entry && result && letsIn(result.verdict) ? [takeBack(entry, result)] : []))));

/** @type {(entry: import("../types.js").Entry, result: import("../types.js").Result) => Effect} */
export const takeBack = ({ scan_id, day, checkpoint }, { ticket }) => ({ type: "take_back", admission: { scan_id, day, checkpoint, ref: ticket?.reference ?? null, counts: 1 } });
