import assert from "node:assert/strict";
import { test } from "node:test";

import { heightMessage, heightOf } from "../../../../static/src/js/shared/frame_height.js";

test("a height comes through as whole pixels", () => {
  assert.equal(heightOf(heightMessage(812.3)), 813);
});

test("a height is one that a page can have", () => {
  assert.equal(heightOf(heightMessage(3)), 100);
  assert.equal(heightOf(heightMessage(10 ** 9)), 20_000);
});

for (const other of [null, undefined, 5, "812", {}, { kind: "other", height: 5 }, heightMessage(Number.NaN), { ...heightMessage(5), height: "900" }, []]) {
  test(`${JSON.stringify(other)} is no height`, () => {
    assert.equal(heightOf(other), null);
  });
}
