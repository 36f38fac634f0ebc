/** A phone and a server that disagree: nobody is asked for without end, nobody comes in unseen. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, CODE, hashOf, row } from "../setup.mjs";
import { setUpController } from "./controller_setup.mjs";

const AT = "2027-10-01T08:00:00Z";
const STRANGE = "Z".repeat(26);
const CANCELLED = [row(1, { code: hashOf(CODE), cancelled: true })];

/** Lets the server answer everything that waits as it likes, again and again. */
async function exchange(phone, verdictFor, rounds = 30) {
  for (let round = 0; round < rounds; round++) {
    const waiting = await phone.queue.all();
    const open = phone.asked.filter(({ done }) => !done);
    if (!waiting.length && !open.length) return;
    const results = waiting.map(verdictFor);
    phone.controller.answered(await phone.queue.settle(results));
    for (const each of open) {
      each.done = true;
      each.resolve(results.find(({ scan_id }) => scan_id === each.entry.scan_id) ?? null);
    }
    phone.time.now += 300;
    await phone.settled();
  }
}

/** A server that would have let in whomever the phone turned away, and turns away whom it is asked for. */
const contrary = (entry) => answer(entry, entry.verdict ? "welcome" : "cancelled");

test("a server that always disagrees is asked once more, and never again", async () => {
  const phone = await setUpController({ rows: CANCELLED });
  let scans = 0;
  phone.controller.take(CODE);
  await phone.settled();
  await exchange(phone, (entry) => {
    scans += entry.action === "scan" ? 1 : 0;
    return contrary(entry);
  });
  assert.equal(scans, 2);
  assert.equal(await phone.queue.count(), 0);
});

test("the repeat is the server's to decide, whatever stands on the phone's list", async () => {
  const phone = await setUpController({ rows: CANCELLED });
  phone.controller.take(CODE);
  await phone.settled();
  phone.controller.answered(await phone.queue.settle([answer(phone.controller.current().entry, "welcome")]));
  await phone.settled();
  assert.equal(phone.asked[0].entry.verdict, null);
  phone.asked[0].resolve(answer(phone.asked[0].entry, "welcome", { first_in_at: AT }));
  await phone.settled();
  assert.deepEqual(phone.shown, ["cancelled", "checking_word", "welcome"]);
});

test("a repeat without an answer leaves the person turned away", async () => {
  const phone = await setUpController({ rows: CANCELLED });
  phone.controller.take(CODE);
  await phone.settled();
  phone.controller.answered(await phone.queue.settle([answer(phone.controller.current().entry, "welcome")]));
  await phone.settled();
  phone.asked[0].resolve(null);
  await phone.settled();
  assert.equal(phone.shown.at(-1), "cancelled, open");
  const [waiting] = await phone.queue.all();
  assert.deepEqual([waiting.verdict, waiting.asked], ["cancelled", true]);
});

test("ten seconds later nobody is let in without a tap", async () => {
  const phone = await setUpController({ online: false });
  phone.controller.take(STRANGE);
  await phone.settled();
  phone.can.ask = true;
  phone.time.now += 10_001;
  phone.controller.answered(await phone.queue.settle([answer(phone.controller.current().entry, "welcome")]));
  await phone.settled();
  assert.deepEqual([phone.shown.at(-1), phone.asked.length], ["late_word", 0]);
  phone.controller.again();
  await phone.settled();
  assert.equal(phone.asked.length, 1, "the tap asks");
  phone.asked[0].resolve(answer(phone.asked[0].entry, "welcome", { first_in_at: AT }));
  await phone.settled();
  assert.equal(phone.shown.at(-1), "welcome");
});

test("an answer 75 seconds late is taken back, and never turns the screen green", async () => {
  const phone = await setUpController();
  phone.controller.take(STRANGE);
  await phone.settled();
  phone.asked[0].resolve(null);
  await phone.settled();
  assert.equal(phone.shown.at(-1), "unknown, unasked, open");
  phone.time.now += 75_000;
  phone.controller.answered(await phone.queue.settle([answer(phone.asked[0].entry, "welcome", { first_in_at: AT })]));
  await phone.settled();
  assert.equal(phone.shown.at(-1), "late_word");
  assert.ok(!phone.shown.includes("welcome"));
  const [undo] = await phone.queue.all();
  assert.deepEqual([undo.action, undo.undoes, undo.reason], ["undo", phone.asked[0].entry.scan_id, "late_reason"]);
});

