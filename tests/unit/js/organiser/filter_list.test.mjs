import assert from "node:assert/strict";
import test from "node:test";

import { fits } from "../../../../static/src/js/organiser/filter_list.js";
import { fold } from "../../../../static/src/js/shared/text.js";

test("names are found without accents, case or order", () => {
  const name = fold("Hohengeroldseck-Schauenburg, Łukasz Şahin OD-7K3M9P-1");
  for (const typed of ["lukasz", "Łukasz", "SAHIN luk", "schauen", "7k3m9p", ""]) {
    assert.ok(fits(name, fold(typed).split(" ").filter(Boolean)), typed);
  }
  assert.ok(!fits(name, ["lukasz", "meier"]));
  assert.equal(fold("Straße"), "strasse");
});
