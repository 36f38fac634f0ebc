/** Takes one code after the other: asks for its verdict, shows it, and knows what may come next. */
import { Unpaired, Unreachable } from "./server.js";

/** So long a verdict stands before another code in view replaces it: long enough to be seen. */
const SEEN_MS = 700;

/**
 * `present(result, entry)` turns an answer into what the panel shows. `onAnswered()` comes after a
 * verdict, `onUnpaired(error)` when the server no longer knows this device.
 */
export function createDesk({ queue, sightings, panel, sounds, present, say, onAnswered, onUnpaired, clock = () => performance.now() }) {
  let busy = false;
  let shownAt = -Infinity;
  let open = null;

  async function check(entry) {
    busy = true;
    open = null;
    panel.show({ tone: "checking", icon: "wait", word: say("checking_word") });
    try {
      answer(present(await queue.settle(entry), entry));
      onAnswered();
    } catch (error) {
      if (error instanceof Unpaired) return onUnpaired(error);
      fail(error, entry);
    } finally {
      busy = false;
      shownAt = clock();
    }
  }

  function answer(look) {
    panel.show(look);
    sounds.play(look.tone);
  }

  function fail(error, entry) {
    open = entry;
    const kind = error instanceof Unreachable ? "offline" : "failed";
    const look = { tone: "offline", icon: "offline", word: say(`${kind}_word`), line: say(`${kind}_line`), advice: say(`${kind}_advice`) };
    answer(look);
  }

  const isFree = () => !busy && clock() - shownAt >= SEEN_MS;

  return {
    /** Codes in view, the most central one first; called for every frame. */
    see([code]) {
      if (!code) return;
      // While one is being checked another waits, uncounted, until the answer was seen.
      if (!isFree() && !sightings.isLatest(code)) return;
      if (sightings.see(code, clock()) && isFree()) check(queue.take(code));
    },
    /** A code that was typed, or came from a hand-held scanner. */
    take(code) {
      if (!busy) check(queue.take(code));
    },
    again() {
      if (open && !busy) check(open);
    },
    next() {
      if (!busy) panel.close();
    },
  };
}
