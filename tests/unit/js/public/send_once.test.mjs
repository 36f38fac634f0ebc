import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { sendOnce } from "../../../../static/src/js/public/send_once.js";
import { eventOf, Piece, standIn } from "../elements.mjs";

let shown;
beforeEach(() => standIn({ addEventListener: (_, heard) => (shown = heard) }));

function page(is = ["form[data-once]"]) {
  const button = new Piece();
  const line = new Piece({ dataset: { sendingText: "Wird gesendet …" } });
  const form = new Piece({ is, found: { "[type=submit]": button, "[aria-disabled]": button, "[data-sending]": line } });
  const root = new Piece({ found: { "form[data-sent]": form } });
  sendOnce(root);
  const submit = () => {
    const event = eventOf("submit", { target: form });
    root.dispatchEvent(event);
    return !event.defaultPrevented;
  };
  return { button, form, line, submit };
}

test("the first press is sent, the second is not", () => {
  const { button, line, submit } = page();
  assert.deepEqual([submit(), submit(), submit()], [true, false, false]);
  assert.equal(button.getAttribute("aria-disabled"), "true");
  assert.equal(line.textContent, "Wird gesendet …");
});

test("who comes back with the browser's button can send again", () => {
  const { button, form, line, submit } = page();
  submit();
  shown({ persisted: false });
  assert.ok(!submit());
  shown({ persisted: true });
  assert.deepEqual([form.dataset.sent, button.getAttribute("aria-disabled"), line.textContent], [undefined, null, ""]);
  assert.ok(submit());
});

test("other forms are sent as often as somebody presses", () => {
  const { submit } = page([]);
  assert.deepEqual([submit(), submit()], [true, true]);
});
