import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { COMMON, REAL, correctEmail } from "../../../../static/src/js/public/email_hint.js";

const vectors = JSON.parse(readFileSync(new URL("../../../vectors/mistyped.json", import.meta.url)));

for (const { typed, meant } of vectors.cases) {
  test(`${typed || "nothing"} means ${meant ?? "what it says"}, as on the server`, () => assert.equal(correctEmail(typed), meant));
}

test("the same domains are known as on the server", () => {
  assert.deepEqual(COMMON, vectors.common);
  assert.deepEqual([...REAL], vectors.real);
});
