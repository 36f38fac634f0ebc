/** Why somebody is let in by hand, or an admission taken back: a reason to tap, or one's own. */
import { find, findAll, showOnly } from "../elements.js";
import { createFieldError } from "../field_error.js";
import { createDialog } from "./dialog.js";

/** @typedef {"override" | "undo"} Kind */

/**
 * `onReason(kind, reason)` with the kind that it was opened for: "override" or "undo".
 * @param {HTMLDialogElement} element
 * @param {{ say: import("../../domain/types.js").Say, onReason(kind: Kind, reason: string): void }} parts
 */
export function createReasonDialog(element, { say, onReason }) {
  const dialog = createDialog(element);
  const form = find(element, "form", HTMLFormElement);
  const field = find(form, "[name=reason]", HTMLInputElement);
  const complain = createFieldError(find(element, "[data-error]", HTMLElement), field);
  /** @type {Kind} */
  let kind = "override";

  /** @param {string} reason */
  function take(reason) {
    element.close();
    onReason(kind, reason);
  }

  for (const button of findAll(element, "[data-reason-word]")) button.addEventListener("click", () => take(button.textContent.trim()));
  field.addEventListener("input", () => complain(""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = field.value.trim();
    if (!reason) return complain(say("reason_missing"));
    take(reason);
  });

  return {
    /**
     * `name` of the person and `word` of the verdict remind the helper of whom it is about.
     * @param {Kind} newKind
     * @param {{ name?: string, word?: string }} about
     */
    open(newKind, { name, word } = {}) {
      kind = newKind;
      form.reset();
      complain("");
      find(element, "[data-title]", HTMLElement).textContent = say(`reason_${kind}`);
      find(element, "[data-who]", HTMLElement).textContent = [name, word].filter(Boolean).join(" · ");
      showOnly(findAll(element, "[data-reasons]"), "reasons", [kind]);
      dialog.open();
    },
    close: dialog.close,
    isOpen: dialog.isOpen,
  };
}
