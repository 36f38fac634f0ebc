/** The field to paste a pairing link: an app on the home screen of an iPhone has a memory of its own. */
import { createFieldError } from "./field_error.js";

/** `secretIn(hash)` knows a pairing link's secret; `onSecret(secret)` pairs with it. */
export function createLinkField(form, { say, secretIn, onSecret }) {
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

/** People copy more than the link, and apps put it in angle brackets. */
export function hashOf(text) {
  return /#[\w=-]+/.exec(text)?.[0] ?? "";
}
