import assert from "node:assert/strict";
import { test } from "node:test";

import { createDesk } from "../../../static/src/js/door/desk.js";
import { Unpaired, Unreachable } from "../../../static/src/js/door/server.js";
import { createSightings } from "../../../static/src/js/door/sightings.js";

/** A desk whose answers come when told to, and whose clock stands still until moved. */
function setUp() {
  const shown = [];
  const asked = [];
  const told = { unpaired: 0, answered: 0 };
  const time = { now: 0 };
  const queue = {
    take: (code) => ({ code }),
    settle: (entry) => new Promise((resolve, reject) => asked.push({ ...entry, resolve, reject })),
  };
  const desk = createDesk({
    queue,
    sightings: createSightings(),
    panel: { show: (look) => shown.push(look.word), close: () => shown.push("closed") },
    sounds: { play: () => {} },
    say: (key) => key,
    present: ({ verdict }) => ({ tone: verdict, word: verdict }),
    onAnswered: () => told.answered++,
    onUnpaired: () => told.unpaired++,
    clock: () => time.now,
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { desk, shown, asked, told, time, settled };
}

test("a code in view is asked for once and its verdict shown", async () => {
  const { desk, shown, asked, told, settled } = setUp();
  desk.see(["A"]);
  desk.see(["A"]);
  asked[0].resolve({ verdict: "welcome" });
  await settled();
  assert.deepEqual(shown, ["checking_word", "welcome"]);
  assert.deepEqual([asked.length, told.answered], [1, 1]);
});

test("the next code waits until the first verdict could be seen, and is then read", async () => {
  const { desk, asked, time, settled } = setUp();
  desk.see(["A"]);
  desk.see(["B"]);
  assert.equal(asked.length, 1, "while A is being checked");
  asked[0].resolve({ verdict: "welcome" });
  await settled();
  desk.see(["B"]);
  assert.equal(asked.length, 1, "while A's verdict is new");
  time.now += 800;
  desk.see(["B"]);
  assert.equal(asked[1].code, "B");
});

test("a code held on while it was checked for long does not count again", async () => {
  const { desk, asked, time, settled } = setUp();
  desk.see(["A"]);
  for (; time.now < 9000; time.now += 100) desk.see(["A"]);
  asked[0].resolve({ verdict: "welcome" });
  await settled();
  for (; time.now < 15000; time.now += 100) desk.see(["A"]);
  assert.equal(asked.length, 1);
});

test("without a connection it says so, and asks again on request", async () => {
  const { desk, shown, asked, settled } = setUp();
  desk.take("A");
  asked[0].reject(new Unreachable());
  await settled();
  desk.again();
  asked[1].resolve({ verdict: "already_in" });
  await settled();
  assert.deepEqual(shown, ["checking_word", "offline_word", "checking_word", "already_in"]);
  assert.deepEqual(asked.map(({ code }) => code), ["A", "A"]);
  desk.again();
  assert.equal(asked.length, 2, "there is nothing left to repeat");
});

test("an unexpected failure is no verdict either", async () => {
  const { desk, shown, asked, settled } = setUp();
  desk.take("A");
  asked[0].reject(new Error("broken"));
  await settled();
  assert.equal(shown.at(-1), "failed_word");
});

test("a device that is no longer paired is told so", async () => {
  const { desk, told, asked, settled } = setUp();
  desk.take("A");
  asked[0].reject(new Unpaired());
  await settled();
  assert.equal(told.unpaired, 1);
});

test("nobody dismisses a verdict that is not there yet", () => {
  const { desk, shown } = setUp();
  desk.take("A");
  desk.next();
  assert.deepEqual(shown, ["checking_word"]);
});
