/** The texts of the page, translated by the server: `say("wrong_day_line", { days })`. */
export function createTexts(texts) {
  return (key, values = {}) => (texts[key] ?? "").replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
}

/** What a page says: its texts, its language, and a ticket type's title in it. */
export function readPage(element, language) {
  return { say: createTexts(JSON.parse(element.textContent)), language, titleOf: ({ title }) => title[language] ?? title.de };
}
