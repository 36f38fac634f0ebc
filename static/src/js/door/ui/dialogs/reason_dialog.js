/** Why somebody is let in by hand, or an admission taken back: a reason to tap, or one's own. */
import { createFieldError } from "../field_error.js";
import { createDialog } from "./dialog.js";

/** `onReason(kind, reason)` with the kind that it was opened for: "override" or "undo". */
export function createReasonDialog(element, { say, onReason }) {
  const dialog = createDialog(element);
  const form = element.querySelector("form");
  const field = form.elements.reason;
  const lists = [...element.querySelectorAll("[data-reasons]")];
  const complain = createFieldError(element.querySelector("[data-error]"), field);
  let kind = null;

  function take(reason) {
    element.close();
    onReason(kind, reason);
  }

  for (const button of element.querySelectorAll("[data-reason-word]")) button.addEventListener("click", () => take(button.textContent.trim()));
  field.addEventListener("input", () => complain(""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = field.value.trim();
    if (!reason) return complain(say("reason_missing"));
    take(reason);
  });

  return {
    /** `name` of the person and `word` of the verdict remind the helper of whom it is about. */
    open(newKind, { name, word } = {}) {
      kind = newKind;
      form.reset();
      complain("");
      element.querySelector("[data-title]").textContent = say(`reason_${kind}`);
      element.querySelector("[data-who]").textContent = [name, word].filter(Boolean).join(" · ");
      for (const list of lists) list.hidden = list.dataset.reasons !== kind;
      dialog.open();
    },
    close: dialog.close,
    isOpen: dialog.isOpen,
  };
}
