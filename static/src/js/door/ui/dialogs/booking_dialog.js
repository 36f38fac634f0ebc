/** All tickets of one booking: let in together or one by one. */
import { createDialog } from "./dialog.js";
import { copyOf, fillTicket, mayEnter } from "./ticket_row.js";

/** `onAdmit(refs)` lets these tickets in; what came of it is shown by `update`. */
export function createBookingDialog(element, { say, onAdmit }) {
  const dialog = createDialog(element);
  const part = (name) => element.querySelector(`[data-${name}]`);
  const all = part("all");
  let waiting = [];

  function row(view) {
    const made = fillTicket(copyOf(part("ticket")), view, say);
    const button = made.querySelector("[data-admit]");
    button.hidden = !mayEnter(view);
    button.setAttribute("aria-label", say("group_admit", { name: view.name || view.ref }));
    button.addEventListener("click", () => onAdmit([view.ref]));
    made.dataset.ref = view.ref;
    return made;
  }

  function fill({ reference, tickets }) {
    const focused = element.contains(document.activeElement) && document.activeElement.closest("[data-ref]")?.dataset.ref;
    waiting = tickets.filter(mayEnter);
    part("title").textContent = say("group_title", { reference });
    part("words").textContent = say("group_in", { inside: tickets.filter(({ state }) => state === "in").length, n: tickets.length });
    part("tickets").replaceChildren(...tickets.map(row));
    all.hidden = waiting.length < 2;
    all.querySelector(".kern-label").textContent = allWords(waiting.length, say);
    if (focused) next(focused)?.focus();
  }

  /** The button that was pressed is gone: the focus goes on to the next one below, or to the first. */
  function next(ref) {
    const rows = [...part("tickets").children];
    const from = rows.findIndex((each) => each.dataset.ref === ref);
    const buttons = [...rows.slice(from), ...rows].map((each) => each.querySelector("[data-admit]"));
    return buttons.find((button) => !button.hidden) ?? part("close");
  }

  all.addEventListener("click", () => {
    onAdmit(waiting.map(({ ref }) => ref));
    part("close").focus();
  });

  return {
    open(booking) {
      fill(booking);
      dialog.open(all.hidden ? undefined : all);
    },
    update: (booking) => element.open && fill(booking),
    close: dialog.close,
    isOpen: dialog.isOpen,
  };
}

export const allWords = (n, say) => (n === 2 ? say("group_both") : say("group_all", { n }));
