/** Lets in somebody who has no ticket: a ticket type, and a name if that person likes. */
import { createFieldError } from "../field_error.js";
import { createDialog } from "./dialog.js";
import { copyOf } from "./ticket_row.js";
import { noteOn, offersOf } from "../../domain/walk_in_offers.js";

/** `onWalkIn({ type, name })`; the type is its id. */
export function createWalkInDialog(element, { say, onWalkIn }) {
  const dialog = createDialog(element);
  const form = element.querySelector("form");
  const part = (name) => element.querySelector(`[data-${name}]`);
  const fieldset = element.querySelector("fieldset");
  const complain = createFieldError(part("error"), fieldset);

  function row(offer) {
    const made = copyOf(part("type"));
    const radio = made.querySelector("input");
    Object.assign(radio, { id: `walk-in-${offer.id}`, value: offer.id, disabled: !offer.possible });
    made.querySelector("label").htmlFor = radio.id;
    made.querySelector('[data-part="title"]').textContent = offer.title;
    made.querySelector('[data-part="places"]').textContent = offer.words;
    return made;
  }

  form.addEventListener("change", () => complain(""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = new FormData(form);
    if (!chosen.get("type")) {
      complain(say("walk_in_choose"));
      return fieldset.querySelector("input:enabled").focus();
    }
    element.close();
    onWalkIn({ type: Number(chosen.get("type")), name: chosen.get("name").trim() });
  });

  return {
    open({ online, types }) {
      const offers = offersOf({ online, types }, say);
      const possible = offers.filter((offer) => offer.possible);
      form.reset();
      complain("");
      part("types").replaceChildren(...offers.map(row));
      part("note").textContent = noteOn(offers, online, say);
      part("note").hidden = !part("note").textContent;
      for (const each of element.querySelectorAll("form > .kern-form-input, form > button")) each.hidden = !possible.length;
      const only = possible.length === 1 && fieldset.querySelector("input:enabled");
      if (only) only.checked = true;
      dialog.open(fieldset.querySelector("input:enabled") ?? undefined);
    },
    close: dialog.close,
    isOpen: dialog.isOpen,
  };
}
