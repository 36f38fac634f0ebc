/**
 * The time by the server's clock. A phone that is an hour off must not find the doors closed, nor
 * one whose clock somebody sets while it scans: once it is known it goes on by the monotonic clock
 * of the page. Each contact is a sample; the fastest is the most exact.
 */
const SLACK_MS = 1000;
/** From here on what was scanned before has a wrong time, and is put right. */
const WRONG_MS = 30_000;

/**
 * `device()` is the clock of the phone, which anybody can set, `tick()` one that nobody can, but
 * which may stand still while the phone sleeps. `save(sample)` keeps what `restore` takes up again;
 * `onWrong(mark, milliseconds)` comes when times since that mark have to be moved by so much.
 * @param {object} parts
 * @param {(sample: { lead: number, trip: number }) => unknown} [parts.save]
 * @param {(mark: string, milliseconds: number) => void} [parts.onWrong]
 * @param {() => number} [parts.device]
 * @param {() => number} [parts.tick]
 */
export function createClock({ save = () => {}, onWrong = () => {}, device = () => Date.now(), tick = () => performance.now() } = {}) {
  const run = Math.random().toString(36).slice(2);
  /** @type {number | null} */
  let lead = null;
  /** @type {{ device: number, tick: number } | null} */
  let asleep = null;
  let slept = 0;
  let marks = 0;
  let anchor = { at: device(), tick: tick(), trip: Infinity };

  const elapsed = () => tick() + slept;
  /** @param {number} moment */
  const nowAt = (moment) => anchor.at + moment - anchor.tick;
  const mark = () => `${run}-${marks}`;

  /** @type {(at: number, moment: number, trip: number) => void} */
  function start(at, moment, trip) {
    anchor = { at, tick: moment, trip };
  }

  return {
    now: () => new Date(nowAt(elapsed())),
    /** Milliseconds that have passed, whatever happens to the phone's clock. */
    elapsed,
    /** By how many milliseconds the server is ahead of the phone; null as long as nobody knows. */
    lead: () => lead,
    /** Names the times that one mistake of the clock would concern. */
    mark,

    /** What was known when the page was here last; a contact of this page knows better. @param {{ lead: number } | undefined} sample */
    restore(sample) {
      if (!sample || anchor.trip < Infinity) return;
      lead = sample.lead;
      start(device() + lead, elapsed(), Infinity);
    },

    /** The page goes out of sight: the phone may sleep, and the monotonic clock with it. */
    pause() {
      asleep = { device: device(), tick: tick() };
    },
    resume() {
      if (!asleep) return;
      const gap = device() - asleep.device - (tick() - asleep.tick);
      asleep = null;
      if (gap > SLACK_MS) slept += gap;
    },

    /** The server said `now` somewhere between these two moments of `elapsed`. @param {string} now @param {number} asked @param {number} answered */
    sample(now, asked, answered) {
      const [trip, middle] = [answered - asked, (asked + answered) / 2];
      const at = new Date(now).getTime();
      const off = at - nowAt(middle);
      // Samples that cannot both be true mean that the clock was wrong, or stood still.
      const wasWrong = Math.abs(off) > (trip + Math.min(anchor.trip, trip)) / 2 + SLACK_MS;
      if (trip > anchor.trip && !wasWrong) return;
      const wrong = mark();
      start(at, middle, trip);
      lead = Math.round(nowAt(elapsed()) - device());
      save({ lead, trip });
      marks += 1;
      if (Math.abs(off) > WRONG_MS) onWrong(wrong, off);
    },
  };
}
