/**
 * Tells a new scan from a code that is merely still in view. Frames come many times a second,
 * and a blurred one in between must not make a held code count again.
 */
export const GONE_MS = 1500;
/** After another code a shorter absence is enough: whoever swipes back wants to see that verdict. */
export const GONE_AFTER_ANOTHER_MS = 600;

export function createDuplicateFilter() {
  /** @type {Map<string, number>} */
  const seen = new Map();
  /** @type {string | null} */
  let latest = null;

  return {
    /** Is this a scan that counts? Call it for each frame with a code; `at` is in milliseconds. @param {string} code @param {number} at */
    see(code, at) {
      const absent = at - (seen.get(code) ?? -Infinity);
      const isNew = absent > (code === latest ? GONE_MS : GONE_AFTER_ANOTHER_MS);
      seen.set(code, at);
      if (isNew) latest = code;
      for (const [other, when] of seen) if (at - when > GONE_MS) seen.delete(other);
      return isNew;
    },
    /** @param {string} code */
    isLatest: (code) => code === latest,
  };
}
