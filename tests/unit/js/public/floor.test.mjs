import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST, scrolled, zoomed } from "../../../../static/src/js/public/floor.js";

test("a plan is never smaller than its view, and never beyond what helps", () => {
  assert.equal(zoomed(1, 1 / 1.5), 1);
  assert.equal(zoomed(1, 1.5), 1.5);
  assert.equal(zoomed(5, 1.5), MOST);
  assert.equal(zoomed(4, 1 / 4), 1);
});

test("what is under the fingers stays there", () => {
  // 100 pixels from the edge, of a plan that is scrolled by 50: its 150th pixel, which becomes the 300th.
  assert.equal(scrolled(50, 100, 2), 200);
  assert.equal(scrolled(200, 100, 1 / 2), 50);
  assert.equal(scrolled(70, 30, 1), 70);
});
