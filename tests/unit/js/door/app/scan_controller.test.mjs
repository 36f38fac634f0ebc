import assert from "node:assert/strict";
import { test } from "node:test";

import { Unpaired } from "../../../../../static/src/js/door/net/server.js";
import { setUpController } from "./controller_setup.mjs";
import { answer, CODE, DAY, row } from "../setup.mjs";

const STRANGE = "Z".repeat(26);
const AT = "2027-10-01T08:00:00Z";

test("a code on the list is decided at once, and the server is not waited for", async () => {
  const { controller, shown, asked, told, queue, settled } = await setUpController();
  controller.see(CODE);
  controller.see(CODE);
  await settled();
  assert.deepEqual([shown, asked.length, told.done], [["welcome"], 0, 1]);
  assert.equal((await queue.all()).length, 1);
});

test("the next code waits until the first verdict could be seen, and is then read", async () => {
  const { controller, shown, time, settled } = await setUpController();
  controller.see(CODE);
  await settled();
  controller.see("OD-7K3M9P-2");
  await settled();
  assert.deepEqual(shown, ["welcome"], "while it is new");
  time.now += 800;
  controller.see("OD-7K3M9P-2");
  await settled();
  assert.deepEqual(shown, ["welcome", "cancelled"]);
});

test("a code held on for long does not count again", async () => {
  const { controller, queue, time, settled } = await setUpController();
  controller.see(CODE);
  await settled();
  for (; time.now < 9000; time.now += 100) controller.see(CODE);
  await settled();
  assert.equal(await queue.count(), 1);
});

test("the server's word replaces the phone's while it stands there, with its tone", async () => {
  const { controller, shown, told, queue, settled } = await setUpController();
  controller.take(CODE);
  await settled();
  controller.answered(await queue.settle([answer(controller.current().entry, "already_in", { first_in_at: AT, device: "Nebeneingang" })]));
  await settled();
  assert.deepEqual(shown, ["welcome", "already_in"]);
  assert.deepEqual(told.tones, ["welcome", "already_in"]);
});

test("the same word from the server changes nothing", async () => {
  const { controller, shown, queue, settled } = await setUpController();
  controller.take(CODE);
  await settled();
  controller.answered(await queue.settle([answer(controller.current().entry, "welcome", { first_in_at: AT })]));
  assert.deepEqual(shown, ["welcome"]);
});

test("a code that is not on the list is the server's to decide", async () => {
  const { controller, shown, asked, settled } = await setUpController();
  controller.take(STRANGE);
  await settled();
  assert.deepEqual(shown, ["checking_word"]);
  asked[0].resolve(answer(asked[0].entry, "other_event"));
  await settled();
  assert.deepEqual(shown, ["checking_word", "other_event"]);
});

test("without a network it is unknown at once, and the server learns that nobody went in", async () => {
  const { controller, shown, queue, settled } = await setUpController({ online: false });
  controller.take(STRANGE);
  await settled();
  assert.deepEqual(shown, ["unknown, unasked"]);
  const [waiting] = await queue.all();
  assert.equal(waiting.verdict, "unknown");
});

test("a server that takes too long is not waited for; again asks with the same scan", async () => {
  const { controller, shown, asked, queue, settled } = await setUpController();
  controller.take(STRANGE);
  await settled();
  asked[0].resolve(null);
  await settled();
  assert.deepEqual(shown.slice(1), ["unknown, unasked, open"]);
  controller.again();
  await settled();
  const [waiting] = await queue.all();
  assert.deepEqual([waiting.scan_id, waiting.verdict], [asked[0].entry.scan_id, null]);
  assert.equal(asked[1].entry.scan_id, asked[0].entry.scan_id);
  asked[1].resolve(answer(asked[1].entry, "welcome", { first_in_at: AT }));
  await settled();
  assert.equal(shown.at(-1), "welcome");
});

test("without a list and without an answer it says that nothing was checked", async () => {
  const { controller, shown, asked, settled } = await setUpController({ rows: [], hasList: false });
  controller.take(CODE);
  await settled();
  asked[0].resolve(null);
  await settled();
  assert.deepEqual(shown, ["checking_word", "offline_word"]);
});

test("an unexpected failure is no verdict either", async () => {
  const { controller, shown, asked, settled } = await setUpController();
  controller.take(STRANGE);
  await settled();
  asked[0].reject(new Error("broken"));
  await settled();
  assert.equal(shown.at(-1), "failed_word");
});

test("a device that is no longer paired is told so", async () => {
  const { controller, told, asked, settled } = await setUpController();
  controller.take(STRANGE);
  await settled();
  asked[0].reject(new Unpaired());
  await settled();
  assert.equal(told.unpaired, 1);
});

test("nobody dismisses a verdict that is not there yet", async () => {
  const { controller, shown, settled } = await setUpController();
  controller.take(STRANGE);
  await settled();
  controller.next();
  assert.deepEqual(shown, ["checking_word"]);
});

