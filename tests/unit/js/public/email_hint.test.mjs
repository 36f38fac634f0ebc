import assert from "node:assert/strict";
import { test } from "node:test";

import { correctEmail } from "../../../../static/src/js/public/email_hint.js";

const cases = [
  ["anna@gmial.com", "anna@gmail.com"],
  ["anna@gmail.co", "anna@gmail.com"],
  ["anna@gamil.com", "anna@gmail.com"],
  ["anna@gmail,com", "anna@gmail.com"],
  ["anna@wbe.de", "anna@web.de"],
  ["anna@gmx.dee", "anna@gmx.de"],
  ["anna@t-onlne.de", "anna@t-online.de"],
  ["Anna.Muster+x@Hotmial.de", "Anna.Muster+x@hotmail.de"],
  [" anna@ofenburg.de ", "anna@offenburg.de"],
];

for (const [typed, meant] of cases) {
  test(`${typed} probably means ${meant}`, () => assert.equal(correctEmail(typed), meant));
}

for (const typed of ["anna@gmail.com", "anna@web.de", "anna@gmx.at", "anna@mail.de", "anna@kehl.de", "anna@stadt-example.de", "anna@", "anna", "", "a@b@gmial.com"]) {
  test(`${typed || "nothing"} is left alone`, () => assert.equal(correctEmail(typed), null));
}
