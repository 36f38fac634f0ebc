/** Lets in somebody who has no ticket: a ticket type, and a name if that person likes. */
import { find, findAll } from "../elements.js";
import { createFieldError } from "../field_error.js";
import { createDialog } from "./dialog.js";
import { copyOf } from "./ticket_row.js";
import { noteOn, offersOf } from "../../domain/walk_in_offers.js";

/** @typedef {import("../../domain/walk_in_offers.js").Offer} Offer */

/**
 * `onWalkIn({ type, name })`; the type is its id.
 * @param {HTMLDialogElement} element
 * @param {{ say: import("../../domain/types.js").Say, onWalkIn(wish: import("../../domain/types.js").Wish): void }} parts
 */
export function createWalkInDialog(element, { say, onWalkIn }) {
  const dialog = createDialog(element);
  const form = find(element, "form", HTMLFormElement);
  const part = (/** @type {string} */ name) => find(element, `[data-${name}]`, HTMLElement);
  const template = find(element, "template[data-type]", HTMLTemplateElement);
  const fieldset = find(element, "fieldset", HTMLFieldSetElement);
  const choices = () => [...fieldset.querySelectorAll("input")].filter(({ disabled }) => !disabled);
  const complain = createFieldError(part("error"), fieldset);

  /** @param {Offer} offer */
  function row(offer) {
    const made = copyOf(template);
    const radio = find(made, "input", HTMLInputElement);
    Object.assign(radio, { id: `walk-in-${offer.id}`, value: offer.id, disabled: !offer.possible });
    find(made, "label", HTMLLabelElement).htmlFor = radio.id;
    find(made, '[data-part="title"]', HTMLElement).textContent = offer.title;
    find(made, '[data-part="places"]', HTMLElement).textContent = offer.words;
    return made;
  }

  form.addEventListener("change", () => complain(""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = new FormData(form);
    if (!chosen.get("type")) {
      complain(say("walk_in_choose"));
      return choices()[0]?.focus();
    }
    element.close();
    onWalkIn({ type: Number(chosen.get("type")), name: String(chosen.get("name") ?? "").trim() });
  });

  return {
    /** @param {{ online: boolean, types: import("../../domain/walk_in_offers.js").OfferedType[] }} today */
    open({ online, types }) {
      const offers = offersOf({ online, types }, say);
      const possible = offers.filter((offer) => offer.possible);
      form.reset();
      complain("");
      part("types").replaceChildren(...offers.map(row));
      part("note").textContent = noteOn(offers, online, say);
      part("note").hidden = !part("note").textContent;
      for (const each of findAll(element, "form > .kern-form-input, form > button")) each.hidden = !possible.length;
      const [first] = choices();
      if (possible.length === 1 && first) first.checked = true;
      dialog.open(first);
    },
    close: dialog.close,
    isOpen: dialog.isOpen,
  };
}
