/** What the bar shows, counted anew after each action, but never twice at once. */
import { shareLeft, tallyOf } from "../domain/counts.js";
import { dateAt, dayOf } from "../domain/verdict.js";

/**
 * @typedef {import("../domain/types.js").Entry} Entry
 * @typedef {import("../domain/types.js").UnsentCounts} UnsentCounts
 */

/** @type {UnsentCounts} */
const NONE = { waiting: 0, refused: 0, lost: 0, unsaved: 0, all: 0 };

/**
 * `onFigures()` comes when `figures` are new.
 * @param {object} parts
 * @param {Pick<ReturnType<typeof import("../storage/unsent.js").createUnsent>, "own" | "count">} parts.unsent
 * @param {() => import("../domain/types.js").DoorState | null} parts.state
 * @param {() => Date} parts.now
 * @param {() => void} parts.onFigures
 */
export function createFigures({ unsent: kept, state, now, onFigures }) {
  /** @type {ReturnType<typeof tallyOf>} */
  let tally = { inside: 0, given: {} };
  let unsent = NONE;
  /** @type {Promise<void> | null} */
  let running = null;
  let again = false;

  /** The key of the checkpoint where this phone scans; "" as long as no event is known. */
  function here() {
    const { device, event } = state() ?? {};
    return event ? (device?.checkpoint ?? dateAt(event.days, event.timezone, now())) : "";
  }
  const day = () => dayOf(here());

  async function count() {
    const entries = await kept.own();
    unsent = await kept.count();
    if (state()) tally = tallyOf(entries, here());
    onFigures();
  }

  async function run() {
    do {
      again = false;
      await count();
    } while (again);
  }

  return {
    refresh() {
      if (running) again = true;
      running ??= run().finally(() => {
        running = null;
      });
      return running;
    },
    /** What the server has taken over is not counted twice until all is counted anew. @param {Entry[]} entries */
    settled(entries) {
      if (!state()) return;
      const theirs = tallyOf(entries, here());
      tally.inside -= theirs.inside;
      for (const [type, number] of Object.entries(theirs.given)) tally.given[type] -= number;
      unsent = { ...unsent, waiting: Math.max(0, unsent.waiting - entries.length) };
    },
    here,
    day,
    /** How many scans the server was not told, for whatever reason. */
    unsent: () => unsent.waiting + unsent.refused + unsent.lost,
    /** The same by reason: `waiting`, `refused` by the server, `lost` with a pairing, `unsaved`. */
    unsentBy: () => unsent,
    /** @param {number} type */
    shareOf(type) {
      const about = state();
      return about ? shareLeft(about, tally.given, type) : 0;
    },

    /** The server's state with what it was not told yet; figures of another day are none. */
    about() {
      const about = state();
      if (!about || about.day?.date !== day()) return about && { ...about, day: null };
      return { ...about, inside: about.inside + tally.inside };
    },
  };
}
