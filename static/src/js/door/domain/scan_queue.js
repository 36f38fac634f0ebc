/** Scans of a hand scanner that came while another one was being checked, in their order. */
import { readCode } from "../codes/codes.js";

const MOST = 20;

/** The trigger is pulled again while nothing happens: the same code twice in a row is one scan. */
const isSame = (a, b) => a !== null && b !== null && (readCode(a) ?? a) === (readCode(b) ?? b);

export function createScanQueue() {
  let waiting = [];

  return {
    /** `running` is the code that is being checked now, or null. */
    add(text, running = null) {
      if (isSame(waiting.at(-1) ?? running, text) || waiting.length >= MOST) return;
      waiting.push(text);
    },
    next: () => waiting.shift() ?? null,
    size: () => waiting.length,
    clear: () => (waiting = []),
  };
}
