import { find } from "./elements.js";

/**
 * What is wrong with a field: beside it, and tied to it for screen readers. Empty words take it away.
 * @param {HTMLElement} error
 * @param {HTMLElement} field
 */
export function createFieldError(error, field) {
  const message = find(error, "[data-message]", HTMLElement);
  /** @param {string} words */
  return (words) => {
    message.textContent = words;
    error.hidden = !words;
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (words) field.focus();
  };
}
