import assert from "node:assert/strict";
import { test } from "node:test";

import { createKeyReader } from "../../../../../static/src/js/door/scanner/key_reader.js";
import { mendLayout } from "../../../../../static/src/js/door/codes/keyboard.js";
import { tidyCode } from "../../../../../static/src/js/door/codes/typed_code.js";
import { americanOn, LAYOUTS, ownOn } from "./layouts.mjs";

const CODE = "https://tickets.example.org/t/ABCDEFGHIJKLMNOPQRSTUVWXY2";
const BARE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".replace("R", "4");
const SAMPLE = "https://zell-am-see.example.org/einlass/uebung#already_in";
const plain = (text) => [...text].map((key) => ({ key, code: "", shift: false }));

/** Presses keys so many milliseconds apart; `end` is a key or "pause". Returns what is read. */
function type(keys, pause, { end = "Enter", reader = createKeyReader(), start = 0, ...options } = {}) {
  let at = start;
  const read = [];
  for (const key of keys) {
    at += typeof pause === "function" ? pause() : pause;
    read.push(reader.press({ ...key, at }, options));
  }
  read.push(end === "pause" ? reader.pause(at + 300, options) : reader.press({ key: end, code: end, shift: false, at: at + 10 }, options));
  return { scans: read.filter(({ is }) => is === "scan").map(({ text }) => text), last: read.at(-1), at: at + 10 };
}

for (const [name, layout] of Object.entries(LAYOUTS)) {
  for (const pause of [10, 60, 120]) {
    for (const end of ["Enter", "Tab", "pause"]) {
      test(`an American scanner on a ${name} device, ${pause} ms a key, ended by ${end}`, () => {
        for (const text of [CODE, SAMPLE]) assert.deepEqual(type(americanOn(layout, text), pause, { end }).scans, [text]);
      });
    }
  }

  test(`an American scanner on a ${name} device reads bare codes and printed numbers`, () => {
    for (const text of [BARE, "OD-7K3Y9Z-2"]) assert.deepEqual(type(americanOn(layout, text), 15).scans, [text]);
  });

  test(`a scanner set to ${name} is read as it types`, () => {
    for (const text of [CODE, SAMPLE, "OD-7K3Y9Z-2"]) assert.deepEqual(type(ownOn(layout, text), 20).scans, [text]);
  });
}

test("which layout was right once is right for what both could have typed", () => {
  const known = { name: null, get: () => known.name, set: (name) => (known.name = name) };
  const reader = createKeyReader({ layout: known });
  const { at } = type(ownOn(LAYOUTS.German, CODE), 10, { reader });
  assert.equal(known.name, "own");
  assert.deepEqual(type(ownOn(LAYOUTS.German, BARE), 10, { reader, start: at + 2000 }).scans, [BARE]);
});

test("without the names of physical keys the text is taken as it came", () => {
  assert.deepEqual(type(plain(CODE), 12).scans, [CODE]);
  assert.deepEqual(type(plain("httpsÖ--tickets.kehl.de-t-ABCDEFGHIJKLMNOPQRSTUVWXZ2"), 12).scans, ["https://tickets.kehl.de/t/ABCDEFGHIJKLMNOPQRSTUVWXY2"]);
});

test("keys of Shift in between change nothing", () => {
  const keys = [..."OD-7K3M9P-2"].flatMap((key) => [{ key: "Shift", code: "ShiftLeft", shift: true }, { key, code: "", shift: true }]);
  assert.deepEqual(type(keys, 10).scans, ["OD-7K3M9P-2"]);
});

test("a person types too slowly to be a scanner", () => {
  assert.deepEqual(type(plain(CODE), 180).scans, []);
});

// How long a quick typist takes for each key, over and over.
const HAND = [95, 140, 70, 120, 60, 145, 110, 80, 130];
const byHand = () => {
  let key = 0;
  return () => HAND[key++ % HAND.length];
};

for (const words of ["Müller-Lüdenscheidt, Hannelore", "Hat den Ausweis vergessen", "Anna", "4711"]) {
  for (const end of ["Enter", "Tab", "pause"]) {
    test(`"${words}" of a quick typist stays in its field, ended by ${end}`, () => {
      assert.deepEqual(type(plain(words), byHand(), { end }).last.is, "typed");
    });
  }
}

test("a number that is typed by hand is not sent before it is whole", () => {
  assert.equal(type(plain("OD-7K3M9P-1"), byHand(), { end: "pause" }).last.is, "typed");
});

test("other codes are a scanner's by their rhythm", () => {
  for (const pause of [10, 30]) assert.deepEqual(type(plain("4006381333931"), pause).scans, ["4006381333931"]);
  assert.deepEqual(type(plain("WIFI:S:Rathaus;T:WPA;;"), 120, { end: "pause" }).scans, ["WIFI:S:Rathaus;T:WPA;;"]);
});

test("four digits in a rhythm that no hand has are no PIN", () => {
  assert.equal(type(plain("4711"), 20, { fewest: 4 }).last.is, "scan");
  assert.equal(type(plain("4711"), 90, { fewest: 4, end: "pause" }).last.is, "typed");
});

test("what was typed before does not stick to the scan", () => {
  const reader = createKeyReader();
  const { at } = type(plain("xy"), 200, { reader, end: "pause" });
  assert.deepEqual(type(plain(CODE), 12, { reader, start: at + 1000 }).scans, [CODE]);
  assert.deepEqual(type(plain(`mül${CODE}`), 12).scans, [CODE], "not even straight before it");
});

test("keys that a busy phone hands over late still belong to the scan", () => {
  const reader = createKeyReader();
  const keys = plain(CODE).map((key, place) => ({ ...key, at: place * 100 }));
  // Each key's own time counts, not when it is looked at.
  for (const key of keys.slice(0, 5)) reader.press(key);
  assert.equal(reader.pause(900).is, "typed");
  for (const key of keys.slice(5)) reader.press(key);
  assert.equal(reader.press({ key: "Enter", at: keys.at(-1).at + 100 }).text, CODE);
});

test("Enter alone, or after a few signs, is an ordinary Enter", () => {
  assert.equal(type([], 10).last.is, "other");
  assert.equal(type(plain("ab"), 10).last.is, "typed");
});

test("an Enter long after belongs to something else", () => {
  const reader = createKeyReader();
  for (const [place, key] of plain(CODE).entries()) reader.press({ ...key, at: place * 12 });
  assert.equal(reader.press({ key: "Enter", at: 5000 }).is, "other");
});

test("two scans in a row are two codes", () => {
  const reader = createKeyReader();
  const { at } = type(plain(CODE), 10, { reader });
  assert.deepEqual(type(plain("OD-7K3M9P-2"), 10, { reader, start: at }).scans, ["OD-7K3M9P-2"]);
});

test("a second Enter, and more lines of the same code, press and type nothing", () => {
  const reader = createKeyReader();
  const { at } = type(plain("BEGIN:VCARD"), 10, { reader });
  assert.equal(reader.press({ key: "Enter", at: at + 10 }).is, "rest");
  assert.equal(type(plain("END"), 10, { reader, start: at + 10 }).last.is, "rest");
});

test("what was pasted as an American scanner writes on a German device is understood", () => {
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
