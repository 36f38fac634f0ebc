import { fold } from "../shared/text.js";

/**
 * Say whether each of the words stands somewhere in the text; both are folded.
 *
 * @param {string} text
 * @param {string[]} words
 */
export const fits = (text, words) => words.every((word) => text.includes(word));

/**
 * `[data-filter]` holds a field that hides every `[data-filter-item]` that does not fit, and every
 * `[data-filter-group]` with none left. What is hidden keeps its tick and is sent. Without a script
 * the field is not there, and the whole list is.
 *
 * @param {HTMLElement} root
 */
export function filterList(root) {
  /** @type {HTMLInputElement | null} */
  const field = root.querySelector("[data-filter-field]");
  /** @type {HTMLElement | null} */
  const count = root.querySelector("[data-filter-count]");
  const form = field?.form;
  if (!field || !count || !form) return;
  /** @type {NodeListOf<HTMLElement>} */
  const listed = form.querySelectorAll("[data-filter-item]");
  const items = [...listed].map((item) => ({ item, text: fold(item.dataset.filterItem ?? "") }));
  /** @type {NodeListOf<HTMLElement>} */
  const groups = form.querySelectorAll("[data-filter-group]");
  const { filterSome = "", filterNone = "", filterTicked = "" } = count.dataset;

  /** @param {number} shown */
  const say = (shown) => {
    const ticked = form.querySelectorAll("[data-filter-item] :checked").length;
    const words = shown ? filterSome.replace("{number}", String(shown)) : filterNone;
    count.textContent = [field.value && words, filterTicked.replace("{number}", String(ticked))].filter(Boolean).join(" ");
  };

  const show = () => {
    const words = fold(field.value).split(/[\s,]+/u).filter(Boolean);
    for (const { item, text } of items) item.hidden = !fits(text, words);
    for (const group of groups) group.hidden = !group.querySelector("[data-filter-item]:not([hidden])");
    say(items.filter(({ item }) => !item.hidden).length);
  };

  root.hidden = false;
  field.addEventListener("input", show);
  // Return ticks the only one that fits, and is ready for the next name; it never sends the form.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    /** @type {NodeListOf<HTMLInputElement>} */
    const boxes = form.querySelectorAll("[data-filter-item]:not([hidden]) [type=checkbox]");
    if (boxes.length !== 1 || !field.value) return;
    boxes[0].checked = true;
    field.value = "";
    show();
  });
  form.addEventListener("change", show);
  show();
}
