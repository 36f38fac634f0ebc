import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { dateIn, decide } from "../../../../../static/src/js/door/domain/verdict.js";

const VECTORS = JSON.parse(readFileSync(new URL("../../../../vectors/checkin.json", import.meta.url)));

for (const { name, at, ticket, days, decision, ...conditions } of VECTORS) {
  test(name, () => assert.deepEqual(decide(ticket, days, { at: new Date(at), ...conditions }), decision));
}

test("every verdict has its case", () => {
  const verdicts = new Set(VECTORS.map(({ decision }) => decision.verdict));
  for (const verdict of ["welcome", "already_in", "cancelled", "replaced", "wrong_day", "not_open", "unknown", "other_event", "left", "not_in"]) {
    assert.ok(verdicts.has(verdict), verdict);
  }
});

test("the date is that of the zone", () => {
  const moment = new Date("2027-09-30T22:30:00Z");
  assert.deepEqual([dateIn("Europe/Berlin", moment), dateIn("UTC", moment)], ["2027-10-01", "2027-09-30"]);
});
