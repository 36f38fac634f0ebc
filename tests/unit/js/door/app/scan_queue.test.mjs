/** Scans that come while one is being checked wait for it, each once and in their order. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { enqueue } from "../../../../../static/src/js/door/domain/screen/waiting.js";
import { setUpController } from "./controller_setup.mjs";
import { answer, CODE } from "../setup.mjs";

const STRANGE = "Z".repeat(26);

test("they come out in the order in which they came", () => {
  assert.deepEqual(["A", "B"].reduce((waiting, code) => enqueue(waiting, code), []), ["A", "B"]);
});

test("the same code again is no second scan", () => {
  const first = enqueue([], CODE, `https://tickets.example.org/t/${CODE}`);
  const second = enqueue(first, STRANGE, CODE);
  assert.deepEqual(enqueue(second, STRANGE), [STRANGE]);
});

test("what is scanned while the server is asked is taken after its answer was seen", async () => {
  const { controller, shown, asked, settled, pass } = await setUpController();
  controller.take(STRANGE);
  await settled();
  controller.take(CODE);
  controller.take("OD-7K3M9P-2");
  await settled();
  assert.deepEqual(shown, ["checking_word"]);
  asked[0].resolve(answer(asked[0].entry, "unknown"));
  await settled();
  assert.equal(shown.at(-1), "unknown");
  await pass(700);
  assert.equal(shown.at(-1), "welcome");
  await pass(700);
  assert.equal(shown.at(-1), "cancelled");
});

test("the trigger pulled twice does not make somebody already in", async () => {
  const { controller, shown, asked, queue, settled, pass } = await setUpController();
  controller.take(STRANGE);
  controller.take(STRANGE);
  await settled();
  asked[0].resolve(answer(asked[0].entry, "welcome", { first_in_at: "2027-10-01T08:00:00Z" }));
  await settled();
  await pass(2000);
  assert.deepEqual([shown, asked.length, await queue.count()], [["checking_word", "welcome"], 1, 1]);
});

test("behind another screen nothing waits on", async () => {
  const { controller, shown, asked, settled, pass } = await setUpController();
  controller.take(STRANGE);
  await settled();
  controller.take(CODE);
  controller.close();
  asked[0].resolve(answer(asked[0].entry, "unknown"));
  await settled();
  await pass(2000);
  assert.ok(!shown.includes("welcome"));
});

test("the code of a pairing link is neither stored nor sent", async () => {
  const { controller, shown, views, told, queue } = await setUpController();
  controller.take(`https://tickets.example.org/einlass/#koppeln=${"s".repeat(43)}`);
  assert.deepEqual([shown, told.pairing, await queue.count()], [["pairing_link_word"], ["s".repeat(43)], 0]);
  assert.deepEqual(views[0].actions, ["pair"]);
});
