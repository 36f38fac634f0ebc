/**
 * The time by the server's clock: a phone that is an hour off must not find the doors closed. Each
 * contact is a sample of how far the server is ahead; the fastest is the most exact.
 */
const SLACK_MS = 1000;
const NONE = { lead: 0, trip: Infinity };

/** `save(sample)` keeps a better sample, which `restore` takes up again. */
export function createClock({ save = () => {}, device = () => Date.now() } = {}) {
  let best = NONE;

  return {
    restore: (sample) => (best = sample ?? NONE),
    now: () => new Date(device() + best.lead),
    /** By how many milliseconds the server is ahead; null as long as nobody knows. */
    lead: () => (best === NONE ? null : best.lead),

    /** The server said `now` somewhere between these two moments of the phone. */
    sample(now, asked, answered) {
      const sample = { lead: new Date(now).getTime() - (asked + answered) / 2, trip: answered - asked };
      // Samples that cannot both be true mean that somebody has set the phone's clock.
      const wasSet = Math.abs(sample.lead - best.lead) > (sample.trip + best.trip) / 2 + SLACK_MS;
      if (sample.trip > best.trip && !wasSet) return;
      best = sample;
      save(sample);
    },
  };
}
