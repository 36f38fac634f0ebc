/** Does what the reducer of the screen decided. What takes time resolves to the event that it ends with. */
import { sampleResult } from "../domain/practice.js";
import { Unpaired } from "../net/server.js";
import { wait } from "../../shared/wait.js";

/** Nobody waits longer for the server's word than this. */
export const PATIENCE_MS = 2500;

/**
 * @typedef {import("../domain/screen/events.js").Performers} Performers
 * @typedef {import("../domain/types.js").VerdictView} VerdictView
 */

/** @param {unknown} error */
export const isUnpaired = (error) => error instanceof Unpaired;

/**
 * What is stored, and then sent: `shareOf(type)` is how many places this phone may give away.
 * @param {Pick<import("./engine.js").Engine, "actions"> & { queue: Pick<import("./engine.js").Engine["queue"], "amend">, sender: Pick<import("./engine.js").Engine["sender"], "ask" | "flush">, shareOf: (type: number) => number }} phone
 * @param {import("../domain/types.js").Say} say
 * @param {number} patience
 * @returns {Pick<Performers, "scan" | "ask" | "turn_away" | "reopen" | "flush" | "undo" | "override" | "walk_in" | "admit" | "take_back">}
 */
export function createStoringEffects(phone, say, patience) {
  const { actions, queue, sender, shareOf } = phone;
  return {
    scan: async ({ text, ...how }) => ({ type: "decided", done: await actions.scan(text, how) }),
    ask: async ({ entry, wish }) => {
      const { scan_id } = entry;
      try {
        const result = await sender.ask(entry, patience);
        return result ? { type: "answered", scan_id, result } : { type: "unanswered", scan_id, share: wish ? shareOf(wish.type) : 0 };
      } catch (error) {
        return { type: "refused", scan_id, error, isUnpaired: isUnpaired(error) };
      }
    },
    turn_away: async ({ entry, change, wish }) => {
      await queue.amend(entry.scan_id, { ...change, asked: true });
      await actions.decided({ ...entry, ...change });
      return { type: "turned_away", scan_id: entry.scan_id, result: wish ? actions.walkInResult({ ...entry, ...change }) : null };
    },
    reopen: async ({ entry }) => ({ type: "reopened", isWaiting: await queue.amend(entry.scan_id, { verdict: null }) }),
    flush: async () => {
      await Promise.race([sender.flush(), wait(patience)]);
      return { type: "flushed" };
    },
    undo: async ({ admission, reason }) => ({ type: "done_by_hand", done: await actions.undo(admission, reason) }),
    override: async ({ ticket, reason }) => ({ type: "done_by_hand", done: await actions.override(ticket, reason) }),
    walk_in: async ({ wish, verdict }) => ({ type: "done_by_hand", wish, done: await actions.walkIn(wish, verdict) }),
    admit: async ({ refs }) => {
      const group = [];
      // Whoever left the list meanwhile is not let in by the server behind the helper's back.
      for (const ref of refs) group.push({ ...(await actions.scan(ref, { unlisted: "unknown" })), text: ref });
      return { type: "admitted", group };
    },
    /** The server let somebody in whom the helper had already sent away: whoever is on the screen has no part in it. */
    take_back: async ({ admission }) => {
      await actions.undo(admission, say("late_reason")).catch(() => {});
      return { type: "taken_back" };
    },
  };
}

/**
 * @typedef {object} Display
 * @property {Pick<ReturnType<typeof import("../ui/verdict_view.js").createVerdictView>, "show" | "close">} verdictView
 * @property {{ play(tone: string): void }} sounds
 * @property {import("../domain/types.js").Say} say
 * @property {(answer: import("../domain/types.js").Answer) => VerdictView} viewOf
 * @property {(group: import("../domain/types.js").Answer[]) => VerdictView} viewOfGroup
 */

/**
 * What is seen and heard. `viewOf(answer)` and `viewOfGroup(group)` make what the verdict view shows.
 * @param {Display} display
 * @returns {Pick<Performers, "show" | "show_sample" | "show_group" | "note" | "checking" | "refresh" | "sound" | "close">}
 */
export function createShowingEffects({ verdictView, sounds, say, viewOf, viewOfGroup }) {
  /** @type {import("../domain/types.js").VerdictView | null} */
  let told = null;

  /** @param {import("../domain/types.js").VerdictView} view */
  function tell(view) {
    told = view;
    verdictView.show(view);
    sounds.play(view.tone);
  }

  return {
    show: ({ answer }) => tell(viewOf(answer)),
    show_sample: ({ word }) => tell(viewOf({ entry: null, result: sampleResult(word, new Date(), say), more: 0 })),
    show_group: ({ group }) => tell(viewOfGroup(group)),
    note: ({ kind, view }) => tell({ ...view, word: say(`${kind}_word`), line: say(`${kind}_line`), advice: say(`${kind}_advice`) }),
    checking: () => void verdictView.show({ tone: "checking", icon: "wait", word: say("checking_word") }),
    /** The same answer in newer words, without a sound; nothing happens where they are the same. */
    refresh: ({ answer }) => {
      const view = viewOf(answer);
      if (view.word === told?.word && view.line === told?.line && view.advice === told?.advice) return;
      told = view;
      verdictView.show(view);
    },
    sound: ({ tone }) => void sounds.play(tone),
    close: () => void verdictView.close(),
  };
}
