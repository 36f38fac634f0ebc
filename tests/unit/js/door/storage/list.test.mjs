import assert from "node:assert/strict";
import { test } from "node:test";

import { findTicket, searchTickets, ticketsOfBooking } from "../../../../../static/src/js/door/storage/list.js";
import { createSync } from "../../../../../static/src/js/door/net/sync.js";
import { CODE, hashOf, row, setUpPhone } from "../setup.mjs";

const OTHER = "BCDEFGHIJKLMNOPQRSTUVWXYZ2";

/** A phone that was sent these pages, one after the other. */
async function phoneWith(...pages) {
  const phone = await setUpPhone();
  let next = 0;
  const ask = async () => ({ tickets: pages[next], cursor: String(++next), left: pages.length - next });
  const sync = createSync({ store: phone.store, ask });
  await sync.run();
  return { ...phone, sync };
}

const byCode = (store, code) => store.read("tickets", (tx) => findTicket(tx, store.base, { hash: hashOf(code) }));
const names = async (store, text) => (await searchTickets(store, text)).tickets.map(({ name }) => name);

test("a ticket that got a new code while the list was loaded is found by it, and its old one replaced", async () => {
  const changed = row(1, { code: hashOf(OTHER), retired: [hashOf(CODE)] });
  const { actions, store } = await phoneWith([row(1, { code: hashOf(CODE) }), row(2)], [changed]);
  assert.equal((await ticketsOfBooking(store, "OD-7K3M9P")).length, 2);
  assert.equal((await actions.scan(CODE)).result.verdict, "replaced");
  assert.equal((await actions.scan(OTHER)).result.verdict, "welcome");
});

test("a new code after the load counts as well", async () => {
  const phone = await phoneWith([row(1, { code: hashOf(CODE) })]);
  const ask = async () => ({ tickets: [row(1, { code: hashOf(OTHER), retired: [hashOf(CODE)] })], cursor: "9", left: 0 });
  const sync = createSync({ store: phone.store, ask });
  await sync.open();
  await sync.run();
  assert.equal((await phone.actions.scan(CODE)).result.verdict, "replaced");
  assert.equal((await phone.actions.scan(OTHER)).result.verdict, "welcome");
});

test("whoever was renamed is found by the new name alone", async () => {
  const phone = await phoneWith([row(1, { name: "Jürgen Müller" }), row(2, { name: "Anna Müller" })]);
  assert.deepEqual(await names(phone.store, "muell"), ["Jürgen Müller", "Anna Müller"]);
  const ask = async () => ({ tickets: [row(1, { name: "Jürgen Weiß" })], cursor: "9", left: 0 });
  const sync = createSync({ store: phone.store, ask });
  await sync.open();
  await sync.run();
  assert.deepEqual(await names(phone.store, "mueller"), ["Anna Müller"]);
  assert.deepEqual(await names(phone.store, "weiss"), ["Jürgen Weiß"]);
});

test("a action during the load is not forgotten by the page that comes after it", async () => {
  const phone = await setUpPhone();
  const pages = [[row(1, { code: hashOf(CODE) })], [row(1, { code: hashOf(CODE) }), row(2)]];
  let sync = null;
  const ask = async (cursor) => {
    if (cursor === "1") await phone.actions.scan(CODE);
    return cursor === "1" ? { tickets: pages[1], cursor: "2", left: 0 } : { tickets: pages[0], cursor: "1", left: 1 };
  };
  sync = createSync({ store: phone.store, ask });
  await sync.run();
  assert.equal((await phone.actions.scan(CODE)).result.verdict, "already_in");
});

test("after a start the whole list is there again, and after a wipe nothing of it", async () => {
  const { store, sync } = await phoneWith([row(1, { code: hashOf(CODE) })], [row(2)]);
  store.base.clear();
  assert.equal(await byCode(store, CODE), undefined);
  await sync.open();
  assert.equal((await byCode(store, CODE)).ref, "OD-7K3M9P-1");
  await sync.wipe();
  assert.equal(await byCode(store, CODE), undefined);
  await sync.open();
  assert.deepEqual(await ticketsOfBooking(store, "OD-7K3M9P"), []);
});
