/**
 * The list of errors is read first; its links lead into the fields, not only to them.
 *
 * @param {Document} root
 */
export function focusErrorSummary(root) {
  /** @type {HTMLElement | null} */
  const summary = root.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    /** @type {HTMLAnchorElement | null} */
    const link = /** @type {Element} */ (event.target).closest("a[href^='#']");
    const target = link && root.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    const field = target.matches("fieldset") ? target.querySelector("input") : target;
    // The label belongs to what one wants to see, and it stands above the field.
    (target.closest(".kern-form-input, .kern-fieldset") ?? target).scrollIntoView();
    field?.focus({ preventScroll: true });
  });
}
