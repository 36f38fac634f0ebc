/** Words as they are searched for, folded like `bookings/rules.search_text`. */
const UMLAUTS = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
// Letters that are no letter with an accent, and still typed without what they have.
const LONE = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ß: "ss" };
const REFERENCE = /^od[\s\-–.]*([2-9a-z]{1,6})(?:[\s\-–.]*\d{0,2})?$/;
const BARE_REFERENCE = /^([2-9a-z]{6})[\s\-–.]*\d{0,2}$/;

const withoutAccents = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[łøđðþæœıß]/g, (letter) => LONE[letter]);
const spelledOut = (text) => text.replace(/[äöüß]/g, (letter) => UMLAUTS[letter]);
const wordsIn = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** Under which words a ticket is found: those of the name in both spellings, and its reference. */
export function keysOf(name, reference) {
  const lower = name.normalize("NFC").toLowerCase();
  const bare = reference.toLowerCase().replace(/^od-/, "");
  return [...new Set([...wordsIn(withoutAccents(lower)), ...wordsIn(withoutAccents(spelledOut(lower))), bare])];
}

/** The ways to understand what was typed: each a list of beginnings that must all occur. */
export function readings(text) {
  const lower = text.normalize("NFC").toLowerCase().trim();
  const reference = REFERENCE.exec(lower)?.[1] ?? BARE_REFERENCE.exec(lower)?.[1];
  const words = wordsIn(withoutAccents(lower));
  return [...(words.length ? [words] : []), ...(reference ? [[reference]] : [])];
}

/** Do all beginnings occur among the keys? */
export const matches = (keys, beginnings) => beginnings.every((start) => keys.some((key) => key.startsWith(start)));
