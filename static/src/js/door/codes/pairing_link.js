/** The secret of a pairing link: in an address, in what was pasted, in what was read from its code. */

/** Of the part of an address behind the `#`; null without one. @param {string} hash */
export const secretIn = (hash) => /^#koppeln=([\w-]{20,200})$/.exec(hash)?.[1] ?? null;

/** People copy more than the link, and apps put it in angle brackets. @param {string} text */
export const hashOf = (text) => /#[\w=-]+/.exec(text)?.[0] ?? "";

/** Null for anything that is no whole link. @param {string} text */
export const secretInText = (text) => (/^https?:\/\/\S+$/i.test(text.trim()) ? secretIn(hashOf(text)) : null);
