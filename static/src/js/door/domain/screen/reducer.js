/**
 * What stands on the scanner's screen: `(state, event) → { state, effects }`. Each event brings the
 * moment at which it came (`at`) and what is so outside just then (`facts`). Pure.
 */
import { DATED } from "../verdict_view.js";
import { reactTo } from "./late_answers.js";
import { admit, admitted, correctGroup, doneByHand, override, undo, walkIn } from "./manual.js";
import { answered, heard, refused, turnedAway, unanswered } from "./questions.js";
import { again, begin, decided, flushed, practised, reopened, taken, turned } from "./scans.js";
import { finish, isBusy, isCovered, late, note, show, START, stay, takeBack } from "./state.js";

/**
 * @typedef {import("./events.js").Context} Context
 * @typedef {import("../types.js").Moment} Moment
 * @typedef {import("../types.js").ScreenState} ScreenState
 * @typedef {import("../types.js").Settled} Settled
 * @typedef {import("./events.js").Transition} Transition
 */

/** @type {{ [Name in keyof import("./events.js").Events]: (state: ScreenState, event: import("./events.js").ScreenEvent<Name> & Context) => Transition }} */
const TRANSITIONS = {
  taken,
  practised,
  decided,
  turned,
  again,
  flushed,
  reopened,
  answered,
  unanswered,
  refused,
  turned_away: turnedAway,
  undo,
  override,
  admit,
  walk_in: walkIn,
  done_by_hand: doneByHand,
  admitted,
  settled,
  taken_back: (state) => stay(state, { type: "done" }),
  failed,
  dated,
  next: (state) => (isBusy(state) ? stay(state) : close(state)),
  closed: (state) => close({ ...state, waiting: [], task: state.task && { ...state.task, isCovered: true } }),
};

/**
 * @template {keyof import("./events.js").Events} Name
 * @param {ScreenState | undefined} state
 * @param {import("./events.js").ScreenEvent<Name> & Context} event
 * @returns {Transition}
 */
export const reduce = (state = START, event) => TRANSITIONS[event.type](state, event);

/** @param {ScreenState} state */
const close = (state) => stay({ ...state, answer: null }, { type: "close" });

/** Something broke on the way: in the task, or while its answer was shown (`isSeen`). @type {(state: ScreenState, event: { error: unknown, isUnpaired: boolean, isSeen?: boolean } & Context) => Transition} */
function failed(state, { error, isUnpaired, isSeen = false, at }) {
  if (!isBusy(state)) return isSeen ? note(state, "failed", { icon: "cross", actions: ["find"] }, at) : stay(state);
  if (isUnpaired) return stay({ ...state, task: null }, { type: "unpaired", error });
  return finish(isCovered(state) ? stay(state) : note(state, "failed", { icon: "cross", actions: ["find"] }, at));
}

/** The organiser changed hours or days: the words follow, where the answer speaks of them. @param {ScreenState} state */
function dated(state) {
  const { answer } = state;
  const isDated = answer?.entry && !answer.isLate && DATED.includes(answer.result?.verdict ?? "");
  return isDated ? stay(state, { type: "refresh", answer }) : stay(state);
}

/** What the server says of answers that stand, or stood, on the screen. @type {(state: ScreenState, event: { entries: Settled[] } & Context) => Transition} */
function settled(state, { entries, ...context }) {
  return entries.reduce((before, each) => {
    const next = settle(before.state, each, context);
    return stay(next.state, ...before.effects, ...next.effects);
  }, stay(state));
}

/** @type {(state: ScreenState, settled: Settled, context: Context) => Transition} */
function settle(state, { entry, result }, context) {
  const { answer } = state;
  if (answer?.group?.some((each) => each.entry?.scan_id === entry.scan_id)) return correctGroup(state, entry, result, context.at);
  const isShown = answer?.entry?.scan_id === entry.scan_id;
  if (isShown && !answer?.result) return heard(state, result, context.at);
  return react(state, { entry, result }, isShown, context);
}

/** @type {(state: ScreenState, settled: Settled, isShown: boolean, context: Context) => Transition} */
function react(state, settled, isShown, { facts, at }) {
  const { entry, result } = settled;
  const answer = state.answer ?? {};
  const { text = entry.code, readAt, result: before, isRepeat = false } = answer;
  const shown = { verdict: before?.verdict, age: ageOf(readAt, at), isRepeat, isInView: facts.isInView && !isBusy(state) };
  const reaction = reactTo(entry, result, isShown ? shown : null);
  const notice = isShown && ["take_back", "notice"].includes(reaction) ? late(state, { ...answer, result }, at) : stay(state);
  if (reaction === "take_back") return stay(notice.state, takeBack(entry, result), ...notice.effects);
  if (reaction === "show") return show(state, { ...answer, result, unasked: false, isOpen: false }, at);
  if (reaction === "repeat") return begin(state, text, { ask: true, about: { isRepeat: true, readAt, before } }, { facts, at });
  return notice;
}

/** One clock stands still while a phone sleeps, the other one may be set: the longer time counts. @type {(readAt: Moment | undefined, at: Moment) => number} */
const ageOf = (readAt, at) => (readAt ? Math.max(at.clock - readAt.clock, at.wall - readAt.wall) : Infinity);

/** What can be taken back of the person on the screen; null when nobody stands there. @param {ScreenState} state */
export function undoableOf({ answer }) {
  const { entry, result } = answer ?? {};
  if (!entry) return null;
  const { name = "", reference } = result?.ticket ?? {};
  return { scan_id: entry.scan_id, day: entry.day, checkpoint: entry.checkpoint, ref: entry.ref || reference || null, counts: entry.counts ?? 1, name };
}