test("whom the phone let in by itself it can let out again", async () => {
  const { controller, shown, ticket, settled } = await setUpController();
  controller.take(CODE);
  await settled();
  await controller.undo(controller.undoable(), "Falsche Person");
  await settled();
  assert.equal(shown.at(-1), "undone");
  controller.take(CODE);
  await settled();
  assert.equal(shown.at(-1), "welcome");
  assert.equal((await ticket(1)).pending.length, 3);
});

test("somebody without a ticket comes in offline while the phone has a share, and not after", async () => {
  const { controller, shown, queue, can, settled } = await setUpController({ online: false, shares: 1 });
  controller.walkIn({ type: 3, name: "" });
  await settled();
  can.shares = 0;
  controller.walkIn({ type: 3, name: "" });
  await settled();
  assert.deepEqual(shown, ["welcome", "sold_out"]);
  assert.deepEqual((await queue.all()).map(({ verdict }) => verdict), ["welcome", "sold_out"]);
});

test("online the server decides on somebody without a ticket", async () => {
  const { controller, shown, asked, settled } = await setUpController({ shares: 1 });
  controller.walkIn({ type: 3, name: "Ada" });
  await settled();
  asked[0].resolve(answer(asked[0].entry, "sold_out"));
  await settled();
  assert.deepEqual(shown, ["checking_word", "sold_out"]);
});

test("who was turned away offline is let in as soon as the server knows better", async () => {
  const { controller, shown, asked, queue, can, settled } = await setUpController({ online: false });
  controller.take(STRANGE);
  await settled();
  can.ask = true;
  controller.answered(await queue.settle([answer(controller.current().entry, "welcome")]));
  await settled();
  assert.equal(asked.length, 1, "the person still stands there, so the code is scanned once more");
  asked[0].resolve(answer(asked[0].entry, "welcome", { first_in_at: AT }));
  await settled();
  assert.equal(shown.at(-1), "welcome");
});

test("practice stores nothing and sends nothing", async () => {
  const { controller, shown, queue, mode, ticket, settled } = await setUpController();
  mode.practice = true;
  controller.take("https://tickets.example.org/einlass/uebung#cancelled");
  controller.take(CODE);
  await settled();
  assert.deepEqual(shown, ["cancelled", "practice_word"]);
  assert.deepEqual([await queue.count(), (await ticket(1)).pending], [0, undefined]);
});

test("nothing that would be stored is done in practice", async () => {
  const { controller, shown, queue, mode, settled } = await setUpController({ shares: 1 });
  controller.take(CODE);
  await settled();
  const last = controller.undoable();
  mode.practice = true;
  assert.equal(await controller.admit(["OD-7K3M9P-1"]), false);
  await controller.walkIn({ type: 3, name: "" });
  await controller.undo(last, "Falsche Person");
  await settled();
  assert.deepEqual(shown.slice(1), ["practice_word", "practice_word", "practice_word"]);
  assert.equal(await queue.count(), 1);
});

test("a whole booking comes in at once; who may not is shown", async () => {
  const { controller, shown, told, queue, settled } = await setUpController({ rows: [row(1), row(2), row(3, { cancelled: true })] });
  assert.equal(await controller.admit(["OD-7K3M9P-1", "OD-7K3M9P-2"]), true);
  assert.deepEqual([shown, told.tones, told.done], [[], ["welcome"], 1]);
  assert.equal(await controller.admit(["OD-7K3M9P-3"]), false);
  await settled();
  assert.deepEqual([shown, await queue.count()], [["cancelled"], 3]);
});

test("a sample is no ticket when it counts", async () => {
  const { controller, shown, queue, settled } = await setUpController();
  controller.take("/einlass/uebung#welcome");
  await settled();
  assert.deepEqual([shown, await queue.count()], [["sample_word"], 0]);
});

test("at the way out, going out is what is scanned", async () => {
  const { controller, shown, mode, ticket, settled } = await setUpController();
  controller.take(CODE);
  await settled();
  mode.direction = "out";
  controller.take(CODE);
  await settled();
  assert.deepEqual(shown, ["welcome", "left"]);
  assert.deepEqual((await ticket(1)).pending.map(({ does, day }) => [does, day]), [["in", DAY], ["out", DAY]]);
});

test("hours that the organiser changes stand in the words of the answer on the screen, without a sound", async () => {
  const hours = { opens: "08:30" };
  const viewOf = ({ result }) => ({ tone: "stop", word: `${result.verdict} ${hours.opens}` });
  const { controller, shown, told, time, settled } = await setUpController({ viewOf });
  time.at("2027-10-01T05:00:00Z");
  controller.take(CODE);
  await settled();
  controller.refresh();
  assert.deepEqual(shown, ["not_open 08:30"], "nothing changed");
  hours.opens = "08:00";
  controller.refresh();
  assert.deepEqual([shown.at(-1), told.tones.length], ["not_open 08:00", 1]);
});
