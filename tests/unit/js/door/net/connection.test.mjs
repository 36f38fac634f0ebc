/** Two pages of the app, an older and a newer one, want the same database. */
import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDB } from "idb";

import { VERSION } from "../../../../../static/src/js/door/storage/schema.js";
import { createStore } from "../../../../../static/src/js/door/storage/store.js";

const LEAD = { lead: 5, trip: 1 };
const soon = () => new Promise((resolve) => setTimeout(resolve, 50));

test("a page that an older one keeps out says so, waits, and goes on when that is closed", { timeout: 5000 }, async () => {
  // As pages of the first versions did, it does not let go when another one asks for it.
  const older = await openDB("kept-out", VERSION - 1);
  const told = [];
  const store = createStore("kept-out", { onBlocked: (isBlocked) => told.push(isBlocked) });
  let isWritten = false;
  const writing = store.set("lead", LEAD).then(() => (isWritten = true));
  await soon();
  assert.deepEqual([told, isWritten], [[true], false]);
  older.close();
  await writing;
  assert.deepEqual(told, [true, false]);
  assert.deepEqual(await store.get("lead"), LEAD);
  store.close();
});

test("a page that nobody keeps out says nothing", async () => {
  const told = [];
  const store = createStore("free", { onBlocked: (isBlocked) => told.push(isBlocked) });
  await store.set("lead", LEAD);
  assert.deepEqual(told, []);
  store.close();
});

test("a page lets go at once when a newer one asks, and from then on says that it is old", { timeout: 5000 }, async () => {
  const troubles = [];
  const store = createStore("outdated", { onTrouble: (kind) => troubles.push(kind) });
  await store.set("lead", LEAD);
  const newer = await openDB("outdated", VERSION + 1, { blocked: () => assert.fail("it kept the newer one out") });
  await store.set("lead", { ...LEAD, lead: 6 });
  assert.deepEqual([troubles, store.trouble()], [["old"], "old"]);
  assert.equal((await store.get("lead")).lead, 6, "what is scanned now is kept as long as the page is");
  newer.close();
});
