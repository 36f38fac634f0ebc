import assert from "node:assert/strict";
import { test } from "node:test";

import { ticketsOfBooking } from "../../../static/src/js/door/list.js";
import { createSync } from "../../../static/src/js/door/sync.js";
import { Unreachable } from "../../../static/src/js/door/server.js";
import { row, setUpPhone } from "./door_setup.mjs";

const PAGES = {
  start: { tickets: [row(1), row(2)], cursor: "a", left: 3 },
  a: { tickets: [row(3), row(4)], cursor: "b", left: 1 },
  b: { tickets: [row(5)], cursor: "c", left: 0 },
  c: { tickets: [row(2, { cancelled: true })], cursor: "d", left: 0 },
};

function syncOf(store, { fails = () => false } = {}) {
  const asked = [];
  const progress = [];
  const ask = async (cursor) => {
    asked.push(cursor);
    if (fails(cursor)) throw new Unreachable();
    return PAGES[cursor ?? "start"];
  };
  return { asked, progress, sync: createSync({ store, ask, onProgress: (step) => progress.push(step), clock: () => 7 }) };
}

const count = async (store) => (await ticketsOfBooking(store, "OD-7K3M9P")).length;

test("the first load goes on until nothing is left, and tells how far it is", async () => {
  const { store } = await setUpPhone();
  const { sync, asked, progress } = syncOf(store);
  await sync.run();
  assert.deepEqual(asked, [null, "a", "b"]);
  assert.deepEqual(progress, [{ have: 2, total: 5 }, { have: 4, total: 5 }]);
  assert.deepEqual(sync.list(), { cursor: "c", have: 5, complete: true, at: 7 });
  assert.equal(await count(store), 5);
});

test("a load that broke off goes on where it was, also after a reload", async () => {
  const { store } = await setUpPhone();
  const broken = syncOf(store, { fails: (cursor) => cursor === "a" });
  await assert.rejects(broken.sync.run(), Unreachable);
  assert.equal(broken.sync.list().complete, false);
  const { sync, asked, progress } = syncOf(store);
  await sync.open();
  await sync.run();
  assert.deepEqual(asked, ["a", "b"]);
  assert.deepEqual(progress, [{ have: 4, total: 5 }]);
  assert.equal(await count(store), 5);
});

test("afterwards only what has changed comes, without progress", async () => {
  const { store, ticket } = await setUpPhone();
  const { sync, asked, progress } = syncOf(store);
  await sync.run();
  assert.equal(await sync.confirm("c"), true);
  assert.equal(await sync.confirm("d"), false);
  await sync.run();
  assert.equal(asked.at(-1), "c");
  assert.equal(progress.length, 2);
  assert.equal((await ticket(2)).cancelled, true);
  assert.equal(await count(store), 5);
});

test("what is on its way when the list is wiped is not stored", async () => {
  const { store } = await setUpPhone();
  const { sync } = syncOf(store);
  const running = sync.run();
  await sync.wipe();
  await running;
  assert.deepEqual([await count(store), sync.list().cursor, await store.get("list")], [0, null, undefined]);
});
