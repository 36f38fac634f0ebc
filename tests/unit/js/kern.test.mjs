import assert from "node:assert/strict";
import { test } from "node:test";

import { parse, usedClasses } from "../../../static/kern.mjs";

test("a class is used when a template names it", () => {
  const used = usedClasses('<p class="kern-hint">');
  assert.ok(used("kern-hint"));
  assert.ok(!used("kern-hints"));
});

test("a class put together from a state stands for all states", () => {
  const used = usedClasses('<span class="kern-badge--{{ state }}">');
  assert.ok(used("kern-badge--info"));
  assert.ok(!used("kern-badge"));
});

test("rules in at-rules keep their condition, braces in strings are no braces", () => {
  const rules = parse('@charset "UTF-8";.a{content:"}"}@media print{.b{color:red}}.c{top:0}');
  assert.deepEqual(rules, [
    { head: ".a", body: 'content:"}"' },
    { head: "@media print", rules: [{ head: ".b", body: "color:red" }] },
    { head: ".c", body: "top:0" },
  ]);
});
