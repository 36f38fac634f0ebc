/** Which questions of a ticket type show, by what is answered above them. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { askQuestions } from "../../../../static/src/js/public/questions.js";
import { eventOf, Piece, standIn } from "../elements.mjs";

function form(chosen, meal) {
  standIn({ addEventListener: () => {}, FormData: class { get = () => chosen.type; } });
  const groups = ["bürger", "fach"].map((askedOf) => new Piece({ dataset: { askedOf } }));
  const first = new Piece({ dataset: { question: "essen" } });
  const second = new Piece({ dataset: { question: "welches", onlyIf: "essen", answers: "ja vielleicht" } });
  const third = new Piece({ dataset: { question: "allergie", onlyIf: "welches", answers: "anderes" } });
  const condition = new Piece();
  const other = new Piece({ checked: true, value: "anderes" });
  const whole = new Piece({
    found: { "[data-asked-of]": groups, "[data-question]": [first, second, third], "[data-condition]": condition, '[name="essen"]': meal, '[name="welches"]': [other] },
  });
  askQuestions(whole);
  const update = () => whole.dispatchEvent(eventOf("input"));
  return { condition, groups, second, third, update };
}

test("only the questions of the chosen type show", () => {
  const chosen = { type: "fach" };
  const { condition, groups, update } = form(chosen, []);
  assert.ok(condition.hidden);
  assert.deepEqual(groups.map((each) => each.hidden), [true, false]);
  chosen.type = "bürger";
  update();
  assert.deepEqual(groups.map((each) => each.hidden), [false, true]);
});

test("a question waits for an answer, and what is not asked counts as not answered", () => {
  const meal = new Piece({ checked: false, value: "vielleicht" });
  const { second, third, update } = form({ type: "fach" }, [meal]);
  // The third has its answer already, but the second is not asked.
  assert.deepEqual([second.hidden, third.hidden], [true, true]);
  meal.checked = true;
  update();
  assert.deepEqual([second.hidden, third.hidden], [false, false]);
  meal.value = "nein";
  update();
  assert.deepEqual([second.hidden, third.hidden], [true, true]);
});
