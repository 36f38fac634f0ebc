import assert from "node:assert/strict";
import { test } from "node:test";

import { A_WHILE, readBooked } from "../../../../static/src/js/public/just_booked.js";

const NOW = 1_800_000_000_000;

test("what was just booked is known for a while", () => {
  assert.deepEqual(readBooked(`${NOW} /buchung/abc`, NOW), { path: "/buchung/abc", at: NOW });
  assert.equal(readBooked(`${NOW} /buchung/abc`, NOW + A_WHILE), null);
  assert.deepEqual(readBooked(`${NOW} /buchung/abc`, NOW + A_WHILE - 1)?.path, "/buchung/abc");
});

for (const kept of [null, "", "x", `${NOW}`, `x /buchung/abc`, `${NOW} //evil.example`, `${NOW} javascript:alert(1)`, `${NOW + 1} /buchung/abc`]) {
  test(`${kept ?? "nothing"} says nothing`, () => assert.equal(readBooked(kept, NOW), null));
}
