/** The full-screen verdict view: colour, icon, one word, who it is, what to do, and what can be done. */
import { ACTIONS, groupWords, isLong, isLongName, offered } from "../domain/offered_actions.js";

const PARTS = ["word", "line", "name", "type", "reference", "advice"];

/** `onAction(name)` comes for each button. */
export function createVerdictView(root, say, onAction) {
  const buttons = Object.fromEntries(ACTIONS.map((name) => [name, root.querySelector(`[data-action="${name}"]`)]));
  const parts = Object.fromEntries(PARTS.map((name) => [name, root.querySelector(`[data-part="${name}"]`)]));
  const icons = [...root.querySelectorAll("[data-icon]")];
  const people = root.querySelector("[data-people]");
  let owesFocus = false;
  for (const name of ACTIONS) buttons[name].addEventListener("click", () => onAction(name));

  function fill(view) {
    for (const name of PARTS) {
      parts[name].textContent = view[name] ?? "";
      parts[name].hidden = !view[name];
    }
    people.replaceChildren(...(view.people ?? []).map(personRow));
    people.hidden = !view.people?.length;
    for (const icon of icons) icon.hidden = icon.dataset.icon !== view.icon;
    parts.word.toggleAttribute("data-long", isLong(view.word));
    parts.name.toggleAttribute("data-long", isLongName(view.name));
    root.dataset.tone = view.tone ?? "";
    const names = offered(view);
    for (const name of ACTIONS) buttons[name].hidden = !names.includes(name);
    buttons.group.querySelector(".kern-label").textContent = groupWords(view.more ?? 0, say);
  }

  return {
    show(view) {
      const focused = document.activeElement;
      fill(view);
      root.querySelector(".verdict__text").scrollTop = 0;
      // What is covered must not keep the focus; who never set it is left alone.
      owesFocus ||= focused !== document.body && focused.getClientRects().length === 0;
      const button = [buttons.again, buttons.next].find((each) => !each.hidden);
      if (!owesFocus || !button) return;
      button.focus();
      owesFocus = false;
    },
    close: () => fill({}),
  };
}

function personRow({ name, word }) {
  const row = document.createElement("li");
  const strong = document.createElement("strong");
  strong.textContent = name;
  row.append(strong, ` ${word}`);
  return row;
}
