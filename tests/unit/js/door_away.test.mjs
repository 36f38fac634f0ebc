import assert from "node:assert/strict";
import { test } from "node:test";

import { createAway } from "../../../static/src/js/door/device/idle_lock.js";
import { isPin, sealPin, waitAfter } from "../../../static/src/js/door/device/pin.js";
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

test("a phone whose clock was set back does not wait for days", async () => {
  const { store } = await setUpPhone();
  const time = { now: 1_000_000_000 };
  await awayWith(store, time);
  time.now += 20 * MINUTE;
  const { away } = await awayWith(store, time);
  for (let i = 0; i < 5; i++) await away.enter("0000");
  time.now -= 5_000 * MINUTE;
  assert.equal(await away.secondsToWait(), 60);
});

test("setting the clock while somebody works asks for no PIN; time that passes does", async () => {
  const { store } = await setUpPhone();
  const time = { now: 1_000_000, passed: 0 };
  let asked = 0;
  const away = createAway({ store, seal: () => SEAL, limit: 15 * MINUTE, onAway: () => asked++, clock: () => time.now, elapsed: () => time.passed });
  await away.open();
  time.now += 60 * MINUTE;
  away.touch();
  assert.equal(asked, 0);
  time.passed += 16 * MINUTE;
  away.touch();
  assert.equal(asked, 1);
});
