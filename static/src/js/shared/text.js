/** How names are compared, as in `ortenaudigital/kernel/text.py`; both pass `tests/vectors/text.json`. */
/** @type {Record<string, string>} */
const ALONE = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ł: "l", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ŋ: "n", ŧ: "t" };
/** @type {Record<string, string>} */
const SPELLED_OUT = { ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" };

/**
 * @param {string} text
 * @param {Record<string, string>} letters
 */
const replaced = (text, letters) => text.replace(/[^\0-\x7f]/gu, (letter) => letters[letter] ?? letter);
/** @param {string} lower */
const bare = (lower) => replaced(lower, ALONE).normalize("NFKD").replace(/\p{M}/gu, "");
/** @param {string} text */
const lowered = (text) => text.toLowerCase().normalize("NFC");

/**
 * No case, no accents: `Łukasz Müller` is `lukasz muller`.
 *
 * @param {string} text
 */
export const fold = (text) => bare(lowered(text));

/**
 * The foldings by which a text is found: umlauts as one letter and as two.
 *
 * @param {string} text
 */
export const spellings = (text) => [...new Set([bare(lowered(text)), bare(replaced(lowered(text), SPELLED_OUT))])];
