/** The field to paste a pairing link: an app on the home screen of an iPhone has a memory of its own. */
import { hashOf, secretIn } from "../codes/pairing_link.js";
import { find } from "./elements.js";
import { createFieldError } from "./field_error.js";

/**
 * `onSecret(secret)` pairs with the secret of a link.
 * @param {HTMLFormElement} form
 * @param {{ say: import("../domain/types.js").Say, onSecret(secret: string): void }} parts
 */
export function createLinkField(form, { say, onSecret }) {
  const field = find(form, "[name=link]", HTMLInputElement);
  const complain = createFieldError(find(form, "[data-error]", HTMLElement), field);

  field.addEventListener("input", () => complain(""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const secret = secretIn(hashOf(field.value));
    if (!secret) return complain(say("link_wrong"));
    form.reset();
    onSecret(secret);
  });
}
