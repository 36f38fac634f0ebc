/**
 * What a hand scanner typed, whatever keyboard layout the device has. Most scanners leave the
 * factory with an American layout; `code` of a key event names the physical key, which the layout of
 * the device does not change. Pure.
 */
import { readCode } from "./codes.js";

/**
 * @typedef {{ key: string, code: string, shift: boolean }} Key that was pressed
 * @typedef {"american" | "own"} Layout
 */

/** @type {Record<string, string>} */
const DIGITS = { 1: "1!", 2: "2@", 3: "3#", 4: "4$", 5: "5%", 6: "6^", 7: "7&", 8: "8*", 9: "9(", 0: "0)" };
/** @type {Record<string, string>} */
const SIGNS = {
  Backquote: "`~", Minus: "-_", Equal: "=+", BracketLeft: "[{", BracketRight: "]}", Backslash: "\\|", IntlBackslash: "\\|",
  Semicolon: ";:", Quote: "'\"", Comma: ",<", Period: ".>", Slash: "/?", Space: "  ",
};
/** @type {Record<string, string>} */
const NUMPAD = { NumpadDivide: "/", NumpadMultiply: "*", NumpadSubtract: "-", NumpadAdd: "+", NumpadDecimal: "." };
const ADDRESS = /https?:\/\/\S+$/i;
const SHORT = /^OD-[A-Z0-9]{6}-\d{1,2}$/i;

/** What stands on an American keyboard where this key is; "" when it types nothing, or is not known. */
export function americanSign(code = "", shift = false) {
  const [, letter, digit, pad] = /^(?:Key([A-Z])|Digit(\d)|Numpad(\d))$/.exec(code) ?? [];
  if (letter) return shift ? letter : letter.toLowerCase();
  if (pad) return pad;
  const pair = digit ? DIGITS[digit] : SIGNS[code];
  return pair ? pair[Number(shift)] : (NUMPAD[code] ?? "");
}

/** An address, a whole ticket code or a printed number: what codes at a door say. Else null. @param {string} text */
export function codeIn(text) {
  const typed = text.trim();
  const address = ADDRESS.exec(typed)?.[0];
  if (address) return address;
  return readCode(typed) || SHORT.test(typed) ? typed : null;
}

/** Nobody types that by hand in the time of a scan, unlike a printed number. @param {string} text */
export const isLongCode = (text) => !SHORT.test(text);

/**
 * `keys` are `{ key, code, shift }`. Returns `{ text, layout, isCode }`: `layout` is "american" or
 * "own" where only one of the two makes sense, else null; `usual` decides where both do.
 * @param {Key[]} keys
 * @param {Layout} usual
 * @returns {{ text: string, layout: Layout | null, isCode: boolean }}
 */
export function readKeys(keys, usual = "american") {
  const own = keys.map(({ key }) => (key.length === 1 ? key : "\ufffd")).join("");
  const american = keys.every(({ code }) => code) ? keys.map(({ code, shift }) => americanSign(code, shift)).join("") : mendLayout(own);
  const found = { own: codeIn(own), american: codeIn(american) };
  if (found.own && found.american) return { text: found[usual] ?? own, layout: null, isCode: true };
  const layout = found.american ? "american" : "own";
  const text = found[layout];
  return { text: text ?? own, layout: text ? layout : null, isCode: Boolean(text) };
}

/** @type {Record<string, string>} */
const AMERICAN = { Ö: ":", ö: ":", "-": "/", ß: "-", "?": "_", y: "z", z: "y", Y: "Z", Z: "Y" };

/** The same for a German device whose browser does not name physical keys, or for what was pasted. @param {string} text */
export function mendLayout(text) {
  if (!/^https?ö--|ß/i.test(text)) return text;
  return [...text].map((sign) => AMERICAN[sign] ?? sign).join("");
}
