/** The server decides where the phone cannot, and is waited for only so long. Pure. */
import { wasLetIn } from "../admissions.js";
import { letsIn } from "../verdict.js";
import { finish, isCovered, late, note, show, stay, takeBack } from "./state.js";

/**
 * @typedef {import("../types.js").Answer} Answer
 * @typedef {import("./events.js").Context} Context
 * @typedef {import("../types.js").Result} Result
 * @typedef {import("../types.js").ScreenState} ScreenState
 * @typedef {import("./events.js").Transition} Transition
 */

/** @type {Result} */
const UNKNOWN = { verdict: "unknown", ticket: null };

/** `wish` is what somebody without a ticket would like. @type {(state: ScreenState, shown: Answer, wish?: import("../types.js").Wish | null) => Transition} */
export function ask(state, shown, wish = null) {
  const asking = { ...state, answer: { ...shown, result: null }, task: { kind: "ask", text: shown.text, shown, wish } };
  return stay(asking, { type: "checking" }, { type: "ask", entry: entryOf(shown), wish });
}

/** What is asked for has been stored before. @param {Answer | undefined} answer */
function entryOf(answer) {
  if (!answer?.entry) throw new Error("nothing of it was stored");
  return answer.entry;
}

/** @type {(state: ScreenState, scanId: string, kinds?: string[]) => boolean} */
const isAbout = ({ task }, scanId, kinds = ["ask"]) => task !== null && kinds.includes(task.kind) && task.shown?.entry?.scan_id === scanId;

/** Another screen may have come before the answer: then nobody sees it. @type {(state: ScreenState) => boolean} */
const isAwaited = ({ answer, task }) => Boolean(answer?.entry) && answer?.entry?.scan_id === task?.shown?.entry?.scan_id;

/** @type {(state: ScreenState, event: { scan_id: string, result: Result } & Context) => Transition} */
export const answered = (state, { scan_id, result, at }) => (isAbout(state, scan_id) ? conclude(state, result, at) : stay(state));

/** What the queue's sender heard of what is being checked. @type {(state: ScreenState, result: Result, at: import("../types.js").Moment) => Transition} */
export function heard(state, result, at) {
  if (state.task?.kind === "ask") return conclude(state, result, at);
  return stay(state.task ? { ...state, task: { ...state.task, heard: result } } : state);
}

/** @type {(state: ScreenState, result: Result, at: import("../types.js").Moment) => Transition} */
function conclude(state, result, at) {
  const shown = /** @type {Answer} */ (state.task?.shown);
  const entry = entryOf(shown);
  const isIn = wasLetIn(entry, result);
  if (!isAwaited(state)) return finish(stay(state, ...(isIn ? [takeBack(entry, result)] : [])));
  // The server had taken it as turned away, and says what would have been right: nobody went in.
  if (letsIn(result.verdict) && !isIn) return finish(late(state, { ...shown, result }, at));
  return finish(show(state, { ...shown, result, unasked: false, isOpen: false }, at));
}

/** No answer came in time: the phone decides after all. @type {(state: ScreenState, event: { scan_id: string, share?: number } & Context) => Transition} */
export function unanswered(state, { scan_id, share = 0 }) {
  if (!isAbout(state, scan_id)) return stay(state);
  return turnAway(state, "give_up", changeOf(state, share));
}

/** Whom nobody sees come in is not let in by this phone. @type {(state: ScreenState, share: number) => import("./events.js").Change} */
function changeOf(state, share) {
  const { wish, shown } = state.task ?? {};
  if (!wish) return { verdict: shown?.before?.verdict ?? "unknown" };
  const isIn = share > 0 && isAwaited(state);
  return { verdict: isIn ? "welcome" : "sold_out", counts: Number(isIn) };
}

/** @type {(state: ScreenState, kind: string, change: import("./events.js").Change) => Transition} */
function turnAway(state, kind, change) {
  const { shown, wish = null } = state.task ?? {};
  return stay({ ...state, task: { ...state.task, kind } }, { type: "turn_away", entry: entryOf(shown), change, wish });
}

/** Nobody would see the server's answer: it is not waited for. @type {(state: ScreenState, shown: Answer) => Transition} */
export const giveUp = (state, shown) => turnAway({ ...state, task: { kind: "give_up", ...state.task, shown } }, "give_up", { verdict: shown.before?.verdict ?? "unknown" });

/** Whoever is told that it failed goes away: the server must not let them in afterwards. @type {(state: ScreenState, event: { scan_id: string, error: unknown, isUnpaired: boolean } & Context) => Transition} */
export function refused(state, { scan_id, error, isUnpaired }) {
  if (!isAbout(state, scan_id)) return stay(state);
  if (isUnpaired) return stay({ ...state, task: null }, { type: "unpaired", error });
  return turnAway(state, "fail", { verdict: "unknown" });
}

/** It is stored that the phone decided. @type {(state: ScreenState, event: { scan_id: string, result: Result | null } & Context) => Transition} */
export function turnedAway(state, { scan_id, result, facts, at }) {
  if (!isAbout(state, scan_id, ["give_up", "fail"])) return stay(state);
  const { kind, wish, heard: word } = state.task ?? {};
  const shown = /** @type {Answer} */ (state.task?.shown);
  if (kind === "fail" && isCovered(state)) return finish(stay(state));
  if (kind === "fail") return finish(note(state, "failed", { icon: "cross", actions: ["find"] }, at));
  if (word) return conclude(state, word, at);
  if (!isAwaited(state)) return finish(stay(state));
  if (wish) return finish(decideByShare(state, { ...shown, result }, at));
  const open = { ...shown, result: shown.before ?? UNKNOWN, unasked: !shown.before, isOpen: true };
  return finish(facts.hasList ? show(state, open, at) : note(state, "offline", { icon: "offline", actions: ["again", "find"], answer: open }, at));
}

/** @type {(state: ScreenState, answer: Answer, at: import("../types.js").Moment) => Transition} */
const decideByShare = (state, answer, at) => (letsIn(answer.result?.verdict) ? show(state, answer, at) : note(state, "offline", { icon: "offline", answer }, at));
