import { find } from "./elements.js";

/**
 * The first load of the list: how far it is, in a bar and in words.
 * @param {HTMLElement} root
 * @param {{ say: import("../domain/types.js").Say, language?: string }} words
 */
export function createProgress(root, { say, language = document.documentElement.lang }) {
  const part = (/** @type {string} */ name) => find(root, `[data-${name}]`, HTMLElement);
  const bar = find(root, "progress", HTMLProgressElement);

  return {
    /** `total` is 0 or null as long as nobody knows. @param {{ have: number, total: number | null }} step */
    show({ have, total }) {
      if (root.hidden) part("spoken").textContent = say("progress_start");
      root.hidden = false;
      part("words").textContent = progressWords({ have, total }, say, language);
      if (total) Object.assign(bar, { max: total, value: have });
      else bar.removeAttribute("value");
    },
    hide() {
      part("spoken").textContent = root.hidden ? "" : say("progress_done");
      root.hidden = true;
    },
  };
}

/** @type {(step: { have: number, total: number | null }, say: import("../domain/types.js").Say, language: string) => string} */
export function progressWords({ have, total }, say, language) {
  const number = new Intl.NumberFormat(language);
  return total ? say("progress", { have: number.format(have), total: number.format(total) }) : say("progress_start");
}
