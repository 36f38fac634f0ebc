/** The sheet for typing a code by hand. */
import { tidyCode } from "./typed_code.js";

export function createCodeSheet(dialog, { say, onCode }) {
  const form = dialog.querySelector("form");
  const field = form.elements.code;
  const error = dialog.querySelector("[data-sheet-error]");

  function complain(message) {
    error.querySelector("[data-message]").textContent = message;
    error.hidden = !message;
    field.toggleAttribute("aria-invalid", Boolean(message));
    if (message) field.setAttribute("aria-invalid", "true");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { code, incomplete } = tidyCode(field.value);
    if (!code || incomplete) {
      complain(say(code ? "code_incomplete" : "code_missing"));
      return field.focus();
    }
    dialog.close();
    onCode(code);
  });
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());

  return {
    open() {
      form.reset();
      complain("");
      dialog.showModal();
      field.focus();
    },
    isOpen: () => dialog.open,
    close: () => dialog.close(),
  };
}
