import assert from "node:assert/strict";
import { test } from "node:test";

import { createAim, nearestFirst } from "../../../../../static/src/js/door/scanner/code_positions.js";

/** What the reader says of a square code with its middle at x, y. */
function found(text, x, y, { size = 100, isValid = true } = {}) {
  const [near, far] = [-size / 2, size / 2];
  const position = { topLeft: { x: x + near, y: y + near }, topRight: { x: x + far, y: y + near }, bottomRight: { x: x + far, y: y + far }, bottomLeft: { x: x + near, y: y + far } };
  return { text, isValid, position };
}
const texts = (results) => nearestFirst(results, 640, 640).map(({ text }) => text);

for (let number = 2; number <= 8; number++) {
  test(`of ${number} codes the one in the middle comes first, in whichever order they were found`, () => {
    const round = Array.from({ length: number - 1 }, (_, place) => found(`outer ${place}`, 320 + 230 * Math.cos(place), 320 + 230 * Math.sin(place)));
    const middle = found("middle", 350, 300);
    for (let place = 0; place < number; place++) assert.equal(texts([...round.slice(0, place), middle, ...round.slice(place)])[0], "middle");
  });
}

test("the corners are given, in their order round the code", () => {
  const [{ corners }] = nearestFirst([found("A", 100, 100, { size: 20 })], 640, 640);
  assert.deepEqual(corners, [{ x: 90, y: 90 }, { x: 110, y: 90 }, { x: 110, y: 110 }, { x: 90, y: 110 }]);
});

test("a pattern within a code that was read, or far smaller than one, is no code", () => {
  assert.deepEqual(texts([found("A", 300, 300), found("", 310, 310, { isValid: false, size: 80 }), found("", 320, 420, { isValid: false, size: 30 })]), ["A"]);
});

test("a blurred code in the middle keeps its turn", () => {
  const aim = createAim();
  const frame = (isValid) => nearestFirst([found("middle", 320, 320, { isValid }), found("other", 500, 320)], 640, 640);
  assert.equal(aim(frame(false)), null);
  assert.equal(aim(frame(false)), null);
  assert.equal(aim(frame(true)), null, "once is not enough");
  assert.equal(aim(frame(true)).text, "middle");
});

test("a single code counts at once, of several the nearest in two frames in a row", () => {
  const aim = createAim();
  const frame = (...codes) => nearestFirst(codes, 640, 640);
  assert.equal(aim(frame(found("A", 100, 100))).text, "A");
  assert.equal(aim(frame(found("A", 100, 100), found("B", 300, 300))), null);
  assert.equal(aim(frame(found("A", 100, 100), found("B", 300, 300))).text, "B");
  assert.equal(aim([]), null);
});
