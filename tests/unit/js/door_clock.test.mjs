import assert from "node:assert/strict";
import { test } from "node:test";

import { createClock } from "../../../static/src/js/door/device/clock.js";
import { setUpPhone } from "./door_setup.mjs";

const HOUR = 3_600_000;
const EIGHT = Date.parse("2027-10-01T08:00:00Z");

/** `phone.now` is what anybody can set, `phone.tick` what only goes on. */
function clockOf(phone) {
  const saved = [];
  const wrong = [];
  const clock = createClock({ device: () => phone.now, tick: () => phone.tick, save: (sample) => saved.push(sample), onWrong: (...call) => wrong.push(call) });
  return { clock, saved, wrong, time: () => clock.now().getTime() };
}

function pass(phone, milliseconds) {
  phone.now += milliseconds;
  phone.tick += milliseconds;
}

test("the fastest contact tells the time best", () => {
  const phone = { now: 100_000, tick: 100_000 };
  const { clock, saved, time } = clockOf(phone);
  assert.equal(clock.lead(), null);
  clock.sample(new Date(3_700_500), 100_000, 101_000);
  assert.equal(clock.lead(), 3_600_000);
  clock.sample(new Date(3_699_000), 100_000, 100_100);
  clock.sample(new Date(3_699_800), 100_000, 101_000);
  assert.deepEqual([clock.lead(), saved.length, time()], [3_598_950, 2, 3_698_950]);
});

for (const jump of [-30 * 24 * HOUR, -HOUR, HOUR, 400 * 24 * HOUR]) {
  test(`a clock that somebody sets by ${jump / HOUR} hours changes nothing while the page is open`, () => {
    const phone = { now: EIGHT, tick: 5 };
    const { clock, time } = clockOf(phone);
    clock.sample(new Date(EIGHT + HOUR), 5, 105);
    const before = time();
    phone.now += jump;
    pass(phone, 1000);
    assert.equal(time(), before + 1000);
    clock.sample(new Date(time()), phone.tick, phone.tick + 20);
    assert.equal(clock.lead(), Math.round(time() - phone.now), "what the phone is off is known again");
  });
}

test("a clock that is set before the first contact changes nothing either", () => {
  const phone = { now: EIGHT, tick: 0 };
  const { clock, time } = clockOf(phone);
  clock.restore({ lead: 2 * HOUR, trip: 20 });
  phone.now -= 24 * HOUR;
  pass(phone, 60_000);
  assert.equal(time(), EIGHT + 2 * HOUR + 60_000);
});

test("a phone that slept knows how late it is, though its monotonic clock stood still", () => {
  const phone = { now: EIGHT, tick: 0 };
  const { clock, time } = clockOf(phone);
  clock.sample(new Date(EIGHT), 0, 0);
  clock.pause();
  phone.now += 8 * HOUR;
  clock.resume();
  assert.equal(time(), EIGHT + 8 * HOUR);
  clock.pause();
  phone.now -= 8 * HOUR;
  clock.resume();
  assert.equal(time(), EIGHT + 8 * HOUR, "time does not go back while it is away");
});

test("what was scanned by a wrong clock gets its right time before it is sent", async () => {
  const { store, queue, actions, time } = await setUpPhone();
  const phone = { now: EIGHT - 300 * 24 * HOUR, tick: 0 };
  const { clock, wrong } = clockOf(phone);
  time.now = clock.now();
  const { entry } = await actions.scan("unknown");
  await store.write("queue", async (tx) => tx.store.put({ ...(await tx.store.get(1)), mark: clock.mark() }));
  const other = await actions.scan("of another start");
  pass(phone, 1000);
  clock.sample(new Date(EIGHT), phone.tick, phone.tick);
  assert.equal(wrong.length, 1);
  await queue.moveTimes(...wrong[0]);
  const [first, second] = await queue.all();
  assert.deepEqual([first.scan_id, first.scanned_at], [entry.scan_id, new Date(EIGHT - 1000).toISOString()]);
  assert.equal(second.scanned_at, other.entry.scanned_at);
});

test("small differences move nothing", () => {
  const phone = { now: EIGHT, tick: 0 };
  const { clock, wrong } = clockOf(phone);
  clock.sample(new Date(EIGHT + 20_000), 0, 0);
  assert.deepEqual(wrong, []);
});
