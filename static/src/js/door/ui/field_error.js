/** What is wrong with a field: beside it, and tied to it for screen readers. Empty words take it away. */
export function createFieldError(error, field) {
  return (words) => {
    error.querySelector("[data-message]").textContent = words;
    error.hidden = !words;
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (words) field.focus();
  };
}
