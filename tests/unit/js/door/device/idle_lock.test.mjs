import assert from "node:assert/strict";
import { test } from "node:test";

import { createIdleLock } from "../../../../../static/src/js/door/device/idle_lock.js";
import { isPin, sealPin, waitAfter } from "../../../../../static/src/js/door/device/pin.js";
import { setUpPhone } from "../setup.mjs";

const MINUTE = 60_000;
const SEAL = await sealPin("4711");

async function idleLockWith(store, time, seal = SEAL) {
  let asked = 0;
  const idleLock = createIdleLock({ store, seal: () => seal, limit: 15 * MINUTE, onLock: () => asked++, time: { clock: () => time.now } });
  await idleLock.open();
  return { idleLock, asked: () => asked };
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
  const { idleLock, asked } = await idleLockWith(store, time);
  for (let minutes = 0; minutes < 60; minutes += 10) {
    time.now += 10 * MINUTE;
    idleLock.touch();
  }
  assert.equal(asked(), 0);
  time.now += 16 * MINUTE;
  idleLock.touch();
  assert.deepEqual([asked(), idleLock.isLocked()], [1, true]);
});

test("starting anew is no way round it, nor is setting the clock back", async () => {
  const { store } = await setUpPhone();
  const time = { now: 1_000_000 };
  await idleLockWith(store, time);
  assert.equal((await idleLockWith(store, { now: time.now + 5 * MINUTE })).idleLock.isLocked(), false);
  assert.equal((await idleLockWith(store, { now: time.now + 25 * MINUTE })).idleLock.isLocked(), true);
  assert.equal((await idleLockWith(store, { now: time.now - 25 * MINUTE })).idleLock.isLocked(), true);
});

test("the right PIN opens; five wrong ones have to wait, also after a restart", async () => {
  const { store } = await setUpPhone();
  const time = { now: 1_000_000 };
  await idleLockWith(store, time);
  time.now += 20 * MINUTE;
  const { idleLock } = await idleLockWith(store, time);
  const tries = [];
  for (let i = 0; i < 6; i++) tries.push(await idleLock.enter("0000"));
  assert.deepEqual(tries, ["wrong", "wrong", "wrong", "wrong", "wait", "wait"]);
  const { idleLock: again } = await idleLockWith(store, time);
  assert.equal(await again.secondsToWait(), 60);
  assert.equal(await again.enter("4711"), "wait");
  time.now += MINUTE;
  assert.equal(await again.enter("4711"), "right");
  assert.equal(again.isLocked(), false);
});

test("a device without a PIN is never asked for one", async () => {
  const { store } = await setUpPhone();
  const time = { now: 1_000_000 };
  const { idleLock, asked } = await idleLockWith(store, time, null);
  time.now += 60 * MINUTE;
  idleLock.touch();
  assert.equal(asked(), 0);
});

test("a phone whose clock was set back does not wait for days", async () => {
  const { store } = await setUpPhone();
  const time = { now: 1_000_000_000 };
  await idleLockWith(store, time);
  time.now += 20 * MINUTE;
  const { idleLock } = await idleLockWith(store, time);
  for (let i = 0; i < 5; i++) await idleLock.enter("0000");
  time.now -= 5_000 * MINUTE;
  assert.equal(await idleLock.secondsToWait(), 60);
});

test("setting the clock while somebody works asks for no PIN; time that passes does", async () => {
  const { store } = await setUpPhone();
  const time = { now: 1_000_000, passed: 0 };
  let asked = 0;
  const idleLock = createIdleLock({ store, seal: () => SEAL, limit: 15 * MINUTE, onLock: () => asked++, time: { clock: () => time.now, elapsed: () => time.passed } });
  await idleLock.open();
  time.now += 60 * MINUTE;
  idleLock.touch();
  assert.equal(asked, 0);
  time.passed += 16 * MINUTE;
  idleLock.touch();
  assert.equal(asked, 1);
});
