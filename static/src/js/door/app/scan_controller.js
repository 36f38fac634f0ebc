/** Takes one code after the other, has its verdict shown, and knows what may come next. */
import { createAnswerView, SEEN_MS } from "./answer_view.js";
import { reactTo } from "../domain/late_answers.js";
import { createManualActions } from "./manual_actions.js";
import { secretInText } from "../codes/pairing_link.js";
import { sampleIn, sampleResult } from "../domain/practice.js";
import { wait } from "../net/retry.js";
import { createScanQueue } from "../domain/scan_queue.js";
import { Unpaired } from "../net/server.js";
import { createServerQuestions } from "./server_questions.js";

/** Nobody waits longer for the server's word than this. */
const PATIENCE_MS = 2500;

/**
 * `mode` tells `practice` and `direction`; `canAsk()` whether the server may answer, `hasList()`
 * whether this phone could know, `isInView()` whether the answer can be seen. `onDone()` comes after
 * each action, `onUnpaired(error)` when the server no longer knows this device, and
 * `onPairingLink(secret)` when somebody holds the code of a pairing link before it.
 */
export function createScanController({
  actions, queue, sender, duplicates, verdictView, sounds, viewOf, viewOfGroup, onGroup, say, mode, canAsk, hasList, shareOf, isInView, onDone, onUnpaired,
  onPairingLink, clock = () => performance.now(), wall = () => Date.now(), later = setTimeout, patience = PATIENCE_MS,
}) {
  const waiting = createScanQueue();
  // One clock stands still while a phone sleeps, the other one may be set: the longer time counts.
  const moment = () => ({ clock: clock(), wall: wall() });
  const ageOf = (readAt) => (readAt ? Math.max(clock() - readAt.clock, wall() - readAt.wall) : Infinity);
  const view = createAnswerView({ verdictView, sounds, viewOf, say, clock });
  const questions = createServerQuestions({ actions, queue, sender, view, hasList, notice, takeBack, patience });
  const manual = createManualActions({ run, actions, questions, view, sounds, viewOfGroup, onGroup, verdictView, mode, canAsk, shareOf });
  let busy = false;
  let running = null;

  /** One action at a time, from the tap or the scan until its answer is on the screen. */
  async function run(action) {
    if (busy) return;
    busy = true;
    try {
      await action();
    } catch (error) {
      if (error instanceof Unpaired) return onUnpaired(error);
      view.note("failed", { icon: "cross", actions: ["find"] });
    } finally {
      busy = false;
      running = null;
      takeWaiting();
    }
    onDone();
  }

  /** What came meanwhile is taken as soon as the last answer could be seen. */
  function takeWaiting() {
    if (!waiting.size()) return;
    later(() => {
      const text = busy ? null : waiting.next();
      if (text === null) return;
      take(text);
      if (!busy) takeWaiting();
    }, SEEN_MS);
  }

  /** `ask`: the server decides, also on what stands on the list; `about` goes on with an earlier scan. */
  const scan = (text, { ask = false, ...about } = {}) =>
    run(async () => {
      const unlisted = ask || canAsk() || !hasList() ? null : "unknown";
      const scanned = { readAt: moment(), ...about, text };
      running = text;
      const done = await actions.scan(text, { action: mode.direction === "out" ? "exit" : "scan", unlisted, ask });
      const shown = { ...scanned, ...done, unasked: Boolean(unlisted) && !done.entry.ref };
      if (done.result) view.show(shown);
      else await questions.ask(shown);
    });

  /** It would have been right, but the person was turned away: a tap may still let them in. */
  function notice(shown, result) {
    const { ticket } = result;
    view.note("late", { tone: "caution", icon: "clock", name: ticket?.name ?? "", actions: ["again", "find"], shown: { ...shown, result, isOpen: true, isLate: true } });
  }

  /** The server let somebody in whom the helper had already sent away. */
  async function takeBack(entry, result) {
    const { scan_id, day } = entry;
    await actions.undo({ scan_id, day, ref: result.ticket?.reference ?? null, counts: 1 }, say("late_reason"));
    onDone();
  }

  /** What the server says of an answer that stands, or stood, on the screen. */
  function settle(entry, result) {
    const current = view.current();
    if (current?.group?.some((each) => each.entry.scan_id === entry.scan_id)) return manual.correctGroup(entry, result);
    const isShown = current?.entry?.scan_id === entry.scan_id;
    if (isShown && !current.result) return questions.heard(result);
    const shown = isShown ? standing(current) : null;
    react(reactTo(entry, result, shown), { entry, result, current: isShown ? current : null });
  }

  const standing = ({ result, readAt, isRepeat = false }) => ({ verdict: result.verdict, age: ageOf(readAt), isRepeat, isInView: isInView() && !busy });

  function react(reaction, { entry, result, current }) {
    if (reaction === "show") view.show({ ...current, result, unasked: false, isOpen: false });
    if (reaction === "repeat") scan(current.text ?? entry.code, { ask: true, isRepeat: true, readAt: current.readAt, before: current.result });
    if (reaction === "take_back") takeBack(entry, result);
    if (current && (reaction === "take_back" || reaction === "notice")) notice(current, result);
  }

  function practise(word) {
    view.show({ entry: null, result: sampleResult(word, new Date(), say), more: 0 });
    view.keep(null);
  }

  function take(text) {
    if (busy) return waiting.add(text, running);
    const secret = secretInText(text);
    if (secret) return offerPairing(secret);
    const word = sampleIn(text);
    if (!word && !mode.practice) return scan(text);
    if (mode.practice && word) return practise(word);
    view.note(mode.practice ? "practice" : "sample", { icon: "cross" });
  }

  /** The secret of a link is no code: it is neither stored nor sent as one. */
  function offerPairing(secret) {
    onPairingLink(secret);
    view.note("pairing_link", { icon: "check", actions: canAsk() ? ["pair"] : [] });
  }

  /** What can be taken back of the person on the screen. */
  function undoable() {
    const { entry, result } = view.current() ?? {};
    if (!entry) return null;
    const { name = "", reference } = result?.ticket ?? {};
    return { scan_id: entry.scan_id, day: entry.day, ref: entry.ref || reference || null, counts: entry.counts ?? 1, name };
  }

  const isFree = () => !busy && view.wasSeen();

  /** What was taken back has to be known to the server before it is asked again. */
  async function settleFirst(shown) {
    view.checking(shown);
    await Promise.race([sender.flush(), wait(patience)]);
    return true;
  }

  /** A tap asks anew: with the same scan as long as that waits, else with another one. */
  async function again() {
    const shown = view.current();
    if (busy || !shown?.isOpen) return;
    let isGone = false;
    await run(async () => (isGone = shown.isLate ? await settleFirst(shown) : !(await questions.askAgain(shown))));
    if (isGone) await scan(shown.text ?? shown.entry.code, { ask: true });
  }

  return {
    /** The code somebody aims at; called for every frame that has one. */
    see(code) {
      // While one is being checked another waits, uncounted, until the answer was seen.
      if (!isFree() && !duplicates.isLatest(code)) return;
      if (duplicates.see(code, clock()) && isFree()) take(code);
    },
    /** A code that was typed, or came from a hand scanner: it waits while another one is checked. */
    take,
    practise,
    again,
    next() {
      if (!busy) view.close();
    },
    undoable,
    undo: manual.undo,
    override: manual.override,
    admit: manual.admit,
    walkIn: manual.walkIn,

    /** What the server has answered to what waited. */
    answered: (settled) => settled.forEach(({ entry, result }) => settle(entry, result)),
    /** The organiser changed what an answer on the screen speaks of. */
    refresh: view.refresh,
    /** What stands on the screen, or null. */
    current: view.current,
    close() {
      waiting.clear();
      view.close();
    },
  };
}
