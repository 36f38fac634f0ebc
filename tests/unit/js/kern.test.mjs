import assert from "node:assert/strict";
import { test } from "node:test";

import { parse, usedClasses, wantedComponents } from "../../../static/kern.mjs";

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

test("a component goes to one of two stylesheets, with all that stands in it", () => {
  const only = wantedComponents("only=kern-form,kern-hint");
  const without = wantedComponents("without=kern-form,kern-hint");
  for (const classes of [["kern-form-input"], ["kern-form-input", "kern-label"], ["kern-hint"], ["kern-label"], ["kern-btn"]]) {
    assert.notEqual(only(classes), without(classes), classes.join());
  }
  assert.ok(only(["kern-form-input", "kern-label"]));
  assert.ok(without(["kern-label"]));
  assert.ok(wantedComponents("")(["kern-label"]));
});
