/** Where stands go on the plan: moved, resized, turned, drawn in rows. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { drawnRow, isTouched, moved, resized, rowPoints, sides, turned } from "../../../../static/src/js/organiser/plan/geometry.js";

const AREA = { width: 2000, depth: 1000 };
const box = (changes = {}) => ({ id: 1, x: 100, y: 100, width: 300, depth: 200, turned: 0, ...changes });

test("a stand that is moved is put onto the grid and stays inside", () => {
  const to = (x, y) => moved([box()], { x, y }, AREA, 50).map((each) => [each.x, each.y])[0];
  assert.deepEqual(to(63, 20), [150, 100]);
  assert.deepEqual(to(-500, -500), [0, 0]);
  assert.deepEqual(to(5000, 5000), [1700, 800]);
  assert.deepEqual(moved([], { x: 1, y: 1 }, AREA, 50), []);
});

test("several keep their distances, and the outermost stops them all", () => {
  const both = [box({ x: 100 }), box({ id: 2, x: 417, turned: 90 })];
  assert.deepEqual(moved(both, { x: 5000, y: 0 }, AREA, 50).map((each) => each.x), [1483, 1800]);
  assert.deepEqual(moved(both, { x: -130, y: 0 }, AREA, 50).map((each) => each.x), [0, 317]);
});

test("a stand is resized as it lies on the plan", () => {
  const size = ({ width, depth }) => [width, depth];
  assert.deepEqual(size(resized(box(), { width: 60, depth: -40 }, AREA, 50)), [350, 150]);
  assert.deepEqual(size(resized(box({ turned: 90 }), { width: 50, depth: 0 }, AREA, 50)), [300, 250]);
  assert.deepEqual(size(resized(box(), { width: -900, depth: -900 }, AREA, 50)), [50, 50]);
  assert.deepEqual(size(resized(box(), { width: 9000, depth: 9000 }, AREA, 50)), [1900, 900]);
});

test("four quarters are a whole turn", () => {
  assert.deepEqual(sides(turned(box())), { width: 200, depth: 300 });
  assert.equal(turned(turned(turned(turned(box())))).turned, 0);
});

test("a row goes the longer way, as far as somebody draws", () => {
  const from = { x: 110, y: 120 };
  const row = (x, y) => drawnRow(from, { x, y }, { width: 300, depth: 200 }, 50, 50);
  assert.deepEqual(row(1200, 300), { number: 3, direction: "right", x: 100, y: 100 });
  assert.deepEqual(row(110, 900), { number: 3, direction: "down", x: 100, y: 100 });
  assert.equal(row(112, 121).number, 1);
  assert.deepEqual([row(-900, 0).direction, row(0, -900).direction], ["left", "up"]);
  assert.deepEqual(rowPoints(row(1200, 300), { width: 300, depth: 200 }, 50), [
    { x: 100, y: 100 },
    { x: 450, y: 100 },
    { x: 800, y: 100 },
  ]);
});

test("a frame selects what it touches, whichever way it is drawn", () => {
  assert.ok(isTouched(box(), { x: 0, y: 0 }, { x: 101, y: 101 }));
  assert.ok(isTouched(box(), { x: 101, y: 101 }, { x: 0, y: 0 }));
  assert.ok(!isTouched(box(), { x: 0, y: 0 }, { x: 100, y: 100 }));
});
