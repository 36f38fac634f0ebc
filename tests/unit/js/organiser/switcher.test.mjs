import assert from "node:assert/strict";
import { test } from "node:test";

import { switcher } from "../../../../static/src/js/organiser/switcher.js";
import { eventOf, Piece, standIn } from "../elements.mjs";

function menu() {
  const summary = new Piece();
  const details = new Piece({ open: true, found: { summary } });
  standIn({ document: new EventTarget() });
  switcher(details);
  return { details, summary };
}

test("Escape closes the menu and leads back to its button", () => {
  const { details, summary } = menu();
  details.dispatchEvent(eventOf("keydown", { key: "Tab" }));
  assert.deepEqual([details.open, summary.focused], [true, 0]);
  details.dispatchEvent(eventOf("keydown", { key: "Escape" }));
  assert.deepEqual([details.open, summary.focused], [false, 1]);
  details.dispatchEvent(eventOf("keydown", { key: "Escape" }));
  assert.equal(summary.focused, 1);
});

test("a click elsewhere closes it, a click inside does not", () => {
  const { details, summary } = menu();
  document.dispatchEvent(eventOf("click", { target: summary }));
  assert.ok(details.open);
  document.dispatchEvent(eventOf("click", { target: new Piece() }));
  assert.ok(!details.open);
});
