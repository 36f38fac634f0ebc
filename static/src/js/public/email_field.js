import { correctEmail } from "./email_hint.js";

/**
 * `<input data-email-hint="Meinten Sie">`: offers the address that was probably meant.
 *
 * @param {HTMLInputElement} input
 */
export function offerCorrection(input) {
  const page = input.ownerDocument;
  const line = page.createElement("p");
  line.className = "email-hint";
  line.setAttribute("role", "status");
  input.after(line);

  const update = () => {
    line.replaceChildren();
    const meant = correctEmail(input.value);
    if (!meant) return;
    const button = page.createElement("button");
    button.type = "button";
    button.textContent = `${meant}?`;
    button.addEventListener("click", () => {
      input.value = meant;
      line.replaceChildren();
      input.focus();
    });
    line.append(`${input.dataset.emailHint} `, button);
  };
  let isPressed = false;
  page.addEventListener("pointerdown", () => {
    isPressed = true;
  });
  const release = () => {
    isPressed = false;
  };
  page.addEventListener("pointerup", release);
  page.addEventListener("pointercancel", release);
  input.addEventListener("change", () => {
    if (!isPressed) return update();
    // A line that comes or goes moves the button away from under the press: the click would hit nothing.
    for (const end of ["pointerup", "pointercancel"]) page.addEventListener(end, () => setTimeout(update), { once: true });
  });
  if (input.value) update();
}
