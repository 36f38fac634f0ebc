/** By its own clock a phone shows that the event is over; only the server has it delete the list. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { setUpPhone, STATE } from "../setup.mjs";

Object.assign(globalThis, { addEventListener: () => {}, document: { hidden: false, addEventListener: () => {} } });
if (!globalThis.navigator) Object.assign(globalThis, { navigator: { onLine: true } });
const { createSession } = await import("../../../../../static/src/js/door/app/session.js");
const { Unreachable } = await import("../../../../../static/src/js/door/net/server.js");

const YEAR_MS = 365 * 86_400_000;

async function sessionAt(now, contact) {
  const phone = await setUpPhone();
  await phone.actions.scan("waits");
  const seen = { wiped: 0, screens: [] };
  const net = {
    sync: { ...phone.sync, wipe: () => seen.wiped++, confirm: async () => true },
    sender: { flush: async () => true, retry: () => {}, stop: () => {} },
    contact,
  };
  const device = {
    clock: { now: () => now, elapsed: () => 0, sample: () => {} },
    idleLock: { isLocked: () => false },
    shell: { version: "v1", expect: () => {} },
  };
  const session = createSession(phone, net, device, { screen: (name) => seen.screens.push(name), change: () => {}, unpaired: () => {} });
  await session.start({ ...STATE, over: false });
  session.stop();
  return { ...phone, ...seen, wiped: seen.wiped, screens: seen.screens };
}

const nobody = async () => {
  throw new Unreachable();
};

test("a clock a year ahead, without a network, deletes nothing", async () => {
  const { wiped, screens, unsent } = await sessionAt(new Date(Date.parse(STATE.event.days[0].closes_at) + YEAR_MS), nobody);
  assert.deepEqual([wiped, screens, (await unsent.count()).waiting], [0, ["over"], 1]);
});

test("the server's word deletes the list, and no scan", async () => {
  const { wiped, screens, unsent } = await sessionAt(new Date(STATE.event.days[0].opens_at), async () => ({ ...STATE, over: true }));
  assert.deepEqual([wiped, screens, (await unsent.count()).waiting], [1, ["scanner", "over"], 1]);
});
