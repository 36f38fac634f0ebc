const COMMON = [
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
  "orange.fr",
  "free.fr",
  "offenburg.de",
  "achern.de",
  "kehl.de",
  "lahr.de",
  "oberkirch.de",
  "ortenaukreis.de",
];

/** Real domains so near to a common one that asking would be wrong. */
const REAL = new Set(["gmx.at", "gmx.ch", "gmx.com", "gmx.fr", "mail.de", "mail.com", "ymail.com", "hotmail.fr", "yahoo.fr", "outlook.fr", "live.de", "live.fr", "me.com", "web.com", "free.de", "kehl.fr"]);

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
  if (REAL.has(typed)) return null;
  const [best] = COMMON.map((common) => ({ common, edits: distance(typed, common) })).sort((a, b) => a.edits - b.edits);
  // In a short domain a single other letter is likely another domain altogether.
  const allowed = best.common.length < 7 ? 1 : 2;
  return best.edits <= allowed && typed[0] === best.common[0] ? `${name}@${best.common}` : null;
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
