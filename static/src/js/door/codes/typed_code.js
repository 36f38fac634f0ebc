const SHORT = /^(?:OD)?([2-9A-HJKMNP-Z]{6})(\d{1,2})?$/;

/**
 * What somebody typed, as the server knows it: `od 7k3m9p 2` is `OD-7K3M9P-2`. Anything else stays
 * as it is. `incomplete` says that it is a booking's reference, without the number of the ticket.
 * @param {string} text
 */
export function tidyCode(text) {
  const typed = text.trim();
  const [, reference, position] = SHORT.exec(typed.toUpperCase().replace(/[\s\-–—.]/g, "")) ?? [];
  if (!reference) return { code: typed, incomplete: false };
  return { code: position ? `OD-${reference}-${position}` : `OD-${reference}`, incomplete: !position };
}
