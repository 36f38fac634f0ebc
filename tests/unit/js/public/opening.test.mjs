import assert from "node:assert/strict";
import { test } from "node:test";

import { clockOf, reloadIn } from "../../../../static/src/js/public/opening.js";

test("nobody asks before the opening, and all within four seconds after it", () => {
  for (const chance of [0, 0.3, 0.999]) {
    const seconds = reloadIn(60, chance);
    assert.ok(seconds >= 60 && seconds < 64);
  }
});

test("thousands ask at different moments", () => {
  const seconds = Array.from({ length: 4000 }, (_, i) => Math.floor(reloadIn(60, i / 4000)));
  const most = Math.max(...[60, 61, 62, 63].map((each) => seconds.filter((other) => other === each).length));
  assert.equal(most, 1000);
});

test("a page that is late is not asked for in a loop", () => {
  for (const left of [0, -1, -3600]) assert.ok(reloadIn(left, 0) >= 1.5);
});

for (const [left, shown] of [[86_400, "24:00:00"], [3661, "1:01:01"], [59.2, "0:01:00"], [0.1, "0:00:01"], [0, "0:00:00"], [-5, "0:00:00"]]) {
  test(`${left} seconds are ${shown}`, () => assert.equal(clockOf(left), shown));
}

test("days are not counted", () => assert.equal(clockOf(86_401), null));
