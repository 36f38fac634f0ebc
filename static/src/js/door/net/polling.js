/** Does something at intervals, or when it is asked for, but never twice at once. */

/**
 * `work(isLate)` may ask whether it was stopped, or begun anew, in the meantime; `pause()` is for how
 * many milliseconds nothing is done then.
 * @param {(isLate: () => boolean) => Promise<void>} work
 * @param {() => number} pause
 */
export function createPolling(work, pause) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isRunning = false;
  /** @type {Promise<void> | null} */
  let working = null;
  // What was begun before it stopped is about another pairing.
  let generation = 0;

  async function round() {
    const mine = generation;
    const isLate = () => !isRunning || mine !== generation;
    try {
      await work(isLate);
    } finally {
      if (mine === generation) clearTimeout(timer);
      if (!isLate()) timer = setTimeout(refresh, pause());
    }
  }

  function refresh() {
    if (!isRunning) return Promise.resolve();
    if (!working) {
      const mine = round().finally(() => {
        if (working === mine) working = null;
      });
      working = mine;
    }
    return working;
  }

  return {
    isRunning: () => isRunning,
    /** From now on; the first time is up to whoever begins it. */
    begin() {
      isRunning = true;
    },
    stop() {
      isRunning = false;
      generation += 1;
      working = null;
      clearTimeout(timer);
    },
    refresh,
  };
}
