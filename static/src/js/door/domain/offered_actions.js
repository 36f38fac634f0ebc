/** Which buttons stand below an answer. Pure. */
export const ACTIONS = ["group", "override", "walk_in", "preflight", "pair", "find", "undo", "again", "next"];

/**
 * `actions` of a view are offered as they are; "next" always, unless the answer is still to come.
 * @param {Partial<import("./types.js").VerdictView>} view
 */
export function offered({ tone, actions = [], more = 0 }) {
  if (!tone || tone === "checking") return [];
  return ACTIONS.filter((name) => name === "next" || (actions.includes(name) && (name !== "group" || more > 0)));
}

/** @type {(more: number, say: import("./types.js").Say) => string} */
export const groupWords = (more, say) => (more === 1 ? say("group_one") : say("group", { n: more }));

/** Long words are written smaller, so that they stay on the screen. */
export const isLong = (words = "") => Math.max(...words.split(/\s+/).map((word) => word.length)) > 11;

/** A name that would take more than two lines of a small phone. */
export const isLongName = (name = "") => name.length > 28 || Math.max(...name.split(/[\s-]+/).map((word) => word.length)) > 18;
