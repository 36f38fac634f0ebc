/**
 * Asks for the PIN when nobody was there for long: the page was hidden, closed or not touched. When
 * that was is kept, so that starting anew is no way round it.
 */
import { isPin, waitAfter } from "./pin.js";

const SAVE_EVERY_MS = 10_000;
const LOOK_EVERY_MS = 5000;
const SET_BACK_MS = 60_000;

/** `seal()` is what `sealPin` gave; `onAway()` comes when the PIN is due. */
export function createAway({ store, seal, limit, onAway, clock = () => Date.now() }) {
  let seenAt = null;
  let savedAt = 0;
  let away = false;

  const save = (key, value) => store.writeSoon("meta", (tx) => tx.store.put(value, key)).catch(() => {});

  /** A clock that was set back counts as long ago. */
  const isLong = () => seenAt !== null && (clock() - seenAt > limit || seenAt - clock() > SET_BACK_MS);

  function look() {
    if (away || !seal() || !isLong()) return;
    away = true;
    onAway();
  }

  function touch() {
    look();
    if (away) return;
    seenAt = clock();
    if (seenAt - savedAt < SAVE_EVERY_MS) return;
    savedAt = seenAt;
    save("seen", seenAt);
  }

  function listen(page = document) {
    for (const kind of ["pointerdown", "keydown"]) page.addEventListener(kind, touch, { capture: true });
    page.addEventListener("visibilitychange", look);
    setInterval(look, LOOK_EVERY_MS);
  }

  return {
    async open() {
      seenAt = (await store.get("seen")) ?? null;
      away = false;
      look();
      if (!away) touch();
    },
    listen,
    touch,
    isAway: () => away,

    /** Seconds until the next try is taken. */
    async secondsToWait() {
      const { until = 0 } = (await store.get("tries")) ?? {};
      return Math.max(0, Math.ceil((until - clock()) / 1000));
    },

    /** Resolves to right, wrong, or wait when there were too many tries. */
    async enter(pin) {
      const { wrong = 0, until = 0 } = (await store.get("tries")) ?? {};
      if (until > clock()) return "wait";
      if (!(await isPin(pin, seal()))) {
        const pause = waitAfter(wrong + 1);
        await store.set("tries", { wrong: wrong + 1, until: pause ? clock() + pause : 0 });
        return pause ? "wait" : "wrong";
      }
      await store.set("tries", { wrong: 0, until: 0 });
      away = false;
      seenAt = null;
      touch();
      return "right";
    },
  };
}
