import assert from "node:assert/strict";
import { test } from "node:test";

import { createClock } from "../../../../../static/src/js/door/device/clock.js";
import { leaveBehind } from "../../../../../static/src/js/door/storage/earlier_pairings.js";
import { recordOf } from "../../../../../static/src/js/door/storage/list.js";
import { moveTimes } from "../../../../../static/src/js/door/storage/move_times.js";
import { ALL_STORES } from "../../../../../static/src/js/door/storage/schema.js";
import { CODE, hashOf, row, setUpPhone } from "../setup.mjs";

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

/** What one start scanned while its clock was ten months late, and one scan of another start. */
async function scanByWrongClock(rows) {
  const kept = await setUpPhone(rows);
  const phone = { now: EIGHT - 300 * 24 * HOUR, tick: 0 };
  const { clock, wrong } = clockOf(phone);
  Object.assign(kept.time, { now: clock.now(), mark: clock.mark() });
  const [first, second] = [await kept.actions.scan(CODE), await kept.actions.scan("unknown")];
  kept.time.mark = "of another start";
  const other = await kept.actions.scan("other");
  pass(phone, 1000);
  clock.sample(new Date(EIGHT), phone.tick, phone.tick);
  assert.equal(wrong.length, 1);
  return { ...kept, first, second, other, correct: () => moveTimes(kept.store, ...wrong[0]) };
}

const RIGHT = new Date(EIGHT - 1000).toISOString();
const timesIn = async ({ store }, name) => (await store.read(name, (tx) => tx.store.getAll())).map(({ scan_id, scanned_at }) => [scan_id, scanned_at]);

test("what was scanned by a wrong clock gets its right time before it is sent", async () => {
  const phone = await scanByWrongClock([row(1, { code: hashOf(CODE) })]);
  const { first, second, other } = phone;
  await phone.correct();
  assert.deepEqual(await timesIn(phone, "queue"), [[first.entry.scan_id, RIGHT], [second.entry.scan_id, RIGHT], [other.entry.scan_id, other.entry.scanned_at]]);
});

test("so does what the server did not take", async () => {
  const phone = await scanByWrongClock();
  const [first, , other] = await phone.queue.all();
  for (const entry of [first, other]) await phone.queue.setAside(entry, "refused");
  await phone.correct();
  assert.deepEqual(Object.fromEntries(await timesIn(phone, "aside")), { [first.scan_id]: RIGHT, [other.scan_id]: other.scanned_at });
});

test("so does what waits for an earlier pairing", async () => {
  const phone = await scanByWrongClock();
  await phone.store.write(ALL_STORES, (tx) => leaveBehind(tx));
  await phone.correct();
  const { first, second, other } = phone;
  assert.deepEqual(Object.fromEntries(await timesIn(phone, "earlier")), { [first.entry.scan_id]: RIGHT, [second.entry.scan_id]: RIGHT, [other.entry.scan_id]: other.entry.scanned_at });
});

test("the list and the last scans say the right time too", async () => {
  const phone = await scanByWrongClock([row(1, { code: hashOf(CODE) })]);
  const { scan_id, day, scanned_at } = phone.first.entry;
  const ticket = recordOf({ ref: "OD-7K3M9P-1", codes: [hashOf(CODE)], name: "Erika Müller", type: 3, pending: [{ scan_id, does: "in", day, at: scanned_at }] });
  await phone.store.write("tickets", (tx) => tx.store.put(ticket));
  await phone.correct();
  assert.deepEqual((await phone.ticket(1)).pending.map(({ at }) => at), [RIGHT]);
  const recent = new Map((await phone.store.get("recent")).map(({ scan_id, at }) => [scan_id, at]));
  assert.deepEqual([recent.get(scan_id), recent.get(phone.other.entry.scan_id)], [RIGHT, phone.other.entry.scanned_at]);
});

test("small differences move nothing", () => {
  const phone = { now: EIGHT, tick: 0 };
  const { clock, wrong } = clockOf(phone);
  clock.sample(new Date(EIGHT + 20_000), 0, 0);
  assert.deepEqual(wrong, []);
});
