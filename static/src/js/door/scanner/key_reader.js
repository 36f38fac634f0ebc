/**
 * Tells the keys of a hand scanner from those of a person. A scanner types 10 to 120 ms a key and
 * ends with Enter, Tab or a pause; what it types is a code, or comes in a rhythm that no hand has.
 * Pure but for the layout that it has learnt.
 */
import { isLongCode, readKeys } from "../codes/keyboard.js";

/**
 * @typedef {import("../codes/keyboard.js").Key} Key
 * @typedef {import("../codes/keyboard.js").Layout} Layout
 * @typedef {Key & { at: number }} Press
 * @typedef {{ is: "scan", text: string, isCode: boolean, layout: Layout | null, end: string }} Scan
 * @typedef {Scan | { is: "start" | "more" | "rest" | "typed" | "other" }} Outcome
 * @typedef {{ get(): Layout | null, set(name: Layout): void }} LayoutMemory
 * @typedef {{ fewest?: number }} Options
 */

/** After so long another key does not belong to what was typed before. */
export const LONGEST_GAP_MS = 150;
const FAST_MS = 35;
const BRISK_MS = 60;
const FEWEST_FAST = 6;
const FEWEST_STEADY = 12;
const STEADY = 0.2;
const ENDS = ["Enter", "Tab"];

/** `fewest` keys in a rhythm that no hand has are a scanner's. @type {(gaps: number[], fewest: number) => boolean} */
function isMachine(gaps, fewest) {
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
  if (gaps.length >= fewest - 1 && mean <= FAST_MS) return true;
  return gaps.length >= FEWEST_STEADY - 1 && deviation <= STEADY * mean;
}

/** @param {number[]} gaps */
const isBrisk = (gaps) => gaps.reduce((sum, gap) => sum + gap, 0) <= BRISK_MS * gaps.length;

/** `layout` has `get()` and `set(name)`: which of two layouts was right before. @param {{ layout?: LayoutMemory }} memory */
export function createKeyReader({ layout = { get: () => null, set() {} } } = {}) {
  /** @type {Key[]} */
  let keys = [];
  /** @type {number[]} */
  let gaps = [];
  let last = -Infinity;
  let endedAt = -Infinity;
  let isTail = false;

  function start() {
    keys = [];
    gaps = [];
  }

  /** @param {Press} pressed @returns {Outcome} */
  function take({ key, code, shift, at }) {
    const gap = at - last;
    const isNew = !keys.length || gap > LONGEST_GAP_MS;
    if (isNew) {
      start();
      // More lines of the same code, such as a business card's, belong to the scan before.
      isTail = at - endedAt <= LONGEST_GAP_MS;
    } else gaps.push(gap);
    last = at;
    keys.push({ key, code, shift });
    return { is: isNew ? "start" : "more" };
  }

  /** What was typed is a scan, the rest of one, or a person's. @type {(at: number, how: Options & { end: string }) => Outcome} */
  function conclude(at, { end, fewest = FEWEST_FAST }) {
    const { text, layout: read, isCode } = readKeys(keys, layout.get() ?? undefined);
    const isScan = isCode ? end !== "pause" || isLongCode(text) || isBrisk(gaps) : gaps.length > 0 && isMachine(gaps, fewest);
    const wasTail = isTail;
    // After a pause more of it may come: keys wait in a phone that is busy.
    if (end !== "pause" || isScan || wasTail) start();
    if (!isScan && !wasTail) return { is: "typed" };
    endedAt = at;
    if (wasTail && !isCode) return { is: "rest" };
    if (read) layout.set(read);
    return { is: "scan", text, isCode, layout: read, end };
  }

  return {
    /**
     * A key that was pressed at `at` milliseconds. `is` of the result: "start" or "more" of something
     * typed, "scan" with its `text`, the "rest" of one, "typed" by a person, or "other".
     * @type {(pressed: Press, options?: Options) => Outcome}
     */
    press(pressed, options = {}) {
      const { key, at } = pressed;
      if (ENDS.includes(key)) {
        const isLate = at - last > LONGEST_GAP_MS * 2;
        if (keys.length && !isLate) return conclude(at, { ...options, end: key.toLowerCase() });
        start();
        // Scanners may end with two keys, of which the second must press nothing.
        return { is: at - endedAt <= LONGEST_GAP_MS ? "rest" : "other" };
      }
      if (key === "Shift" || key === "AltGraph" || key === "CapsLock") return { is: "other" };
      if (key.length === 1 || key === "Dead") return take(pressed);
      start();
      return { is: "other" };
    },
    /** Nothing came for a while. @type {(at: number, options?: Options) => Outcome} */
    pause: (at, options = {}) => (keys.length ? conclude(at, { ...options, end: "pause" }) : { is: "typed" }),
    /** How many keys are on their way, and what they say so far. */
    running: () => keys.length,
    text: () => readKeys(keys, layout.get() ?? undefined).text,
  };
}
