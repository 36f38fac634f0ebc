/** One entry that the server cannot take never holds up the others. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { createSender } from "../../../../../static/src/js/door/net/sender.js";
import { Failed, Refused, Unreachable } from "../../../../../static/src/js/door/net/server.js";
import { tallyOf } from "../../../../../static/src/js/door/domain/counts.js";
import { answer, CODE, DAY, hashOf, row, setUpPhone } from "../setup.mjs";

const later = () => new Promise((go) => setTimeout(go, 2));

/** So many scans, of which the server breaks over those in `bad`. */
async function phoneWith(scans, { bad = new Set(), fail = () => new Failed("broken"), isWell = true } = {}) {
  const phone = await setUpPhone();
  for (let i = 0; i < scans; i++) await phone.actions.scan(`code ${i}`);
  const server = { calls: 0, bad, isWell, taken: [] };
  const send = async (entries) => {
    server.calls += 1;
    if (entries.some(({ code }) => server.bad.has(code))) throw fail(entries.filter(({ code }) => server.bad.has(code)));
    server.taken.push(...entries.map(({ code }) => code));
    return entries.map((entry) => answer(entry, "unknown"));
  };
  const reached = [];
  const sender = createSender(phone, { send, isWell: async () => server.isWell }, { reach: (isOnline) => reached.push(isOnline) });
  return { ...phone, sender, server, reached };
}

/** Until the pauses between the tries are over. */
async function flushed(sender, times) {
  let done = false;
  for (let i = 0; i < times; i++) done = await sender.flush();
  sender.stop();
  return done;
}

test("what breaks the server is found by halves after three tries, and the others get through", async () => {
  const { sender, server, unsent, reached } = await phoneWith(40, { bad: new Set(["code 13"]) });
  assert.deepEqual([await sender.flush(), await sender.flush(), server.taken.length], [false, false, 0]);
  assert.equal(await flushed(sender, 1), true);
  assert.deepEqual([server.taken.length, (await unsent.count()).refused, (await unsent.count()).waiting], [39, 1, 0]);
  assert.ok(!reached.includes(false), "a server that answers is not out of reach");
});

test("it is tried again after each good contact, until the server is mended", async () => {
  const { sender, server, unsent } = await phoneWith(4, { bad: new Set(["code 1", "code 2"]) });
  await flushed(sender, 3);
  assert.equal((await unsent.count()).refused, 2);
  await later();
  await sender.retry();
  assert.equal((await unsent.count()).refused, 2);
  server.bad = new Set(["code 2"]);
  await later();
  await sender.retry();
  assert.equal((await unsent.count()).refused, 1);
  server.bad = new Set();
  await later();
  await sender.retry();
  assert.deepEqual([(await unsent.count()).all, server.taken.length], [0, 4]);
});

test("each contact asks only a few times about what is put aside, and each gets its turn", async () => {
  const bad = new Set(Array.from({ length: 10 }, (_, i) => `code ${i}`));
  const { sender, server, unsent } = await phoneWith(10, { bad, fail: () => new Refused("unreadable") });
  await flushed(sender, 4);
  assert.equal((await unsent.count()).refused, 10);
  await later();
  const before = server.calls;
  await sender.retry();
  assert.ok(server.calls - before <= 3);
  server.bad = new Set();
  await later();
  await sender.retry();
  assert.equal((await unsent.count()).all, 0);
});

test("a server that answers nothing else is not asked about each entry", async () => {
  const all = new Set(Array.from({ length: 30 }, (_, i) => `code ${i}`));
  const { sender, server, unsent } = await phoneWith(30, { bad: all, isWell: false });
  assert.equal(await flushed(sender, 6), false);
  assert.deepEqual([server.calls, (await unsent.count()).waiting], [6, 30]);
});

test("where every entry breaks it, it is not asked without end", async () => {
  const all = new Set(Array.from({ length: 200 }, (_, i) => `code ${i}`));
  const { sender, server, unsent } = await phoneWith(200, { bad: all });
  await flushed(sender, 3);
  assert.ok(server.calls < 30, `${server.calls} questions`);
  assert.equal((await unsent.count()).all, 200);
});

test("entries that the server names go aside at once", async () => {
  const fail = (entries) => new Refused("zwei", "unreadable", entries.map(({ scan_id }) => ({ scan_id, message: "die Uhrzeit" })));
  const { sender, server, store } = await phoneWith(9, { bad: new Set(["code 3", "code 5"]), fail });
  assert.equal(await sender.flush(), true);
  assert.deepEqual([server.calls, server.taken.length], [2, 7]);
  const aside = await store.read("aside", (tx) => tx.store.getAll());
  assert.deepEqual(aside.map(({ code, message }) => [code, message]), [["code 3", "die Uhrzeit"], ["code 5", "die Uhrzeit"]]);
});

test("who was turned away meanwhile is told so too", async () => {
  const { sender, queue, store } = await phoneWith(1, { bad: new Set(["code 0"]), fail: () => new Refused("no") });
  const [{ scan_id }] = await queue.all();
  await sender.flush();
  assert.equal(await queue.amend(scan_id, { verdict: "unknown", asked: true }), true);
  assert.equal((await store.read("aside", (tx) => tx.store.getAll()))[0].verdict, "unknown");
});

test("an unreachable server keeps everything where it is", async () => {
  const { sender, unsent, reached } = await phoneWith(5, { bad: new Set(["code 1"]), fail: () => new Unreachable("portal", { isPortal: true }) });
  await flushed(sender, 6);
  assert.deepEqual([(await unsent.count()).waiting, reached.at(-1)], [5, false]);
});

test("who was let in by a scan that is put aside still counts, and is not let in twice", async () => {
  const { sender, sync, actions, unsent } = await phoneOfOne();
  await actions.scan(CODE);
  await sender.flush();
  assert.deepEqual([(await unsent.count()).refused, tallyOf(await unsent.own(), DAY).inside], [1, 1]);
  await sync.run();
  assert.equal((await actions.scan(CODE)).result.verdict, "already_in");
});

async function phoneOfOne() {
  const phone = await setUpPhone([row(1, { code: hashOf(CODE) })]);
  const send = async () => {
    throw new Refused("no");
  };
  return { ...phone, sender: createSender(phone, { send }) };
}
