/** How names are compared, as in `ortenaudigital/kernel/text.py`; both pass `tests/vectors/text.json`. */
const ALONE = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ł: "l", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ŋ: "n", ŧ: "t" };
const SPELLED_OUT = { ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" };

const replaced = (text, letters) => text.replace(/[^\0-\x7f]/gu, (letter) => letters[letter] ?? letter);
const bare = (lower) => replaced(lower, ALONE).normalize("NFKD").replace(/\p{M}/gu, "");
const lowered = (text) => text.toLowerCase().normalize("NFC");

/** No case, no accents: `Łukasz Müller` is `lukasz muller`. */
export const fold = (text) => bare(lowered(text));

/** The foldings by which a text is found: umlauts as one letter and as two. */
export const spellings = (text) => [...new Set([bare(lowered(text)), bare(replaced(lowered(text), SPELLED_OUT))])];
