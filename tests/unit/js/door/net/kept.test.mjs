/** Nothing that was scanned goes before the server has it, whatever happens to the pairing. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { createPairing } from "../../../../../static/src/js/door/net/pairing.js";
import { createSender } from "../../../../../static/src/js/door/net/sender.js";
import { Refused, Unpaired, Unreachable } from "../../../../../static/src/js/door/net/server.js";
import { fileName } from "../../../../../static/src/js/door/storage/unsent.js";
import { answer, CODE, hashOf, row, setUpPhone, STATE } from "../setup.mjs";

const SCANS = 6;
const OTHER = { ...STATE, device: { ...STATE.device, name: "Hof" }, event: { ...STATE.event, slug: "fest", title: "Fest" } };

/** A paired phone that has scanned six codes nobody was told; `server` does as each test says. */
async function pairedPhone() {
  const phone = await setUpPhone([row(1, { code: hashOf(CODE) })]);
  const server = { sent: [], refused: new Set(), isDown: false };
  const pairing = createPairing(phone.store, () => ({ pair: async (secret) => ({ token: `token of ${secret}`, pin: "4711", service: "ortenaudigital", ...(secret === "other" ? OTHER : STATE) }) }));
  await pairing.pair("first");
  await phone.sync.run();
  await phone.actions.scan(CODE);
  for (let i = 1; i < SCANS; i++) await phone.actions.scan(`unknown ${i}`);
  const told = { unpaired: [] };
  const send = async (entries, token) => {
    if (server.isDown) throw new Unreachable();
    if (server.refused.has(token)) throw new Unpaired("gesperrt");
    server.sent.push([token, entries.map(({ scan_id }) => scan_id)]);
    return entries.map((entry) => answer(entry, entry.verdict ?? "unknown"));
  };
  const sender = createSender(phone, { send }, { unpaired: (error) => told.unpaired.push(error.message) });
  const ids = (await phone.queue.all()).map(({ scan_id }) => scan_id);
  return { ...phone, pairing, server, sender, told, ids };
}

const keptIds = async ({ unsent }) => (await unsent.read()).flatMap(({ scans }) => scans.map(({ scan_id }) => scan_id));

test("a new link sends what was scanned before with the token of before, behind the new one's", async () => {
  const phone = await pairedPhone();
  await phone.pairing.pair("other");
  assert.equal(await phone.queue.count(), 0);
  assert.deepEqual(await keptIds(phone), phone.ids);
  const { entry } = await phone.actions.scan("new");
  await phone.sender.flush();
  assert.deepEqual(phone.server.sent, [["token of other", [entry.scan_id]], ["token of first", phone.ids]]);
  assert.deepEqual([(await phone.unsent.count()).all, await phone.store.read("pairings", (tx) => tx.store.count())], [0, 0]);
});

test("three links one after the other lose nothing either", async () => {
  const phone = await pairedPhone();
  for (const secret of ["second", "third", "other"]) {
    await phone.pairing.pair(secret);
    phone.ids.push((await phone.actions.scan(`of ${secret}`)).entry.scan_id);
  }
  await phone.sender.flush();
  assert.deepEqual(phone.server.sent.map(([token]) => token), ["token of other", "token of first", "token of second", "token of third"]);
  assert.deepEqual(phone.server.sent.flatMap(([, ids]) => ids).sort(), phone.ids.sort());
});

test("a device that is refused keeps its scans, and nothing of anybody's ticket", async () => {
  const phone = await pairedPhone();
  phone.server.refused.add("token of first");
  await phone.sender.flush();
  assert.deepEqual(phone.told.unpaired, ["gesperrt"]);
  await phone.pairing.lose("gesperrt");
  assert.deepEqual(await phone.unsent.count(), { waiting: 0, refused: 0, lost: SCANS, unsaved: SCANS, all: SCANS });
  assert.deepEqual(await keptIds(phone), phone.ids);
  for (const name of ["pages", "tickets", "queue"]) assert.equal(await phone.store.read(name, (tx) => tx.store.count()), 0, name);
  assert.equal(await phone.store.get("state"), undefined);
  const earlier = await phone.store.read("earlier", (tx) => tx.store.getAll());
  assert.deepEqual(earlier.filter(({ code }) => code === CODE), [], "no code of who was let in");
  await phone.pairing.pair("other");
  await phone.sender.flush();
  assert.deepEqual([phone.server.sent, (await phone.unsent.count()).lost], [[], SCANS]);
});

