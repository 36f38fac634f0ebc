/** A door without a browser: an IndexedDB in memory, and an event that takes place right now. */
import "fake-indexeddb/auto";

import { createHash } from "node:crypto";

import { createActions } from "../../../../static/src/js/door/domain/actions.js";
import { findTicket } from "../../../../static/src/js/door/storage/list.js";
import { createAside } from "../../../../static/src/js/door/storage/aside.js";
import { createEarlier } from "../../../../static/src/js/door/storage/earlier_pairings.js";
import { createUnsent } from "../../../../static/src/js/door/storage/unsent.js";
import { createQueue } from "../../../../static/src/js/door/storage/queue.js";
import { createStore } from "../../../../static/src/js/door/storage/store.js";
import { createSync } from "../../../../static/src/js/door/net/sync.js";

export const DAY = "2027-10-01";
export const NOON = new Date("2027-10-01T08:00:00Z");
export const CODE = "ABCDEFGHIJKLMNOPQRSTUVWXY2";
export const hashOf = (code) => createHash("sha256").update(code).digest("base64url");

const days = [{ date: DAY, opens_at: "2027-10-01T06:30:00Z", closes_at: "2027-10-01T11:00:00Z" }];
export const STATE = {
  device: { name: "Haupteingang", may_override: true, locked: false, shares: { 3: 1 } },
  event: {
    slug: "od",
    title: "Ortenau Digital",
    timezone: "Europe/Berlin",
    reentry: true,
    days,
    types: [
      { id: 3, title: { de: "Bürgerticket" }, days: [DAY], walk_in: true, left: 4 },
      { id: 4, title: { de: "Fachticket" }, days: ["2027-09-30"], walk_in: false, left: 0 },
    ],
  },
  day: days[0],
  inside: 10,
  expected: 20,
};

export const row = (number, changes = {}) => ({ ref: `OD-7K3M9P-${number}`, code: hashOf(`CODE${number}`), name: "Erika Müller", type: 3, ...changes });

let number = 0;

/** A phone with these rows on its list, which the server told this `state`; `time.now` is the moment of the next action. */
export async function setUpPhone(rows = [], state = STATE) {
  const name = `door-${++number}`;
  const store = createStore(name);
  const [queue, earlier, aside, unsent] = [createQueue(store), createEarlier(store), createAside(store), createUnsent(store)];
  const time = { now: NOON, mark: undefined };
  let id = 0;
  const actions = createActions(store, { state: () => state, now: () => time.now, mark: () => time.mark, titleOf: ({ title }) => title.de }, { hash: async (code) => hashOf(code), newId: () => `id-${++id}` });
  const sync = createSync({ store, ask: async () => ({ tickets: rows, cursor: "1", left: 0 }) });
  if (rows.length) await sync.run();
  const ticket = (number) => store.read("tickets", (tx) => findTicket(tx, store.base, { ref: `OD-7K3M9P-${number}` }));
  return { name, store, queue, earlier, aside, unsent, actions, sync, time, ticket };
}

export const answer = (entry, verdict, more = {}) => ({ scan_id: entry.scan_id, verdict, ticket: null, first_in_at: null, device: null, ...more });
