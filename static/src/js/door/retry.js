const PAUSES_MS = [300, 700, 1500];

export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Tries once, then again after each pause for as long as `worthwhile(error)`. */
export async function withRetries(attempt, worthwhile, pauses = PAUSES_MS, sleep = wait) {
  for (const pause of pauses) {
    try {
      return await attempt();
    } catch (error) {
      if (!worthwhile(error)) throw error;
      await sleep(pause);
    }
  }
  return attempt();
}
