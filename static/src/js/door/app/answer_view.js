/** What stands on the screen, and since when. */
import { DATED } from "../domain/verdict_view.js";

/** So long a verdict stands before another code in view replaces it: long enough to be seen. */
export const SEEN_MS = 700;

/** `viewOf(shown)` makes what the verdict view shows of `{ entry, result, more, unasked, isOpen }`. */
export function createAnswerView({ verdictView, sounds, viewOf, say, clock }) {
  let current = null;
  let shownAt = -Infinity;
  let told = null;

  function tell(news) {
    shownAt = clock();
    told = news;
    verdictView.show(news);
    sounds.play(news.tone);
  }

  return {
    /** `{ entry, result, text, readAt, … }`, with result null while it is being checked; or null. */
    current: () => current,
    keep: (shown) => (current = shown),
    wasSeen: () => clock() - shownAt >= SEEN_MS,

    show(shown) {
      current = shown;
      tell(viewOf(shown));
    },
    checking(shown) {
      current = { ...shown, result: null };
      verdictView.show({ tone: "checking", icon: "wait", word: say("checking_word") });
    },
    /** The same answer in newer words, without a sound; nothing happens where they are the same. */
    refresh() {
      if (!current?.entry || !DATED.includes(current.result?.verdict) || current.isLate) return;
      const news = viewOf(current);
      if (["word", "line", "advice"].every((part) => news[part] === told?.[part])) return;
      told = news;
      verdictView.show(news);
    },
    /** What is no verdict; it concerns `shown`, if anybody. */
    note(kind, { icon, tone = "offline", actions = [], shown = null, name = "", line = say(`${kind}_line`) }) {
      current = shown;
      tell({ tone, icon, name, word: say(`${kind}_word`), line, advice: say(`${kind}_advice`), actions });
    },
    close() {
      current = null;
      verdictView.close();
    },
  };
}
