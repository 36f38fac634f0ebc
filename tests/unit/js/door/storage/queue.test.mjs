import assert from "node:assert/strict";
import { test } from "node:test";

import { tallyOf, shareLeft, withAnswered } from "../../../../../static/src/js/door/domain/counts.js";
import { newScanId } from "../../../../../static/src/js/door/storage/queue.js";
import { createSender } from "../../../../../static/src/js/door/net/sender.js";
import { Refused, Unpaired, Unreachable } from "../../../../../static/src/js/door/net/server.js";
import { answer, CODE, DAY, hashOf, NOON, row, setUpPhone, STATE } from "../setup.mjs";

/** A sender with so many scans waiting, to a server that does as told. */
async function senderWith(scans, server) {
  const phone = await setUpPhone([row(1, { code: hashOf(CODE) })]);
  for (let i = 0; i < scans; i++) await phone.actions.scan(`unknown ${i}`);
  const sent = [];
  const told = { settled: [], reached: [], unpaired: 0, isWell: true };
  const send = async (entries) => {
    sent.push(entries);
    return server(entries, sent.length);
  };
  const sender = createSender(
    phone,
    { send, isWell: async () => told.isWell },
    { settled: (settled) => told.settled.push(...settled), reach: (reached) => told.reached.push(reached), unpaired: () => told.unpaired++ },
  );
  return { ...phone, sender, sent, told };
}

const unknown = (entries) => entries.map((entry) => answer(entry, "unknown"));

test("all that waits is sent, at most two hundred at once", async () => {
  const { sender, sent, told, queue } = await senderWith(450, unknown);
  assert.equal(await sender.flush(), true);
  assert.deepEqual(sent.map((batch) => batch.length), [200, 200, 50]);
  assert.deepEqual([told.settled.length, await queue.count()], [450, 0]);
});

test("without an answer everything stays, and is sent again with the same ids", async () => {
  const { sender, sent, told, queue } = await senderWith(3, (entries, call) => {
    if (call === 1) throw new Unreachable();
    return unknown(entries);
  });
  assert.equal(await sender.flush(), false);
  assert.deepEqual([await queue.count(), told.reached], [3, [false]]);
  await sender.flush();
  assert.deepEqual(sent[0], sent[1]);
  assert.equal(await queue.count(), 0);
});

test("what the server refuses is put aside, and the others get through", async () => {
  const bad = "unknown 5";
  let isMended = false;
  const { sender, queue, unsent, store } = await senderWith(9, (entries) => {
    if (!isMended && entries.some(({ code }) => code === bad)) throw new Refused("unreadable");
    return unknown(entries);
  });
  assert.equal(await sender.flush(), true);
  const aside = await store.read("aside", (tx) => tx.store.getAll());
  assert.deepEqual(aside.map(({ code, message }) => [code, message]), [[bad, "unreadable"]]);
  assert.deepEqual([await queue.count(), (await unsent.count()).refused], [0, 1]);
  await new Promise((go) => setTimeout(go, 2));
  await sender.retry();
  assert.equal((await unsent.count()).refused, 1);
  isMended = true;
  await new Promise((go) => setTimeout(go, 2));
  await sender.retry();
  assert.equal((await unsent.count()).all, 0);
});

test("a device that was revoked is told so, and nothing is put aside", async () => {
  const { sender, told, queue } = await senderWith(2, () => {
    throw new Unpaired();
  });
  await sender.flush();
  assert.deepEqual([told.unpaired, await queue.count()], [1, 2]);
});

test("what comes in while it sends is sent as well", async () => {
  const phone = await senderWith(1, async (entries, call) => {
    if (call === 1) {
      await phone.actions.scan("late");
      phone.sender.flush();
    }
    return unknown(entries);
  });
  await phone.sender.flush();
  assert.deepEqual([phone.sent.length, await phone.queue.count()], [2, 0]);
});

test("one can be asked for ahead of the others, and only for so long", async () => {
  let hear;
  const heard = new Promise((resolve) => (hear = resolve));
  const { sender, queue, actions } = await senderWith(1, ([entry]) => (entry.code === "slow" ? new Promise(hear) : unknown([entry])));
  const [waiting] = await queue.all();
  assert.equal((await sender.ask(waiting, 1000)).verdict, "unknown");
  assert.equal(await queue.count(), 0);
  const { entry } = await actions.scan("slow");
  assert.equal(await sender.ask(entry, 5), null);
  // On a busy machine it may be asked only after that.
  const late = await heard;
  late(unknown([entry]));
});

test("a verdict that is no longer open is told to the server", async () => {
  const { queue, sent, sender } = await senderWith(1, unknown);
  const [{ scan_id }] = await queue.all();
  assert.equal(await queue.amend(scan_id, { verdict: "unknown" }), true);
  await sender.flush();
  assert.equal(sent[0][0].verdict, "unknown");
  assert.equal(await queue.amend(scan_id, { verdict: null }), false);
});

test("who was let in here counts before the server knows, and only once", async () => {
  const { actions, queue } = await setUpPhone([row(1, { code: hashOf(CODE) })]);
  const { entry } = await actions.scan(CODE);
  await actions.scan(CODE);
  await actions.walkIn({ type: 3, name: "" }, "welcome");
  const tally = tallyOf(await queue.all(), DAY);
  assert.deepEqual([tally.inside, shareLeft(STATE, tally.given, 3), shareLeft(STATE, tally.given, 4)], [2, 0, 0]);
  assert.equal(tallyOf(await queue.all(), "2027-10-02").inside, 0);
  const welcome = answer(entry, "welcome", { first_in_at: NOON.toISOString() });
  assert.equal(withAnswered(STATE, { ...entry, day: DAY }, welcome).inside, 11);
});

test("a share that the server took is gone", () => {
  const entry = { action: "walk_in", ticket_type: 3, day: DAY, counts: 1 };
  const state = withAnswered(STATE, entry, answer({}, "welcome", { first_in_at: NOON.toISOString() }));
  assert.deepEqual([state.device.shares[3], state.inside], [0, 11]);
});

test("ids are UUIDs, with and without the browser's own", () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(newScanId(), uuid);
  assert.match(newScanId({ getRandomValues: (bytes) => bytes.fill(255) }), uuid);
});
