/** The texts of the page, translated by the server: `say("wrong_day_line", { days })`. */
export function createTexts(texts) {
  return (key, values = {}) => (texts[key] ?? "").replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
}

export const readTexts = (element) => createTexts(JSON.parse(element.textContent));
