/**
 * Asks for the PIN when nobody was there for long: the page was hidden, closed or not touched. When
 * that was is kept, so that starting anew is no way round it.
 */
import { isPin, waitAfter } from "./pin.js";

/**
 * @typedef {import("../storage/types.js").Meta} Meta
 * @typedef {import("../storage/types.js").Seal} Seal
 */

const SAVE_EVERY_MS = 10_000;
const CHECK_EVERY_MS = 5000;
const SET_BACK_MS = 60_000;

/**
 * `seal()` is what `sealPin` gave; `onLock()` comes when the PIN is due. `clock()` is the phone's,
 * from one start to the next; `elapsed()` is what passes in between, whoever sets the clock.
 * @param {object} parts
 * @param {Pick<import("../storage/types.js").Store, "get" | "set" | "writeSoon">} parts.store
 * @param {() => Seal | null | undefined} parts.seal
 * @param {number} parts.limit
 * @param {() => void} parts.onLock
 * @param {{ clock?: () => number, elapsed?: () => number }} parts.time
 */
export function createIdleLock({ store, seal, limit, onLock, time }) {
  const { clock = () => Date.now(), elapsed = clock } = time;
  /** @type {number | null} */
  let seen = null;
  /** @type {number | null} */
  let savedAt = null;
  let locked = false;

  const saveSeen = () => store.writeSoon("meta", (tx) => tx.store.put(clock(), "seen")).catch(() => {});

  const isLong = () => seen !== null && elapsed() - seen > limit;
  /** A clock that was set back since the last start counts as long ago. @param {number} at */
  const isLongSince = (at) => clock() - at > limit || at - clock() > SET_BACK_MS;

  function check() {
    if (locked || !seal() || !isLong()) return;
    locked = true;
    onLock();
  }

  function touch() {
    check();
    if (locked) return;
    seen = elapsed();
    if (savedAt !== null && seen - savedAt < SAVE_EVERY_MS) return;
    savedAt = seen;
    saveSeen();
  }

  /** Nobody waits longer than the last try costs, even if the clock was set back since. @param {Partial<Meta["tries"]>} tries */
  const leftOf = ({ wrong = 0, until = 0 }) => Math.min(Math.max(0, until - clock()), waitAfter(wrong));

  function listen(page = document) {
    for (const kind of ["pointerdown", "keydown"]) page.addEventListener(kind, touch, { capture: true });
    page.addEventListener("visibilitychange", check);
    setInterval(check, CHECK_EVERY_MS);
  }

  return {
    async open() {
      const at = (await store.get("seen")) ?? null;
      seen = at !== null && isLongSince(at) ? -Infinity : elapsed();
      locked = false;
      check();
      if (!locked) touch();
    },
    listen,
    touch,
    isLocked: () => locked,

    /** Seconds until the next try is taken. */
    async secondsToWait() {
      return Math.ceil(leftOf((await store.get("tries")) ?? {}) / 1000);
    },

    /** Resolves to right, wrong, or wait when there were too many tries. @param {string} pin @returns {Promise<"right" | "wrong" | "wait">} */
    async enter(pin) {
      const tries = (await store.get("tries")) ?? { wrong: 0, until: 0 };
      if (leftOf(tries) > 0) return "wait";
      const { wrong } = tries;
      const kept = seal();
      if (kept && !(await isPin(pin, kept))) {
        const pause = waitAfter(wrong + 1);
        await store.set("tries", { wrong: wrong + 1, until: pause ? clock() + pause : 0 });
        return pause ? "wait" : "wrong";
      }
      await store.set("tries", { wrong: 0, until: 0 });
      locked = false;
      seen = null;
      touch();
      return "right";
    },
  };
}
