/** Runs the scanner: hands what happens to the screen's reducer, and does what that decides. */
import { createDuplicateFilter } from "../domain/duplicate_filter.js";
import { areAllIn } from "../domain/screen/manual.js";
import { reduce, undoableOf } from "../domain/screen/reducer.js";
import { isBusy, isFree, SEEN_MS, START } from "../domain/screen/state.js";
import { createShowingEffects, createStoringEffects, isUnpaired, PATIENCE_MS } from "./effects.js";

/**
 * @typedef {import("../domain/screen/events.js").Outcome} Outcome
 * @typedef {import("../domain/screen/events.js").Performers} Performers
 * @typedef {{ clock: () => number, wall: () => number, later: (work: () => void, milliseconds: number) => unknown, patience: number }} Time
 */

/** @type {Time} */
const REAL_TIME = { clock: () => performance.now(), wall: () => Date.now(), later: setTimeout.bind(globalThis), patience: PATIENCE_MS };

/**
 * `phone` stores and sends, `display` shows, `facts()` tells what is so outside. `on` has `done()`
 * after each action, `unpaired(error)` when the server no longer knows this device,
 * `pairingLink(secret)` when somebody holds the code of a link before it, and `group()` before not
 * all of a booking are shown as let in.
 * @param {Parameters<typeof createStoringEffects>[0]} phone
 * @param {import("./effects.js").Display} display
 * @param {() => import("../domain/screen/events.js").Facts} facts
 * @param {{ done(): void, unpaired(error: unknown): void, pairingLink(secret: string): void, group(): void }} on
 * @param {Partial<Time>} [time]
 */
export function createScanController(phone, display, facts, on, time = {}) {
  const { clock, wall, later, patience } = { ...REAL_TIME, ...time };
  const duplicates = createDuplicateFilter();
  const showing = createShowingEffects(display);
  /** @type {Performers} */
  const effects = {
    ...createStoringEffects(phone, display.say, patience),
    ...showing,
    show_group(effect) {
      on.group();
      showing.show_group(effect);
    },
    wait_turn: () => void later(() => dispatch({ type: "turned" }), SEEN_MS),
    pairing_link: ({ secret }) => void on.pairingLink(secret),
    unpaired: ({ error }) => void on.unpaired(error),
    done: () => void on.done(),
  };
  let state = START;

  const moment = () => ({ clock: clock(), wall: wall() });

  /**
   * Resolves when all that follows from the event is done.
   * @param {Outcome} event
   */
  async function dispatch(event) {
    const next = reduce(state, { ...event, facts: facts(), at: moment() });
    state = next.state;
    await Promise.all(next.effects.map(perform));
  }

  /**
   * @template {keyof Performers} Name
   * @param {import("../domain/screen/events.js").Effect<Name>} effect
   */
  async function perform(effect) {
    /** @type {Outcome | void} */
    let event;
    try {
      event = await effects[effect.type](effect);
    } catch (error) {
      event = { type: "failed", error, isUnpaired: isUnpaired(error), isSeen: effect.type in showing };
    }
    if (event) await dispatch(event);
  }

  return {
    /** The code somebody aims at; called for every frame that has one. @param {string} code */
    see(code) {
      // While one is being checked another waits, uncounted, until the answer was seen.
      const at = moment();
      if (!isFree(state, at) && !duplicates.isLatest(code)) return;
      if (duplicates.see(code, at.clock) && isFree(state, at)) dispatch({ type: "taken", text: code });
    },
    /** A code that was typed, or came from a hand scanner: it waits while another one is checked. @param {string} text */
    take: (text) => dispatch({ type: "taken", text }),
    /** @param {string} word */
    practise: (word) => dispatch({ type: "practised", word }),
    again: () => dispatch({ type: "again" }),
    next: () => dispatch({ type: "next" }),
    /** What can be taken back of the person on the screen. */
    undoable: () => undoableOf(state),
    /** @param {import("../domain/types.js").Admission | null} admission @param {string} reason */
    undo: (admission, reason) => dispatch({ type: "undo", admission, reason }),
    /** @param {string} reason */
    override: (reason) => dispatch({ type: "override", reason }),
    /** Several tickets of a booking. Resolves to whether all of them came in. @param {string[]} refs */
    async admit(refs) {
      if (isBusy(state) || facts().practice) return dispatch({ type: "admit", refs }).then(() => false);
      await dispatch({ type: "admit", refs });
      return Boolean(state.answer?.group && areAllIn(state.answer.group));
    },
    /** @param {import("../domain/types.js").Wish} wish */
    walkIn: (wish) => dispatch({ type: "walk_in", wish, share: phone.shareOf(wish.type) }),
    /** What the server has answered to what waited. @param {import("../domain/types.js").Settled[]} entries */
    answered: (entries) => dispatch({ type: "settled", entries }),
    /** The organiser changed what an answer on the screen speaks of. */
    refresh: () => dispatch({ type: "dated" }),
    /** What stands on the screen, or null. */
    current: () => state.answer,
    /** Another screen comes before it: nothing waits on. */
    close: () => dispatch({ type: "closed" }),
  };
}
