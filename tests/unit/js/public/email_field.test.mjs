import assert from "node:assert/strict";
import { test } from "node:test";

import { offerCorrection } from "../../../../static/src/js/public/email_field.js";
import { eventOf, Piece } from "../elements.mjs";

class Line extends Piece {
  parts = [];
  append(...parts) {
    this.parts.push(...parts);
  }
  replaceChildren() {
    this.parts = [];
  }
}

function field(value = "") {
  const page = Object.assign(new EventTarget(), { createElement: () => new Line() });
  const input = new Piece({ value, ownerDocument: page, dataset: { emailHint: "Meinten Sie" } });
  let line;
  input.after = (added) => (line = added);
  offerCorrection(input);
  const type = (text) => {
    input.value = text;
    input.dispatchEvent(eventOf("change"));
  };
  const said = () => line.parts.map((part) => part.textContent ?? part).join("");
  return { input, line, page, said, type };
}

test("a slip is asked about, at once where it stands there already, and not what is right", () => {
  const { said, type, line } = field();
  assert.equal(line.getAttribute("role"), "status");
  type("erika@gmial.com");
  assert.equal(said(), "Meinten Sie erika@gmail.com?");
  type("erika@example.org");
  assert.equal(said(), "");
  assert.equal(field("erika@gmial.com").said(), "Meinten Sie erika@gmail.com?");
});

test("the address that was meant is taken over by its button, and the field has the focus again", () => {
  const { input, line, said, type } = field();
  type("erika@gmial.com");
  line.parts[1].click();
  assert.deepEqual([input.value, said(), input.focused], ["erika@gmail.com", "", 1]);
  assert.equal(line.parts.length, 0);
});

for (const end of ["pointerup", "pointercancel"]) {
  test(`nothing moves under a press before its ${end}`, async () => {
    const { page, said, type } = field("erika@gmial.com");
    page.dispatchEvent(eventOf("pointerdown"));
    type("erika@example.org");
    assert.notEqual(said(), "");
    page.dispatchEvent(eventOf(end));
    // The click comes in between.
    assert.notEqual(said(), "");
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(said(), "");
    type("erika@gmial.com");
    assert.notEqual(said(), "");
  });
}
