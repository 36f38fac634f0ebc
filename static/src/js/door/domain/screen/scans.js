/** A code comes: it waits, is practice or a pairing link, or is scanned. Pure. */
import { secretInText } from "../../codes/pairing_link.js";
import { sampleIn } from "../practice.js";
import { ask, giveUp } from "./questions.js";
import { finish, finishUnseen, isBusy, isCovered, note, show, stay } from "./state.js";
import { enqueue } from "./waiting.js";

/**
 * @typedef {import("./events.js").Context} Context
 * @typedef {import("../types.js").ScreenState} ScreenState
 * @typedef {import("./events.js").Transition} Transition
 */

/** A code that was aimed at, typed, or came from a hand scanner. @type {(state: ScreenState, event: { text: string } & Context) => Transition} */
export function taken(state, { text, facts, at }) {
  if (isBusy(state)) return stay({ ...state, waiting: enqueue(state.waiting, text, state.task?.text) });
  const secret = secretInText(text);
  if (secret) return offerPairing(state, secret, { facts, at });
  const word = sampleIn(text);
  if (!word && !facts.practice) return begin(state, text, {}, { facts, at });
  if (word && facts.practice) return practised(state, { word, at });
  return note(state, facts.practice ? "practice" : "sample", { icon: "cross" }, at);
}

/** The secret of a link is no code: it is neither stored nor sent as one. @type {(state: ScreenState, secret: string, context: Context) => Transition} */
function offerPairing(state, secret, { facts, at }) {
  const noted = note(state, "pairing_link", { icon: "check", actions: facts.canAsk ? ["pair"] : [] }, at);
  return stay(noted.state, { type: "pairing_link", secret }, ...noted.effects);
}

/** A sample concerns nobody. @type {(state: ScreenState, event: { word: string, at: import("../types.js").Moment }) => Transition} */
export const practised = (state, { word, at }) => stay({ ...state, answer: null, shownAt: at.clock }, { type: "show_sample", word });

/**
 * `ask`: the server decides, also on what stands on the list; `about` goes on with an earlier scan.
 * @param {ScreenState} state
 * @param {string} text
 * @param {{ ask?: boolean, about?: Partial<import("../types.js").Answer> }} options
 * @param {Context} context
 * @returns {Transition}
 */
export function begin(state, text, options, { facts, at }) {
  const { ask = false, about = {} } = options;
  const unlisted = ask || facts.canAsk || !facts.hasList ? null : "unknown";
  const task = { kind: "scan", text, about: { readAt: at, ...about, text }, unasked: Boolean(unlisted) };
  return stay({ ...state, task }, { type: "scan", text, ask, unlisted, action: facts.direction === "out" ? "exit" : "scan" });
}

/** The phone has stored the scan, with its verdict if it has one. @type {(state: ScreenState, event: { done: import("../types.js").Answer } & Context) => Transition} */
export function decided(state, { done, at }) {
  const { about, unasked } = state.task ?? {};
  const answer = { ...about, ...done, unasked: Boolean(unasked) && !done.entry?.ref };
  if (isCovered(state)) return done.result ? finishUnseen(state, [answer]) : giveUp(state, answer);
  return done.result ? finish(show(state, answer, at)) : ask(state, answer);
}

/** The next of those that waited. @type {(state: ScreenState, event: Context) => Transition} */
export function turned(state, { facts, at }) {
  const [text, ...waiting] = state.waiting;
  if (isBusy(state) || text === undefined) return stay(state);
  const next = taken({ ...state, waiting }, { text, facts, at });
  return isBusy(next.state) || !waiting.length ? next : stay(next.state, ...next.effects, { type: "wait_turn" });
}

/** A tap asks anew: with the same scan as long as that waits, else with another one. @type {(state: ScreenState) => Transition} */
export function again(state) {
  const { answer } = state;
  if (isBusy(state) || !answer?.isOpen || !answer.entry) return stay(state);
  const task = { text: answer.text ?? answer.entry.code, shown: answer };
  if (!answer.isLate) return stay({ ...state, task: { ...task, kind: "reopen" } }, { type: "reopen", entry: answer.entry });
  // What was taken back has to be known to the server before it is asked again.
  return stay({ ...state, answer: { ...answer, result: null }, task: { ...task, kind: "settle_first" } }, { type: "checking" }, { type: "flush" });
}

/** @type {(state: ScreenState, event: Context) => Transition} */
export const flushed = (state, context) => (state.task?.kind === "settle_first" ? scanAnew(state, context) : stay(state));

/** Whether the same scan could be asked for once more. @type {(state: ScreenState, event: { isWaiting: boolean } & Context) => Transition} */
export function reopened(state, { isWaiting, ...context }) {
  const shown = state.task?.shown;
  if (!isWaiting || !shown?.entry) return scanAnew(state, context);
  if (isCovered(state)) return giveUp(state, shown);
  return ask(state, { ...shown, isOpen: false, entry: { ...shown.entry, verdict: null } });
}

/** @type {(state: ScreenState, context: Context) => Transition} */
const scanAnew = (state, context) => (isCovered(state) ? finish(stay(state)) : begin(state, state.task?.text ?? "", { ask: true }, context));
