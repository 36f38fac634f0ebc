/** Time limits that older browsers know too: `AbortSignal.timeout` is missing in some. */

/**
 * Resolves as `work(signal)` does; after so many milliseconds the signal ends it.
 * @template Value
 * @param {number} milliseconds
 * @param {(signal: AbortSignal) => Promise<Value>} work
 */
export async function within(milliseconds, work) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), milliseconds);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
