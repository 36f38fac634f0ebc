/** The field to paste a pairing link: an app on the home screen of an iPhone has a memory of its own. */
import { hashOf, secretIn } from "../codes/pairing_link.js";
import { createFieldError } from "./field_error.js";

/** `onSecret(secret)` pairs with the secret of a link. */
export function createLinkField(form, { say, onSecret }) {
  const field = form.elements.link;
  const complain = createFieldError(form.querySelector("[data-error]"), field);

  field.addEventListener("input", () => complain(""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const secret = secretIn(hashOf(field.value));
    if (!secret) return complain(say("link_wrong"));
    form.reset();
    onSecret(secret);
  });
}
