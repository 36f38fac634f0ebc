/**
 * The time by the server's clock: a phone that is an hour off must not find the doors closed. Each
 * contact is a sample of how far it is ahead; the fastest is the most exact.
 */
const SLACK_MS = 1000;

/** `saved` is a sample kept from before; `save(sample)` keeps a better one. */
export function createClock({ saved = null, save = () => {}, device = () => Date.now() } = {}) {
  let best = saved ?? { lead: 0, trip: Infinity };

  return {
    now: () => new Date(device() + best.lead),
    lead: () => best.lead,

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
