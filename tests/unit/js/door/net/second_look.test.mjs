/** Orders of events in which a scan or a pairing was lost, or somebody was let in unseen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDB } from "idb";
import { createPairing } from "../../../../../static/src/js/door/net/pairing.js";
import { createSender } from "../../../../../static/src/js/door/net/sender.js";
import { Failed, Unpaired } from "../../../../../static/src/js/door/net/server.js";
import { createStore } from "../../../../../static/src/js/door/storage/store.js";
import { createQueue } from "../../../../../static/src/js/door/storage/queue.js";
import { createAside } from "../../../../../static/src/js/door/storage/aside.js";
import { createUnsent } from "../../../../../static/src/js/door/storage/unsent.js";
import { reactTo } from "../../../../../static/src/js/door/domain/screen/late_answers.js";
import { answer, CODE, hashOf, row, setUpPhone, STATE } from "../setup.mjs";

const maker = () => ({ pair: async (secret) => ({ token: `token of ${secret}`, pin: "4711", service: "ortenaudigital", ...STATE }), device: async () => ({}) });

test("a page that still has the old, refused token must not throw the new pairing away", async () => {
  const phone = await setUpPhone([row(1, { code: hashOf(CODE) })]);
  const [oldTab, newTab] = [createPairing(phone.store, maker), createPairing(phone.store, maker)];
  await oldTab.pair("first");
  await newTab.open();
  await newTab.pair("second");
  await phone.actions.scan("something");
  // old tab's contact (in-memory token of first) gets 401 device_refused -> engine.lose -> pairing.lose
  await oldTab.lose("revoked");
  assert.equal((await phone.store.get("pairing"))?.token, "token of second");
});

test("wipe in memory mode must not clear unsent scans on the disk", async () => {
  const phone = await setUpPhone([row(1, { code: hashOf(CODE) })]);
  await phone.actions.scan(CODE);
  phone.store.close();
  const real = globalThis.indexedDB;
  globalThis.indexedDB = { open() { throw new DOMException("no", "UnknownError"); } };
  const store = createStore(phone.name);
  assert.equal(await store.get("pairing"), undefined);
  assert.equal(store.trouble(), "none");
  globalThis.indexedDB = real;
  const pairing = createPairing(store, maker);
  const wiped = await pairing.wipe();
  const again = createStore(phone.name);
  assert.equal((await createQueue(again).all()).length, 1, `wiped=${wiped}`);
});

test("aside tried with a clock in the future is tried again", async () => {
  const phone = await setUpPhone([]);
  await phone.actions.scan("x", { unlisted: "unknown" });
  const real = Date.now;
  Date.now = () => real() + 365 * 86400000;
  const [stored] = await phone.queue.all();
  await phone.queue.setAside(stored, "no");
  Date.now = real;
  const sender = createSender(phone, { send: async (entries) => entries.map((e) => answer(e, "unknown")) });
  await sender.retry();
  assert.equal((await phone.unsent.count()).all, 0);
});

test("an undo does not overtake the scan that was put aside", async () => {
  const phone = await setUpPhone([row(1, { code: hashOf(CODE) })]);
  const { entry } = await phone.actions.scan(CODE);
  await phone.actions.undo({ scan_id: entry.scan_id, ref: entry.ref, day: entry.day, counts: 1 }, "oops");
  let broken = true;
  const admitted = new Set();
  const send = async (entries) => {
    const results = [];
    for (const e of entries) {
      if (broken && e.scan_id === entry.scan_id) throw new Failed("500");
      if (e.action === "undo") { const is = admitted.delete(e.undoes); results.push(answer(e, is ? "undone" : "nothing_to_undo")); }
      else { admitted.add(e.scan_id); results.push(answer(e, "welcome", { first_in_at: "2027-10-01T08:00:00Z" })); }
    }
    return results;
  };
  const sender = createSender(phone, { send });
  for (let i = 0; i < 6; i++) await sender.flush();
  sender.stop();
  broken = false;
  await new Promise((r) => setTimeout(r, 5));
  for (let i = 0; i < 3; i++) { await sender.flush(); await sender.retry(); await new Promise((r) => setTimeout(r, 3)); }
  assert.deepEqual([(await phone.unsent.count()).all, [...admitted]], [0, []]);
});

test("a scan whose page died while it was asked lets nobody in unseen", async () => {
  const phone = await setUpPhone([]);
  await phone.actions.scan(CODE); // stored with verdict null, then the page is killed; next start:
  phone.store.close();
  const store = createStore(phone.name);
  const queue = createQueue(store);
  const [{ scanned_at }] = await queue.all();
  await queue.giveUpAsked(new Date(Date.parse(scanned_at) + 1000));
  assert.equal((await queue.all())[0].verdict, null, "another window may be asking right now");
  await queue.giveUpAsked(new Date(Date.parse(scanned_at) + 60_000));
  const sent = [], reactions = [];
  const sender = createSender({ queue, earlier: phone.earlier, aside: phone.aside },
    { send: async (entries) => { sent.push(...entries); return entries.map((e) => answer(e, "welcome", { first_in_at: "2027-10-01T08:00:00Z", ticket: { name: "E", reference: "OD-7K3M9P-1" } })); } },
    { settled: (settled) => settled.forEach(({ entry, result }) => reactions.push(reactTo(entry, result, null))) });
  await sender.flush();
  assert.equal(sent[0].verdict, "unknown");
});

test("upgrade of the schema of version 1 with unsent scans", async () => {
  const db = await openDB("v1", 1, { upgrade(db) {
    db.createObjectStore("meta"); db.createObjectStore("pages", { autoIncrement: true });
    const t = db.createObjectStore("tickets", { keyPath: "ref" }); t.createIndex("codes", "codes", { multiEntry: true }); t.createIndex("keys", "keys", { multiEntry: true });
    const q = db.createObjectStore("queue", { keyPath: "seq", autoIncrement: true }); q.createIndex("scan_id", "scan_id", { unique: true });
    db.createObjectStore("aside", { keyPath: "scan_id" }); } });
  await db.add("queue", { scan_id: "a", code: "x", scanned_at: "2027-10-01T08:00:00Z", verdict: "welcome", action: "scan", day: "2027-10-01", ref: "OD-7K3M9P-1", counts: 1 });
  await db.put("aside", { scan_id: "b", seq: 7, code: "y", scanned_at: "2027-10-01T08:00:00Z", verdict: "unknown", action: "scan", message: "m" });
  await db.put("meta", { token: "t", pin: null }, "pairing");
  db.addEventListener("versionchange", () => db.close());
  const store = createStore("v1");
  const [queue, aside, unsent] = [createQueue(store), createAside(store), createUnsent(store)];
  assert.deepEqual((await unsent.count()).all, 2);
  const { createEarlier } = await import("../../../../../static/src/js/door/storage/earlier_pairings.js");
  const sender = createSender({ queue, aside, earlier: createEarlier(store) }, { send: async (es, token) => { assert.equal(token, "t"); return es.map((e) => answer(e, "unknown")); } });
  await sender.flush(); await sender.retry();
  assert.deepEqual((await unsent.count()).all, 0);
  const p = createPairing(store, maker); await p.open(); assert.equal(p.known().token, "t");
});

test("an answer to the old pairing's contact does not count for the new one", async () => {
  globalThis.addEventListener ??= () => {};
  globalThis.navigator ??= { onLine: true };
  globalThis.document ??= { addEventListener() {} , hidden: false };
  const { createStatus } = await import("../../../../../static/src/js/door/net/status.js");
  const asks = [];
  const told = { unpaired: 0, states: [] };
  const status = createStatus({ ask: () => new Promise((resolve, reject) => asks.push({ resolve, reject })), clock: { elapsed: () => 0, sample() {} }, onState: ({ about }) => told.states.push(about?.name), onContact: () => {}, onUnpaired: () => told.unpaired++ });
  status.start({ name: "old" });
  status.stop();                // paired anew
  status.start({ name: "new" });
  asks[0].reject(new Unpaired("old token"));
  await new Promise((r) => setTimeout(r, 5));
  status.stop();
  assert.deepEqual([asks.length, told.unpaired], [2, 0]);
});

test("... nor its good answer", async () => {
  const { createStatus } = await import("../../../../../static/src/js/door/net/status.js");
  const asks = [];
  const states = [];
  const status = createStatus({ ask: () => new Promise((resolve, reject) => asks.push({ resolve, reject })), clock: { elapsed: () => 0, sample() {} }, onState: ({ about }) => states.push(about?.name), onUnpaired() {} });
  status.start({ name: "old" }); status.stop(); status.start({ name: "new" });
  asks[0].resolve({ name: "old" });
  await new Promise((r) => setTimeout(r, 5));
  status.stop();
  assert.equal(states.at(-1), "new");
});

test("only the token that was refused is lost: the sender", async () => {
  const phone = await setUpPhone([]);
  const p = createPairing(phone.store, maker);
  await p.pair("first");
  await phone.actions.scan("x", { unlisted: "unknown" });
  let release; const gate = new Promise((r) => (release = r));
  const sender = createSender(phone, { send: async (es, token) => { if (token === "token of first") { await gate; throw new Unpaired("old", token); } return es.map((e) => answer(e, "unknown")); } }, { unpaired: (e) => p.lose(e.message, e.token) });
  const flushing = sender.flush();
  await new Promise((r) => setTimeout(r, 10));
  await p.pair("second");
  release(); await flushing; await new Promise((r) => setTimeout(r, 20));
  assert.equal((await phone.store.get("pairing"))?.token, "token of second");
});
