import assert from "node:assert/strict";
import { test } from "node:test";

import { showCompanions } from "../../../../static/src/js/public/companions.js";
import { eventOf, Piece, standIn } from "../elements.mjs";

function group(value) {
  standIn({ addEventListener: () => {} });
  const rows = [1, 2, 3].map((number) => {
    const field = new Piece({ attributes: new Map([["name", `guest-${number}`]]) });
    return new Piece({ found: { "[name]": field } });
  });
  const count = new Piece({ value });
  const form = new Piece({ elements: { namedItem: (name) => (name === "tickets" ? count : null) } });
  const set = new Piece({ form, dataset: { companions: "tickets" }, found: { "[data-companion]": rows } });
  showCompanions(set);
  const shown = () => rows.filter((row) => !row.hidden).length;
  return { count, form, set, shown };
}

for (const [value, guests] of [["1", 0], ["2", 1], ["4", 3], ["9", 3], ["", 0], ["-3", 0], ["x", 0]]) {
  test(`${value || "nothing"} tickets ask for ${guests} guests`, () => {
    const { set, shown } = group(value);
    assert.deepEqual([shown(), set.hidden], [guests, ["1", "", "-3", "x"].includes(value)]);
  });
}

test("a name that is out of sight is not booked", () => {
  const { count, form, shown } = group("3");
  count.value = "2";
  form.dispatchEvent(eventOf("input"));
  assert.equal(shown(), 1);
  const left = new Set(["guest-1", "guest-2", "guest-3", "email"]);
  form.dispatchEvent(eventOf("formdata", { formData: left }));
  assert.deepEqual([...left], ["guest-1", "email"]);
});
