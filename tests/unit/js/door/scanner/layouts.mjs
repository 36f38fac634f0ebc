/** Keyboard layouts of our neighbours: what a physical key types, plain and with Shift. */

const LETTERS = Object.fromEntries([..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((letter) => [`Key${letter}`, letter.toLowerCase() + letter]));
const swap = (one, other) => ({ [`Key${one}`]: other.toLowerCase() + other, [`Key${other}`]: one.toLowerCase() + one });
const digits = (shifted) => Object.fromEntries([..."1234567890"].map((digit, place) => [`Digit${digit}`, digit + shifted[place]]));

const AMERICAN = {
  ...LETTERS, ...digits("!@#$%^&*()"), Minus: "-_", Equal: "=+", Semicolon: ";:", Quote: "'\"", Comma: ",<", Period: ".>", Slash: "/?", Space: "  ",
};
/** "†" is a dead key: it types nothing by itself. */
export const LAYOUTS = {
  German: { ...LETTERS, ...swap("Y", "Z"), ...digits('!"§$%&/()='), Minus: "ß?", Equal: "††", Semicolon: "öÖ", Quote: "äÄ", Backslash: "#'", Comma: ",;", Period: ".:", Slash: "-_", Space: "  " },
  French: {
    ...LETTERS, ...swap("A", "Q"), ...swap("W", "Z"), KeyM: ",?", Semicolon: "mM", Digit1: "&1", Digit2: "é2", Digit3: '"3', Digit4: "'4", Digit5: "(5",
    Digit6: "-6", Digit7: "è7", Digit8: "_8", Digit9: "ç9", Digit0: "à0", Minus: ")°", Equal: "=+", Quote: "ù%", Comma: ";.", Period: ":/", Slash: "!§", Space: "  ",
  },
  Swiss: { ...LETTERS, ...swap("Y", "Z"), ...digits('+"*ç%&/()='), Minus: "'?", Equal: "††", Semicolon: "öé", Quote: "äà", Comma: ",;", Period: ".:", Slash: "-_", Space: "  " },
  Spanish: { ...LETTERS, ...digits('!"·$%&/()='), Minus: "'?", Equal: "¡¿", Semicolon: "ñÑ", Quote: "††", Comma: ",;", Period: ".:", Slash: "-_", Space: "  " },
};

/** The key and whether Shift is held, for a sign on a layout. */
function strike(layout, sign) {
  for (const [code, signs] of Object.entries(layout)) {
    if (signs.includes(sign)) return { code, shift: signs[0] !== sign };
  }
  // With AltGr.
  return { code: "Digit3", shift: false };
}

const named = (sign) => (sign === "†" ? "Dead" : sign);

/** The keys of an American scanner on a device with that layout. */
export const americanOn = (layout, text) =>
  [...text].map((sign) => {
    const { code, shift } = strike(AMERICAN, sign);
    return { code, shift, key: named(layout[code][Number(shift)]) };
  });

/** The keys of a scanner that was set to the layout of the device. */
export const ownOn = (layout, text) => [...text].map((sign) => ({ ...strike(layout, sign), key: sign }));
