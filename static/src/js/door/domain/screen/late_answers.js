/** What follows from an answer of the server that came after the phone had shown its own. Pure. */
import { wasLetIn, wasTurnedAway } from "../admissions.js";
import { letsIn } from "../verdict.js";

/** @typedef {{ verdict: string | undefined, age: number, isRepeat: boolean, isInView: boolean }} Shown */

/** For so long after a scan the person is believed to stand there still. */
export const STANDS_THERE_MS = 10_000;

/**
 * `shown` is null when that answer is not on the screen any more, else `{ verdict, age, isRepeat,
 * isInView }`. Returns "nothing"; "show" the server's word; "repeat" the scan, once, since the person
 * was turned away and may come in; "notice" that a tap may let them in; "take_back" what the server
 * counted though nobody went in.
 * @param {import("../types.js").Entry} entry
 * @param {import("../types.js").Result} result
 * @param {Shown | null} shown
 */
export function reactTo(entry, result, shown) {
  const isValidAfterAll = letsIn(result.verdict) && wasTurnedAway(entry);
  if (!isValidAfterAll) return shown && result.verdict !== shown.verdict ? "show" : "nothing";
  const standsThere = shown?.isInView && shown.age <= STANDS_THERE_MS;
  if (wasLetIn(entry, result)) return standsThere ? "show" : "take_back";
  if (!shown || entry.action !== "scan") return "nothing";
  return standsThere && !shown.isRepeat ? "repeat" : "notice";
}
