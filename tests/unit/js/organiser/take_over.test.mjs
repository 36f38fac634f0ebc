/** What the page keeps when a part of it is taken over from a fresh one; Idiomorph itself needs a browser (tests/browser). */
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Idiomorph } from "idiomorph";

import { takeOver } from "../../../../static/src/js/organiser/take_over.js";
import { Piece, standIn } from "../elements.mjs";

standIn({});
const morph = mock.method(Idiomorph, "morph", () => {});
const [old, fresh] = [new Piece(), new Piece()];
takeOver(old, fresh);
const [first, second, { callbacks }] = morph.mock.calls[0].arguments;
morph.mock.restore();

const isOurs = (name, is = []) => callbacks.beforeAttributeUpdated(name, new Piece({ is }));

test("the old part is made like the fresh one", () => assert.deepEqual([first, second], [old, fresh]));

for (const name of ["open", "aria-disabled", "data-sent", "data-editing", "data-drawing"]) {
  test(`${name} is what a reader or a script made it`, () => assert.equal(isOurs(name), false));
}

for (const name of ["value", "checked"]) {
  test(`${name} of a field is what was typed; of anything else it is the server's`, () => {
    assert.equal(isOurs(name, ["input:not([type=hidden])"]), false);
    assert.equal(isOurs(name), true);
  });
}

test("all other attributes are the server's, of fields too", () => {
  for (const name of ["class", "hidden", "href", "aria-current"]) assert.equal(isOurs(name, ["input:not([type=hidden])"]), true);
});

test("what a script added stays, and what the server left out goes", () => {
  assert.equal(callbacks.beforeNodeRemoved(new Piece({ is: ["[data-added]"] })), false);
  assert.equal(callbacks.beforeNodeRemoved(new Piece()), true);
  assert.equal(callbacks.beforeNodeRemoved({ textContent: "text" }), true);
});
