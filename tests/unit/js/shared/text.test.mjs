import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fold, spellings } from "../../../../static/src/js/shared/text.js";

const vectors = JSON.parse(readFileSync(new URL("../../../vectors/text.json", import.meta.url)));

for (const vector of vectors) {
  test(`${vector.text || "nothing"} is folded as on the server`, () => {
    assert.deepEqual(spellings(vector.text), vector.spellings);
    assert.equal(fold(vector.text), vector.spellings[0]);
  });
}
