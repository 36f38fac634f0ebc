/* The same as ortenaudigital/guests/mistyped.py; tests/vectors/mistyped.json holds for both. */

export const COMMON = [
  "gmail.com",
  "googlemail.com",
  "web.de",
  "gmx.de",
  "gmx.net",
  "t-online.de",
  "freenet.de",
  "outlook.de",
  "outlook.com",
  "hotmail.de",
  "hotmail.com",
  "yahoo.de",
  "yahoo.com",
  "icloud.com",
  "posteo.de",
  "mailbox.org",
  "aol.com",
  "arcor.de",
  "vodafone.de",
  "1und1.de",
  "orange.fr",
  "wanadoo.fr",
  "free.fr",
  "laposte.net",
  "sfr.fr",
  "bbox.fr",
  "outlook.fr",
  "hotmail.fr",
  "yahoo.fr",
  "gmx.fr",
  "live.fr",
  "proton.me",
  "protonmail.com",
  "offenburg.de",
  "achern.de",
  "kehl.de",
  "lahr.de",
  "oberkirch.de",
  "ortenaukreis.de",
];

/** Real domains so near to a common one that asking would be wrong. */
export const REAL = new Set(["aol.de", "aol.fr", "email.de", "free.de", "gmx.at", "gmx.ch", "gmx.com", "gmx.eu", "kehl.fr", "lahr.eu", "live.com", "live.de", "mac.com", "mail.com", "mail.de", "me.com", "proton.ch", "sfr.net", "web.com", "ymail.com"]);

/** These have a domain in many countries: `outlook.it` is no slip of `outlook.de`. */
const WORLDWIDE = new Set(["gmx", "hotmail", "live", "outlook", "yahoo"]);
/** What is left of `.com` by a slip rather than a country. */
const NO_COUNTRY = new Set(["cm", "co", "om"]);
const SHORT = 8;

/**
 * The address that was probably meant, or null.
 *
 * @param {string} address
 * @returns {string | null}
 */
export function correctEmail(address) {
  const [, name, domain] = /^\s*([^@\s]+)@([^@\s]+?)\.?\s*$/.exec(address) ?? [];
  if (!domain) return null;
  const typed = domain.toLowerCase().replaceAll(",", ".");
  if (COMMON.includes(typed)) return typed === domain.toLowerCase() ? null : `${name}@${typed}`;
  if (REAL.has(typed) || isOfACountry(typed)) return null;
  const [best] = COMMON.map((common) => ({ common, edits: distance(typed, common) })).sort((a, b) => a.edits - b.edits);
  // In a short domain a single other letter is likely another domain altogether.
  const allowed = best.common.length < SHORT ? 1 : 2;
  return best.edits <= allowed && typed[0] === best.common[0] ? `${name}@${best.common}` : null;
}

/** @param {string} typed */
function isOfACountry(typed) {
  const dot = typed.lastIndexOf(".");
  const country = typed.slice(dot + 1);
  return WORLDWIDE.has(typed.slice(0, dot)) && country.length === 2 && !NO_COUNTRY.has(country);
}

/**
 * Edits from one to the other; two swapped neighbours, the commonest slip, count as one.
 *
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  for (let j = 0; j <= b.length; j++) rows[0][j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows[a.length][b.length];
}
