/** Has the server decide where the phone cannot, and waits for it only so long. */
import { wasLetIn } from "../domain/admissions.js";
import { Unpaired } from "../net/server.js";
import { letsIn } from "../domain/verdict.js";

const UNKNOWN = { verdict: "unknown", ticket: null };

/**
 * `notice(shown, result)` says that a tap may let somebody in, `takeBack(entry, result)` undoes what
 * the server counted; `hasList()` tells whether this phone could know.
 */
export function createServerQuestions({ actions, queue, sender, view, hasList, notice, takeBack, patience }) {
  let hear = null;

  /** `otherwise(shown)` when no answer comes in time. */
  async function ask(shown, otherwise = giveUp) {
    view.checking(shown);
    const heard = new Promise((resolve) => (hear = resolve));
    const result = await Promise.race([sender.ask(shown.entry, patience), heard])
      .catch(async (error) => {
        // Whoever is told that it failed goes away: the server must not let them in afterwards.
        if (!(error instanceof Unpaired)) await turnAway(shown, { verdict: "unknown" });
        throw error;
      })
      .finally(() => (hear = null));
    await (result ? conclude(shown, result) : otherwise(shown));
  }

  /** Another screen may have come before the answer: then nobody sees it. */
  const isAwaited = ({ entry }) => view.current()?.entry?.scan_id === entry.scan_id;

  async function conclude(shown, result) {
    const isIn = wasLetIn(shown.entry, result);
    if (!isAwaited(shown)) return isIn && takeBack(shown.entry, result);
    // The server had taken it as turned away, and says what would have been right: nobody went in.
    if (letsIn(result.verdict) && !isIn) return notice(shown, result);
    view.show({ ...shown, result, unasked: false, isOpen: false });
  }

  /** The phone decides after all. Resolves to the server's answer if that came meanwhile, else null. */
  async function turnAway({ entry }, change) {
    await queue.amend(entry.scan_id, { ...change, asked: true });
    await actions.decided({ ...entry, ...change });
    return view.current()?.answer ?? null;
  }

  async function giveUp(shown) {
    const result = shown.before ?? UNKNOWN;
    const answer = await turnAway(shown, { verdict: result.verdict });
    if (answer) return conclude(shown, answer);
    if (!isAwaited(shown)) return;
    const unasked = !shown.before;
    const open = { ...shown, result, unasked, isOpen: true };
    if (hasList()) view.show(open);
    else view.note("offline", { icon: "offline", actions: ["again", "find"], shown: open });
  }

  return {
    ask,
    conclude,
    turnAway,

    /** What the server says of what is being checked, by whichever way it came. */
    heard(result) {
      view.keep({ ...view.current(), answer: result });
      hear?.(result);
    },

    /** Asks once more with the same scan; resolves to false if the answer came in the meantime. */
    async askAgain(shown) {
      const isWaiting = await queue.amend(shown.entry.scan_id, { verdict: null });
      if (isWaiting) await ask({ ...shown, isOpen: false, entry: { ...shown.entry, verdict: null } });
      return isWaiting;
    },
  };
}
