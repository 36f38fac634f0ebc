/**
 * A menu closes on Escape and when one turns to something else.
 *
 * @param {HTMLDetailsElement} details
 */
export function switcher(details) {
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (!details.contains(/** @type {Node} */ (event.target))) details.open = false;
  });
}
