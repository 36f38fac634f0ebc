/**
 * The texts of the page, translated by the server: `say("wrong_day_line", { days })`.
 * @param {Record<string, string>} texts
 * @returns {import("../domain/types.js").Say}
 */
export function createTexts(texts) {
  return (key, values = {}) => (texts[key] ?? "").replace(/%\((\w+)\)s/g, (_, name) => String(values[name] ?? ""));
}

/** What a page says: its texts, its language, and a ticket type's title in it. @param {Element | null} element @param {string} language */
export function readPage(element, language) {
  /** @param {{ title: import("../domain/types.js").Title }} type */
  const titleOf = ({ title }) => title[language] ?? title.de;
  return { say: createTexts(JSON.parse(element?.textContent ?? "{}")), language, titleOf };
}