test("within ten seconds, with the person still there, the late answer is shown", async () => {
  const phone = await setUpController();
  phone.controller.take(STRANGE);
  await phone.settled();
  phone.asked[0].resolve(null);
  await phone.settled();
  phone.time.now += 4000;
  phone.controller.answered(await phone.queue.settle([answer(phone.asked[0].entry, "welcome", { first_in_at: AT })]));
  await phone.settled();
  assert.equal(phone.shown.at(-1), "welcome");
  assert.equal(await phone.queue.count(), 0, "nothing is taken back");
});

test("under another screen or a dialog there is no repeat, only a notice", async () => {
  const phone = await setUpController({ rows: CANCELLED, isInView: () => false });
  phone.controller.take(CODE);
  await phone.settled();
  phone.controller.answered(await phone.queue.settle([answer(phone.controller.current().entry, "welcome")]));
  await phone.settled();
  assert.deepEqual([phone.shown.at(-1), phone.asked.length], ["late_word", 0]);
});

test("once another code was read, the first person is not asked for again", async () => {
  const phone = await setUpController({ rows: [...CANCELLED, row(2)] });
  phone.controller.take(CODE);
  await phone.settled();
  const first = phone.controller.current().entry;
  phone.controller.take("OD-7K3M9P-2");
  await phone.settled();
  phone.controller.answered(await phone.queue.settle([answer(first, "welcome")]));
  await phone.settled();
  assert.deepEqual([phone.shown, phone.asked.length], [["cancelled", "welcome"], 0]);
});

test("an answer in the moment of giving up is not lost", async () => {
  const phone = await setUpController();
  phone.controller.take(STRANGE);
  await phone.settled();
  const { entry, resolve } = phone.asked[0];
  resolve(null);
  phone.controller.answered(await phone.queue.settle([answer(entry, "welcome", { first_in_at: AT })]));
  await phone.settled();
  assert.equal(phone.shown.at(-1), "welcome");
});

test("whom a failure turned away the server does not let in later", async () => {
  const phone = await setUpController();
  phone.controller.take(STRANGE);
  await phone.settled();
  phone.asked[0].reject(new Error("broken"));
  await phone.settled();
  assert.equal(phone.shown.at(-1), "failed_word");
  const [waiting] = await phone.queue.all();
  assert.deepEqual([waiting.verdict, waiting.asked], ["unknown", true]);
});

test("somebody without a ticket who was turned away is taken back when the server let them in late", async () => {
  const phone = await setUpController();
  phone.controller.walkIn({ type: 3, name: "" });
  await phone.settled();
  phone.asked[0].resolve(null);
  await phone.settled();
  assert.equal(phone.shown.at(-1), "offline_word");
  phone.time.now += 20_000;
  phone.controller.answered(await phone.queue.settle([answer(phone.asked[0].entry, "welcome", { first_in_at: AT })]));
  await phone.settled();
  const [undo] = await phone.queue.all();
  assert.equal(undo?.action, "undo");
});

test("the same scan answered as one that stayed out shows no green; a tap scans anew", async () => {
  const phone = await setUpController();
  phone.controller.take(STRANGE);
  await phone.settled();
  phone.asked[0].resolve(null);
  await phone.settled();
  phone.controller.again();
  await phone.settled();
  // The server took the scan as turned away before the tap came, and repeats what would have been right.
  phone.asked[1].resolve(answer(phone.asked[1].entry, "welcome"));
  await phone.queue.settle([answer(phone.asked[1].entry, "welcome")]);
  await phone.settled();
  assert.equal(phone.shown.at(-1), "late_word");
  phone.controller.again();
  await phone.settled();
  assert.notEqual(phone.asked[2].entry.scan_id, phone.asked[0].entry.scan_id);
});

test("a phone that slept for a minute does not believe that the person still stands there", async () => {
  const phone = await setUpController({ rows: CANCELLED });
  phone.controller.take(CODE);
  await phone.settled();
  phone.time.asleep = 60_000;
  phone.controller.answered(await phone.queue.settle([answer(phone.controller.current().entry, "welcome")]));
  await phone.settled();
  assert.deepEqual([phone.shown.at(-1), phone.asked.length], ["late_word", 0]);
});

test("an answer that comes behind another screen is taken back, and stands there for nobody", async () => {
  const phone = await setUpController();
  phone.controller.take(STRANGE);
  await phone.settled();
  phone.controller.close();
  phone.asked[0].resolve(answer(phone.asked[0].entry, "welcome", { first_in_at: AT }));
  await phone.settled();
  assert.deepEqual(phone.shown, ["checking_word", "closed"]);
  assert.ok((await phone.queue.all()).some(({ undoes }) => undoes === phone.asked[0].entry.scan_id));
});
