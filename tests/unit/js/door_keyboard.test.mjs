import assert from "node:assert/strict";
import { test } from "node:test";

import { createKeyReader, mendLayout } from "../../../static/src/js/door/keyboard.js";
import { tidyCode } from "../../../static/src/js/door/typed_code.js";

const CODE = "https://tickets.example.org/t/ABCDEFGHIJKLMNOPQRSTUVWXY2";

/** What comes out when these keys are pressed so many milliseconds apart. */
const type = (keys, pause, press = createKeyReader(), start = 0) =>
  [...keys.map((key, i) => press(key, start + i * pause))].filter(Boolean);

test("a scanner's code is read with its Enter", () => {
  assert.deepEqual(type([...CODE, "Enter"], 12), [CODE]);
});

test("capitals with their Shift are read too", () => {
  assert.deepEqual(type(["Shift", "O", "Shift", "D", ..."-7K3M9P-2", "Enter"], 20), ["OD-7K3M9P-2"]);
});

test("a person types too slowly to be a scanner", () => {
  assert.deepEqual(type([...CODE, "Enter"], 130), []);
});

test("what was typed before does not stick to the scan", () => {
  const press = createKeyReader();
  type(["x", "y"], 200, press);
  assert.deepEqual(type([...CODE, "Enter"], 12, press, 5000), [CODE]);
});

test("Enter alone, or after a few signs, is an ordinary Enter", () => {
  assert.deepEqual(type(["Enter"], 10), []);
  assert.deepEqual(type(["a", "b", "Enter"], 10), []);
});

test("an Enter long after belongs to something else", () => {
  const press = createKeyReader();
  type([...CODE], 12, press);
  assert.equal(press("Enter", 5000), null);
});

test("two scans in a row are two codes", () => {
  const press = createKeyReader();
  assert.deepEqual(type([...CODE, "Enter", ..."OD-7K3M9P-2", "Enter"], 10, press), [CODE, "OD-7K3M9P-2"]);
});

test("an American scanner on a German device is understood", () => {
  assert.equal(mendLayout("httpsÖ--tickets.kehl.de-t-ABCZY2"), "https://tickets.kehl.de/t/ABCYZ2");
  assert.equal(mendLayout("ODß7K3M9Pß2"), "OD-7K3M9P-2");
});

test("what was read rightly stays as it is", () => {
  for (const text of [CODE, "OD-7K3M9P-2", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]) assert.equal(mendLayout(text), text);
});

for (const typed of ["OD-7K3M9P-2", "od-7k3m9p-2", " od 7k3m9p 2 ", "OD7K3M9P2", "7K3M9P-2", "OD–7K3M9P–2"]) {
  test(`${typed} is understood as typed`, () => assert.deepEqual(tidyCode(typed), { code: "OD-7K3M9P-2", incomplete: false }));
}

test("a booking's reference is not yet a ticket", () => {
  assert.deepEqual(tidyCode("od-7k3m9p"), { code: "OD-7K3M9P", incomplete: true });
});

for (const typed of ["ABCDEFGHIJKLMNOPQRSTUVWXY2", CODE]) {
  test(`${typed.slice(0, 12)}… is left alone`, () => assert.deepEqual(tidyCode(` ${typed} `), { code: typed, incomplete: false }));
}