test("a pairing that the server knows again delivers at the next start", async () => {
  const phone = await pairedPhone();
  await phone.pairing.lose("backup");
  await phone.sender.flush();
  assert.deepEqual(phone.server.sent, []);
  await phone.earlier.tryLostAgain();
  await phone.sender.flush();
  assert.deepEqual([phone.server.sent.length, (await phone.unsent.count()).all], [1, 0]);
});

test("an earlier pairing that is refused does not hold up another one", async () => {
  const phone = await pairedPhone();
  await phone.pairing.pair("second");
  await phone.actions.scan("of second");
  await phone.pairing.pair("other");
  phone.server.refused.add("token of first");
  assert.equal(await phone.sender.flush(), true);
  assert.deepEqual(phone.server.sent.map(([token]) => token), ["token of second"]);
  assert.equal((await phone.unsent.count()).lost, SCANS);
});

test("deleting is refused until all is sent, or saved as a file", async () => {
  const phone = await pairedPhone();
  assert.equal(await phone.pairing.wipe(), false);
  assert.deepEqual(await keptIds(phone), phone.ids);
  await phone.unsent.markSaved(new Set(phone.ids.slice(1)));
  assert.equal(await phone.pairing.wipe(), false);
  await phone.unsent.markSaved(new Set(phone.ids));
  const { entry } = await phone.actions.scan("after the file");
  assert.equal(await phone.pairing.wipe(), false, "one more has been scanned since");
  await phone.unsent.markSaved(new Set([entry.scan_id]));
  assert.equal(await phone.pairing.wipe(), true);
  assert.deepEqual([(await phone.unsent.count()).all, phone.pairing.known()], [0, null]);
});

test("a phone that has sent everything is wiped at once", async () => {
  const phone = await pairedPhone();
  await phone.sender.flush();
  assert.equal(await phone.pairing.wipe(), true);
});

test("the file tells verdict and time of each scan, and no code of who was let in", async () => {
  const phone = await pairedPhone();
  await phone.actions.walkIn({ type: 3, name: "Rita" }, "welcome");
  const [before] = await phone.queue.all();
  await phone.pairing.pair("other");
  await phone.actions.scan("of other");
  const [now, earlier] = await phone.unsent.read();
  assert.deepEqual([now.event, now.device, now.scans.length], ["fest", "Hof", 1]);
  assert.deepEqual([earlier.service, earlier.kind, earlier.event, earlier.device, earlier.scans.length], ["ortenaudigital", "unsent-scans", "od", "Haupteingang", SCANS + 1]);
  const first = earlier.scans.find(({ scan_id }) => scan_id === before.scan_id);
  assert.deepEqual(first, { scan_id: before.scan_id, code: "OD-7K3M9P-1", scanned_at: before.scanned_at, verdict: "welcome", action: "scan" });
  assert.ok(!JSON.stringify([now, earlier]).includes("token"));
  assert.equal(fileName(earlier), "scans-od-haupteingang.json");
});

test("a link that is used up changes nothing", async () => {
  const phone = await pairedPhone();
  const used = createPairing(phone.store, () => ({
    pair: async () => {
      throw new Refused("verbraucht");
    },
    device: async () => STATE,
  }));
  await used.open();
  assert.equal(await used.pair("used"), null);
  assert.equal(await phone.queue.count(), SCANS);
});

test("the database of the version before is taken over with its scans", async () => {
  const { openDB } = await import("idb");
  const name = "door-before";
  const upgrade = (db) => {
    for (const each of ["meta"]) db.createObjectStore(each);
    db.createObjectStore("pages", { autoIncrement: true });
    const tickets = db.createObjectStore("tickets", { keyPath: "ref" });
    for (const index of ["codes", "keys"]) tickets.createIndex(index, index, { multiEntry: true });
    db.createObjectStore("queue", { keyPath: "seq", autoIncrement: true }).createIndex("scan_id", "scan_id", { unique: true });
    db.createObjectStore("aside", { keyPath: "scan_id" });
  };
  const db = await openDB(name, 1, { upgrade });
  await db.put("queue", { scan_id: "a", code: "x", scanned_at: "2027-10-01T08:00:00Z", verdict: null, action: "scan" });
  await db.put("aside", { scan_id: "b", code: "y", scanned_at: "2027-10-01T08:00:00Z", verdict: null, action: "scan", seq: 9 });
  db.close();
  const { createStore } = await import("../../../../../static/src/js/door/storage/store.js");
  const { createUnsent } = await import("../../../../../static/src/js/door/storage/unsent.js");
  const counts = await createUnsent(createStore(name)).count();
  assert.deepEqual([counts.waiting, counts.refused, counts.all], [1, 1, 2]);
});
