/**
 * `<form data-once>`: the second press of an impatient thumb is not sent.
 *
 * @param {Document} root
 */
export function sendOnce(root) {
  root.addEventListener("submit", (event) => {
    /** @type {HTMLFormElement | null} */
    const form = /** @type {Element} */ (event.target).closest("form[data-once]");
    if (!form) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    // A disabled button would lose the focus, and its name and value would not be sent.
    for (const button of form.querySelectorAll("[type=submit]")) button.setAttribute("aria-disabled", "true");
    /** @type {HTMLElement | null} */
    const line = form.querySelector("[data-sending]");
    if (line) line.textContent = line.dataset.sendingText ?? "";
  });

  // Whoever comes back with the browser's button finds a form that can be sent again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (root.querySelectorAll("form[data-sent]"))) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
      const line = form.querySelector("[data-sending]");
      if (line) line.textContent = "";
    }
  });
}
