/**
 * Asks for the PIN when nobody was there for long: the page was hidden, closed or not touched. When
 * that was is kept, so that starting anew is no way round it.
 */
import { isPin, waitAfter } from "./pin.js";

const SAVE_EVERY_MS = 10_000;
const CHECK_EVERY_MS = 5000;
const SET_BACK_MS = 60_000;

/**
 * `seal()` is what `sealPin` gave; `onLock()` comes when the PIN is due. `clock()` is the phone's,
 * from one start to the next; `elapsed()` is what passes in between, whoever sets the clock.
 */
export function createIdleLock({ store, seal, limit, onLock, time }) {
  const { clock = () => Date.now(), elapsed = clock } = time;
  let seen = null;
  let savedAt = null;
  let locked = false;

  const save = (key, value) => store.writeSoon("meta", (tx) => tx.store.put(value, key)).catch(() => {});

  const isLong = () => seen !== null && elapsed() - seen > limit;
  /** A clock that was set back since the last start counts as long ago. */
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
    save("seen", clock());
  }

  /** Nobody waits longer than the last try costs, even if the clock was set back since. */
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

    /** Resolves to right, wrong, or wait when there were too many tries. */
    async enter(pin) {
      const tries = (await store.get("tries")) ?? {};
      if (leftOf(tries) > 0) return "wait";
      const { wrong = 0 } = tries;
      if (!(await isPin(pin, seal()))) {
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
