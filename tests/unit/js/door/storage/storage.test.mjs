/** A browser that stores nothing, or no more: said, and worked on in memory. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { openDB } from "idb";

import { searchTickets, ticketsOfBooking } from "../../../../../static/src/js/door/storage/list.js";
import { createPairing } from "../../../../../static/src/js/door/net/pairing.js";
import { createSender } from "../../../../../static/src/js/door/net/sender.js";
import { createStore } from "../../../../../static/src/js/door/storage/store.js";
import { createUnsent } from "../../../../../static/src/js/door/storage/unsent.js";
import { answer, CODE, hashOf, row, setUpPhone, STATE } from "../setup.mjs";

/** Without IndexedDB, or with one that refuses to open. */
async function without(broken, work) {
  const { indexedDB, IDBKeyRange } = globalThis;
  Object.assign(globalThis, { indexedDB: broken, IDBKeyRange: broken ? IDBKeyRange : undefined });
  try {
    return await work();
  } finally {
    Object.assign(globalThis, { indexedDB, IDBKeyRange });
  }
}

const refusing = (name) => ({
  open() {
    throw new DOMException("no", name);
  },
});

for (const [kind, broken] of Object.entries({ "no IndexedDB": undefined, "one that is forbidden": refusing("SecurityError"), "one that is broken": refusing("UnknownError") })) {
  test(`${kind}: the phone works in memory, and says so`, () =>
    without(broken, async () => {
      const { store, actions, queue, earlier, aside, unsent, ticket } = await setUpPhone([row(1, { code: hashOf(CODE) }), row(2)]);
      assert.equal(store.trouble(), "none");
      assert.deepEqual([(await actions.scan(CODE)).result.verdict, (await actions.scan(CODE)).result.verdict], ["welcome", "already_in"]);
      assert.equal((await actions.scan("unknown")).result, null);
      assert.deepEqual([(await ticketsOfBooking(store, "OD-7K3M9P")).length, (await searchTickets(store, "mül")).tickets.length], [2, 2]);
      const sender = createSender({ queue, earlier, aside }, { send: async (entries) => entries.map((entry) => answer(entry, entry.verdict ?? "unknown")) });
      assert.equal(await sender.flush(), true);
      assert.deepEqual([(await unsent.count()).all, (await ticket(1)).pending], [0, undefined]);
    }));
}

/** From now on each write to these stores finds the disk full. */
function fill(stores) {
  const { put, add } = IDBObjectStore.prototype;
  const full = (original) =>
    function (...call) {
      if (stores.includes(this.name)) throw new DOMException("full", "QuotaExceededError");
      return original.apply(this, call);
    };
  Object.assign(IDBObjectStore.prototype, { put: full(put), add: full(add) });
  return () => Object.assign(IDBObjectStore.prototype, { put, add });
}

test("a full disk: scans go on in memory, with all that was known", async () => {
  const phone = await setUpPhone([row(1, { code: hashOf(CODE) })]);
  await phone.actions.scan("before");
  const empty = fill(["queue", "pages", "tickets", "meta"]);
  try {
    assert.equal((await phone.actions.scan(CODE)).result.verdict, "welcome");
    assert.equal(phone.store.trouble(), "full");
    assert.deepEqual((await phone.queue.all()).map(({ code }) => code), ["before", CODE]);
    assert.equal((await phone.actions.scan(CODE)).result.verdict, "already_in");
  } finally {
    empty();
  }
});

test("a full disk loses nothing that was stored before, and is used again at the next start", async () => {
  const phone = await setUpPhone();
  await phone.actions.scan("before");
  const empty = fill(["queue"]);
  try {
    await phone.actions.scan("in memory");
    assert.equal((await phone.unsent.count()).all, 2);
  } finally {
    empty();
  }
  const anew = createStore(phone.name);
  assert.deepEqual((await createUnsent(anew).read())[0].scans.map(({ code }) => code), ["before"]);
  await anew.set("seen", 1);
  assert.equal(anew.trouble(), null);
});

test("a list that does not fit is known in memory", async () => {
  const empty = fill(["pages"]);
  try {
    const { store, actions, sync } = await setUpPhone([row(1, { code: hashOf(CODE) })]);
    assert.deepEqual([sync.list().complete, store.trouble()], [true, "full"]);
    assert.equal((await actions.scan(CODE)).result.verdict, "welcome");
  } finally {
    empty();
  }
});

test("what fails halfway is undone in memory too", () =>
  without(undefined, async () => {
    const { store } = await setUpPhone();
    await store.set("a", 1);
    const broken = store.write("meta", async (tx) => {
      await tx.store.put(2, "a");
      throw new Error("halfway");
    });
    await assert.rejects(broken, { message: "halfway" });
    assert.equal(await store.get("a"), 1);
  }));

test("mistakes of the app are no trouble of the disk", async () => {
  const { store } = await setUpPhone();
  await assert.rejects(store.write("queue", async (tx) => {
    await tx.store.add({ scan_id: "same" });
    await tx.store.add({ scan_id: "same" });
  }), { name: "ConstraintError" });
  assert.equal(store.trouble(), null);
});

test("deleting everything reaches the disk that was full", async () => {
  const phone = await setUpPhone([row(1)]);
  const pairing = createPairing(phone.store, () => ({ pair: async () => ({ token: "t", pin: "1234", ...STATE }) }));
  await pairing.pair("s");
  await phone.sync.run();
  const empty = fill(["queue"]);
  await phone.actions.scan("x");
  empty();
  await phone.unsent.markSaved(new Set((await phone.queue.all()).map(({ scan_id }) => scan_id)));
  assert.equal(await pairing.wipe(), true);
  const db = await openDB(phone.name);
  for (const name of db.objectStoreNames) assert.equal(await db.count(name), 0, name);
  db.close();
});
