import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded, fileIntoField } from "../../../../static/src/js/organiser/file_into_field.js";
import { eventOf, Piece, standIn } from "../elements.mjs";

standIn({});

const bytes = (...values) => new Uint8Array(values).buffer;

test("a file is read as UTF-8, else as spreadsheets on Windows save it", () => {
  assert.equal(decoded(new TextEncoder().encode("Bürgerservice").buffer), "Bürgerservice");
  assert.equal(decoded(bytes(0x42, 0xfc, 0x72)), "Bür");
  assert.equal(decoded(bytes(0xef, 0xbb, 0xbf, 0x41)), "A");
});

test("what is chosen stands in the field", async () => {
  const field = new Piece();
  const chosen = new Piece({ files: [{ arrayBuffer: async () => bytes(0x41, 0x42) }] });
  const part = new Piece({ hidden: true, dataset: { fileInto: "list" }, found: { input: chosen } });
  fileIntoField(part, { getElementById: (id) => (id === "list" ? field : null) });
  assert.ok(!part.hidden);
  chosen.dispatchEvent(eventOf("change"));
  await new Promise(setImmediate);
  assert.equal(field.value, "AB");
});
