/** Words as they are searched for on the door list. */
import { fold, spellings } from "../../shared/text.js";

const REFERENCE = /^od[\s\-–.]*([2-9a-z]{1,6})(?:[\s\-–.]*\d{0,2})?$/;
const BARE_REFERENCE = /^([2-9a-z]{6})[\s\-–.]*\d{0,2}$/;

/** @param {string} text */
const wordsIn = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** Under which words a ticket is found: those of the name in both spellings, and its reference. @param {string} name @param {string} reference */
export function keysOf(name, reference) {
  const bare = reference.toLowerCase().replace(/^od-/, "");
  return [...new Set([...spellings(name).flatMap(wordsIn), bare])];
}

/** The ways to understand what was typed: each a list of beginnings that must all occur. @param {string} text @returns {string[][]} */
export function interpretations(text) {
  const lower = text.normalize("NFC").toLowerCase().trim();
  const reference = REFERENCE.exec(lower)?.[1] ?? BARE_REFERENCE.exec(lower)?.[1];
  const words = wordsIn(fold(text));
  return [...(words.length ? [words] : []), ...(reference ? [[reference]] : [])];
}

/** Do all beginnings occur among the keys? @param {string[]} keys @param {string[]} beginnings */
export const matches = (keys, beginnings) => beginnings.every((start) => keys.some((key) => key.startsWith(start)));
