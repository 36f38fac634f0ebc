import assert from "node:assert/strict";
import { test } from "node:test";

import { createDuplicateFilter, GONE_AFTER_ANOTHER_MS, GONE_MS } from "../../../../../static/src/js/door/domain/duplicate_filter.js";

const counted = (frames) => {
  const filter = createDuplicateFilter();
  return frames.filter(([code, at]) => filter.see(code, at)).map(([code, at]) => `${code}@${at}`);
};

test("a code held in view counts once, however long", () => {
  const held = Array.from({ length: 100 }, (_, i) => ["A", i * 100]);
  assert.deepEqual(counted(held), ["A@0"]);
});

test("blurred frames in between change nothing", () => {
  assert.deepEqual(counted([["A", 0], ["A", 1400], ["A", 2800]]), ["A@0"]);
});

test("a code that was out of view counts again", () => {
  const back = GONE_MS + 1;
  assert.deepEqual(counted([["A", 0], ["A", back]]), ["A@0", `A@${back}`]);
});

test("another code counts at once", () => {
  assert.deepEqual(counted([["A", 0], ["B", 50]]), ["A@0", "B@50"]);
});

test("after another code the first counts again sooner", () => {
  const back = GONE_AFTER_ANOTHER_MS + 1;
  assert.deepEqual(counted([["A", 0], ["B", 50], ["A", back]]), ["A@0", "B@50", `A@${back}`]);
});

test("two codes side by side do not take turns", () => {
  const both = Array.from({ length: 60 }, (_, i) => [i % 2 ? "B" : "A", i * 100]);
  assert.deepEqual(counted(both), ["A@0", "B@100"]);
});

test("it knows which code was read last", () => {
  const filter = createDuplicateFilter();
  filter.see("A", 0);
  filter.see("B", 10);
  assert.ok(filter.isLatest("B") && !filter.isLatest("A"));
});
