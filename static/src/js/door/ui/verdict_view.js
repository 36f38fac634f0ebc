/** The full-screen verdict view: colour, icon, one word, who it is, what to do, and what can be done. */
import { ACTIONS, groupWords, isLong, isLongName, offered } from "../domain/offered_actions.js";
import { find, findAll, showOnly } from "./elements.js";

/** @typedef {import("../domain/types.js").VerdictView} View */

/** @type {("word" | "line" | "name" | "type" | "reference" | "advice")[]} */
const PARTS = ["word", "line", "name", "type", "reference", "advice"];

/**
 * `onAction(name)` comes for each button.
 * @param {HTMLElement} root
 * @param {import("../domain/types.js").Say} say
 * @param {(name: string) => void} onAction
 */
export function createVerdictView(root, say, onAction) {
  const buttons = Object.fromEntries(ACTIONS.map((name) => [name, find(root, `[data-action="${name}"]`, HTMLElement)]));
  const parts = Object.fromEntries(PARTS.map((name) => [name, find(root, `[data-part="${name}"]`, HTMLElement)]));
  const icons = findAll(root, "[data-icon]");
  const people = find(root, "[data-people]", HTMLElement);
  const text = find(root, ".verdict__text", HTMLElement);
  const group = find(buttons.group, ".kern-label", HTMLElement);
  let owesFocus = false;
  for (const name of ACTIONS) buttons[name].addEventListener("click", () => onAction(name));

  /** @param {Partial<View>} view */
  function fill(view) {
    for (const name of PARTS) {
      parts[name].textContent = view[name] ?? "";
      parts[name].hidden = !view[name];
    }
    people.replaceChildren(...(view.people ?? []).map(personRow));
    people.hidden = !view.people?.length;
    showOnly(icons, "icon", [view.icon ?? ""]);
    parts.word.toggleAttribute("data-long", isLong(view.word));
    parts.name.toggleAttribute("data-long", isLongName(view.name));
    root.dataset.tone = view.tone ?? "";
    const names = offered(view);
    for (const name of ACTIONS) buttons[name].hidden = !names.includes(name);
    group.textContent = groupWords(view.more ?? 0, say);
  }

  return {
    /** @param {View} view */
    show(view) {
      const focused = document.activeElement;
      fill(view);
      text.scrollTop = 0;
      // What is covered must not keep the focus; who never set it is left alone.
      owesFocus ||= focused !== null && focused !== document.body && focused.getClientRects().length === 0;
      const button = [buttons.again, buttons.next].find((each) => !each.hidden);
      if (!owesFocus || !button) return;
      button.focus();
      owesFocus = false;
    },
    close: () => fill({}),
  };
}

/** @param {{ name: string, word: string }} person */
function personRow({ name, word }) {
  const row = document.createElement("li");
  const strong = document.createElement("strong");
  strong.textContent = name;
  row.append(strong, ` ${word}`);
  return row;
}
