import assert from "node:assert/strict";
import { test } from "node:test";

import { findTicket, searchTickets, ticketsOfBooking } from "../../../../../static/src/js/door/storage/list.js";
import { createSync } from "../../../../../static/src/js/door/net/sync.js";
import { Unreachable } from "../../../../../static/src/js/door/net/server.js";
import { CODE, hashOf, row, setUpPhone } from "../setup.mjs";

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
  assert.deepEqual(sync.list(), { cursor: "c", have: 5, total: 5, complete: true, at: 7 });
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

// A backup was put back: tickets 2 and 5 are lost, 6 is new, and 1 has another name.
const RESTORED = {
  c: { tickets: [row(1, { name: "Anna Neu", code: hashOf(CODE) }), row(3)], cursor: "B~b", left: 2, replaces: true },
  "B~b": { tickets: [row(4), row(6)], cursor: "B~c", left: 0, replaces: false },
};

async function restoredPhone(pages = RESTORED) {
  const phone = await setUpPhone();
  const before = syncOf(phone.store);
  await before.sync.run();
  const asked = [];
  const ask = async (cursor) => {
    asked.push(cursor);
    if (pages[cursor] instanceof Error) throw pages[cursor];
    return pages[cursor];
  };
  const sync = createSync({ store: phone.store, ask, clock: () => 9 });
  await sync.open();
  return { ...phone, asked, sync };
}

const refsOf = async (store) => (await ticketsOfBooking(store, "OD-7K3M9P")).map(({ ref }) => ref.at(-1)).join("");
const unsent = async (queue) => (await queue.all()).map(({ scan_id }) => scan_id);

test("a list that replaces takes the place of the old one as a whole, also after a start", async () => {
  const { store, sync, asked } = await restoredPhone();
  await sync.run();
  for (const _ of [1, 2]) {
    assert.equal(await refsOf(store), "1346");
    assert.deepEqual(sync.list(), { cursor: "B~c", have: 4, total: 4, complete: true, at: 9 });
    const byOldCode = await store.read("tickets", (tx) => findTicket(tx, store.base, { hash: hashOf("CODE2") }));
    assert.equal(byOldCode, undefined);
    assert.equal((await searchTickets(store, "neu")).tickets.length, 1);
    await sync.open();
  }
  assert.deepEqual(asked, ["c", "B~b"]);
});

test("what is not sent yet stays in the queue, and the phone knows whom it let in", async () => {
  const { store, sync, queue, actions } = await restoredPhone();
  await actions.scan("OD-7K3M9P-1");
  await actions.scan("OD-7K3M9P-2");
  const before = await unsent(queue);
  assert.equal(before.length, 2);
  await sync.run();
  assert.deepEqual(await unsent(queue), before);
  assert.equal(await refsOf(store), "1346");
  assert.equal((await actions.scan(CODE)).result.verdict, "already_in");
  assert.equal((await actions.scan("OD-7K3M9P-2")).result, null, "a ghost is left to the server");
});

test("a replacement that breaks off leaves the old list whole, and begins anew", async () => {
  const { store, sync, asked } = await restoredPhone({ ...RESTORED, "B~b": new Unreachable() });
  await assert.rejects(sync.run(), Unreachable);
  assert.equal(await refsOf(store), "12345");
  assert.equal(sync.list().cursor, "c");
  await assert.rejects(sync.run(), Unreachable);
  assert.deepEqual(asked, ["c", "B~b", "c", "B~b"]);
});

test("a replacement that is wiped meanwhile is not stored", async () => {
  const { store, sync } = await restoredPhone();
  const running = sync.run();
  await sync.wipe();
  await running;
  assert.deepEqual([await refsOf(store), sync.list().cursor, await store.get("list")], ["", null, undefined]);
});

test("an answer that came during the replacement is not forgotten by it", async () => {
  const { sync, ticket, queue, actions } = await restoredPhone({
    c: { ...RESTORED.c },
    get "B~b"() {
      return settle().then(() => RESTORED["B~b"]);
    },
  });
  async function settle() {
    const { entry } = await actions.scan("OD-7K3M9P-1");
    await queue.settle([{ scan_id: entry.scan_id, verdict: "welcome", ticket: null, first_in_at: entry.scanned_at, device: "Tor" }]);
    sync.answered("OD-7K3M9P-1");
  }
  await sync.run();
  assert.equal((await ticket(1)).in["2027-10-01"].device, "Tor");
  assert.equal((await ticket(1)).name, "Anna Neu");
});
