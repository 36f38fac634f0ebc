/** A ticket in a list: who, which, and where that person is. */
const ICONS = { in: "check", out: "out", cancelled: "cross", wrong_day: "cross" };

/** `view`: { ref, name, type, state, at }; `row` is an element made from the template of the list. */
export function fillTicket(row, view, say) {
  const part = (name) => row.querySelector(`[data-part="${name}"]`);
  part("name").textContent = view.name || say("nameless");
  part("about").textContent = [view.type, view.ref].filter(Boolean).join(" · ");
  part("state").textContent = stateWords(view, say);
  for (const icon of row.querySelectorAll("[data-icon]")) icon.hidden = icon.dataset.icon !== ICONS[view.state];
  row.dataset.state = view.state;
  return row;
}

export function stateWords({ state, at }, say) {
  const timed = at && ["in", "out"].includes(state);
  return timed ? say(`state_${state}_at`, { at }) : say(`state_${state}`);
}

export const mayEnter = ({ state }) => state === "valid" || state === "out";

export const copyOf = (template) => template.content.firstElementChild.cloneNode(true);
