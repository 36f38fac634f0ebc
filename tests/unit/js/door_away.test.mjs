import assert from "node:assert/strict";
import { test } from "node:test";

import { createAway } from "../../../static/src/js/door/away.js";
import { createClock } from "../../../static/src/js/door/clock.js";
import { isPin, sealPin, waitAfter } from "../../../static/src/js/door/pin.js";
import { setUpPhone } from "./door_setup.mjs";

const MINUTE = 60_000;
const SEAL = await sealPin("4711");

async function awayWith(store, time, seal = SEAL) {
  let asked = 0;
  const away = createAway({ store, seal: () => seal, limit: 15 * MINUTE, onAway: () => asked++, clock: () => time.now });
  await away.open();
  return { away, asked: () => asked };
}

test("the phone keeps no PIN, only what one can be compared with", async () => {
  assert.ok(!JSON.stringify(SEAL).includes("4711"));
  assert.deepEqual([await isPin("4711", SEAL), await isPin("4712", SEAL)], [true, false]);
  assert.equal(await sealPin("4711", {}), null, "without https nothing can be derived");
});

test("five tries are free, then the wait doubles", () => {
  assert.deepEqual([1, 4, 5, 6, 7].map(waitAfter), [0, 0, MINUTE, 2 * MINUTE, 4 * MINUTE]);
});

test("whoever works is not asked, whoever was away is", async () => {
  const { store } = await setUpPhone();
  const time = { now: 1_000_000 };
  const { away, asked } = await awayWith(store, time);
  for (let minutes = 0; minutes < 60; minutes += 10) {
    time.now += 10 * MINUTE;
    away.touch();
  }
  assert.equal(asked(), 0);
  time.now += 16 * MINUTE;
  away.touch();
  assert.deepEqual([asked(), away.isAway()], [1, true]);
});

test("starting anew is no way round it, nor is setting the clock back", async () => {
  const { store } = await setUpPhone();
  const time = { now: 1_000_000 };
  await awayWith(store, time);
  assert.equal((await awayWith(store, { now: time.now + 5 * MINUTE })).away.isAway(), false);
  assert.equal((await awayWith(store, { now: time.now + 25 * MINUTE })).away.isAway(), true);
  assert.equal((await awayWith(store, { now: time.now - 25 * MINUTE })).away.isAway(), true);
});

test("the right PIN opens; five wrong ones have to wait, also after a restart", async () => {
  const { store } = await setUpPhone();
  const time = { now: 1_000_000 };
  await awayWith(store, time);
  time.now += 20 * MINUTE;
  const { away } = await awayWith(store, time);
  const tries = [];
  for (let i = 0; i < 6; i++) tries.push(await away.enter("0000"));
  assert.deepEqual(tries, ["wrong", "wrong", "wrong", "wrong", "wait", "wait"]);
  const { away: again } = await awayWith(store, time);
  assert.equal(await again.secondsToWait(), 60);
  assert.equal(await again.enter("4711"), "wait");
  time.now += MINUTE;
  assert.equal(await again.enter("4711"), "right");
  assert.equal(again.isAway(), false);
});

test("a device without a PIN is never asked for one", async () => {
  const { store } = await setUpPhone();
  const time = { now: 1_000_000 };
  const { away, asked } = await awayWith(store, time, null);
  time.now += 60 * MINUTE;
  away.touch();
  assert.equal(asked(), 0);
});

test("the fastest contact tells the time best", () => {
  const saved = [];
  const clock = createClock({ device: () => 100_000, save: (sample) => saved.push(sample) });
  clock.sample(new Date(3_700_500), 100_000, 101_000);
  assert.equal(clock.lead(), 3_600_000);
  clock.sample(new Date(3_699_000), 100_000, 100_100);
  clock.sample(new Date(3_699_800), 100_000, 101_000);
  assert.deepEqual([clock.lead(), saved.length], [3_598_950, 2]);
  assert.equal(clock.now().getTime(), 3_698_950);
});

test("a clock that was set since is noticed, however slow the contact", () => {
  const clock = createClock();
  assert.equal(clock.lead(), null);
  clock.restore({ lead: 0, trip: 20 });
  clock.sample(new Date(3_600_000), 0, 900);
  assert.equal(clock.lead(), 3_599_550);
});
