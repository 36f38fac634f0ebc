import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { bookingOf, fingerprint, readCode, readShortCode } from "../../../../../static/src/js/door/codes/codes.js";
import { keysOf, matches, interpretations } from "../../../../../static/src/js/door/codes/words.js";

const CODE = "ABCDEFGHIJKLMNOPQRSTUVWXY2";

for (const text of [CODE, CODE.toLowerCase(), ` https://tickets.example.org/t/${CODE} `, `https://x.org/t/${CODE}/`, `https://x.org/t/${CODE}?lang=fr`]) {
  test(`the code is found in ${text}`, () => assert.equal(readCode(text), CODE));
}

for (const text of ["", "https://example.org/", `${CODE}A`, CODE.replace("A", "1"), "OD-7K3M9P-2", "https://x.org/einlass/uebung#welcome"]) {
  test(`there is no code in ${text || "nothing"}`, () => assert.equal(readCode(text), null));
}

test("a short code is told from a reference and from an address", () => {
  assert.equal(readShortCode(" od-7k3m9p-2 "), "OD-7K3M9P-2");
  assert.equal(bookingOf("OD-7K3M9P-12"), "OD-7K3M9P");
  for (const text of ["OD-7K3M9P", "7", `https://x.org/t/${CODE}`, "https://example.org/a-very-long-path-7"]) assert.equal(readShortCode(text), null);
});

test("the list knows a code by its sha256 in base64url", async () => {
  assert.equal(await fingerprint(CODE), createHash("sha256").update(CODE).digest("base64url"));
});

test("a page without https knows no codes", async () => {
  assert.equal(await fingerprint(CODE, {}), null);
});

const finds = (text, keys) => interpretations(text).some((beginnings) => matches(keys, beginnings));
const MULLER = keysOf("Jürgen Müller-Łuczak", "OD-7K3M9P");

for (const text of ["müller", "MULLER", "mueller", "mue", "jürg mül", "muller j", "luc", "Müller, Jürgen", "od-7k3m9p", "7K3M9P", "od 7k3", "OD-7K3M9P-2", "7k3m9p-2"]) {
  test(`${text} finds Jürgen Müller-Łuczak`, () => assert.ok(finds(text, MULLER)));
}

for (const text of ["", " - ", "mülr", "uller", "müller hans", "od-8k3m9p"]) {
  test(`${text || "nothing"} does not`, () => assert.equal(finds(text, MULLER), false));
}

test("names that look like a reference are names as well", () => {
  assert.ok(finds("odermann", keysOf("Anna Odermann", "OD-7K3M9P")));
  assert.ok(finds("Weber2", keysOf("Weber2 GmbH", "OD-7K3M9P")));
});

test("signs of all accents are forgiven", () => {
  const keys = keysOf("Élodie Straßer Çelik", "OD-222222");
  for (const text of ["elodie", "strasser", "straßer", "celik"]) assert.ok(finds(text, keys), text);
});
