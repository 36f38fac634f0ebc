import { correctEmail } from "./email_hint.js";

/**
 * `<input data-email-hint="Meinten Sie">`: offers the address that was probably meant.
 *
 * @param {HTMLInputElement} input
 */
export function offerCorrection(input) {
  const line = document.createElement("p");
  line.className = "email-hint";
  line.setAttribute("role", "status");
  input.after(line);

  const update = () => {
    line.replaceChildren();
    const meant = correctEmail(input.value);
    if (!meant) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `${meant}?`;
    button.addEventListener("click", () => {
      input.value = meant;
      line.replaceChildren();
      input.focus();
    });
    line.append(`${input.dataset.emailHint} `, button);
  };
  input.addEventListener("change", update);
  if (input.value) update();
}
