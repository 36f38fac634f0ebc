import assert from "node:assert/strict";
import { test } from "node:test";

import { admittedOf } from "../../../../../static/src/js/door/domain/admissions.js";
import { searchTickets, ticketsOfBooking } from "../../../../../static/src/js/door/storage/list.js";
import { asTold } from "../../../../../static/src/js/door/storage/queue.js";
import { answer, CODE, DAY, hashOf, NOON, row, setUpPhone } from "../setup.mjs";

const LIST = [
  row(1, { code: hashOf(CODE), retired: [hashOf("B".repeat(26))] }),
  row(2, { cancelled: true, name: "Jürgen Weiß" }),
  row(3, { in: { [DAY]: { at: "2027-10-01T07:12:00Z", device: "Nebeneingang" } } }),
  row(4, { type: 4 }),
  row(5),
];

test("a code on the list is decided at once, and stored before that", async () => {
  const { actions, queue, ticket } = await setUpPhone(LIST);
  const { entry, result, more } = await actions.scan(`https://tickets.example.org/t/${CODE}`);
  assert.deepEqual([result.verdict, result.ticket, more], ["welcome", { name: "Erika Müller", type: "Bürgerticket", reference: "OD-7K3M9P-1" }, 1]);
  const [waiting] = await queue.all();
  assert.deepEqual(asTold(waiting), { scan_id: entry.scan_id, code: CODE, scanned_at: NOON.toISOString(), verdict: "welcome", action: "scan" });
  assert.equal(admittedOf(await ticket(1))[DAY].at, NOON.toISOString());
});

test("only who may still come in is offered besides", async () => {
  const { actions } = await setUpPhone(LIST);
  const more = [];
  for (const [text, action] of [[CODE, "scan"], ["OD-7K3M9P-5", "scan"], [CODE, "exit"], ["OD-7K3M9P-2", "scan"]]) more.push((await actions.scan(text, { action })).more);
  assert.deepEqual(more, [1, 0, 0, 1]);
});

test("let in once, the second time it says when and by whom", async () => {
  const { actions, time } = await setUpPhone(LIST);
  await actions.scan(CODE);
  time.now = new Date("2027-10-01T08:05:00Z");
  const { result } = await actions.scan(CODE);
  assert.deepEqual([result.verdict, result.first_in_at, result.device], ["already_in", NOON.toISOString(), "Haupteingang"]);
});

for (const [text, verdict] of [
  ["OD-7K3M9P-1", "welcome"],
  ["od-7k3m9p-2", "cancelled"],
  ["OD-7K3M9P-3", "already_in"],
  ["OD-7K3M9P-4", "wrong_day"],
  ["B".repeat(26), "replaced"],
]) {
  test(`${text.slice(0, 12)} is ${verdict}`, async () => {
    const { actions } = await setUpPhone(LIST);
    assert.equal((await actions.scan(text)).result.verdict, verdict);
  });
}

test("what is not on the list waits for the server's word, without one of its own", async () => {
  const { actions, queue } = await setUpPhone(LIST);
  const { result } = await actions.scan("https://elsewhere.example/x?y".padEnd(900, "z"));
  const [waiting] = await queue.all();
  assert.deepEqual([result, waiting.verdict, waiting.code.length], [null, null, 500]);
});

test("who went out comes in again", async () => {
  const { actions } = await setUpPhone(LIST);
  const verdicts = [];
  for (const action of ["scan", "exit", "exit", "scan"]) verdicts.push((await actions.scan(CODE, { action })).result.verdict);
  assert.deepEqual(verdicts, ["welcome", "left", "not_in", "welcome"]);
});

test("an admission that is taken back never was", async () => {
  const { actions, store, queue, ticket } = await setUpPhone(LIST);
  const { entry } = await actions.scan(CODE);
  const [last] = await store.get("recent");
  assert.deepEqual([last.scan_id, last.name], [entry.scan_id, "Erika Müller"]);
  const { result } = await actions.undo(last, "Verwechselt");
  assert.equal(result.verdict, "undone");
  assert.deepEqual(admittedOf(await ticket(1)), {});
  assert.deepEqual((await store.get("recent")).map(({ isUndone }) => isUndone), [true]);
  const [, undo] = await queue.all();
  assert.deepEqual([undo.action, undo.undoes, undo.reason], ["undo", entry.scan_id, "Verwechselt"]);
  assert.equal((await actions.scan(CODE)).result.verdict, "welcome");
});

test("letting in by hand admits whom the verdict turned away", async () => {
  const { actions, ticket } = await setUpPhone(LIST);
  const { result } = await actions.override({ name: "Erika Müller", type: "Bürgerticket", reference: "OD-7K3M9P-4" }, "Von der Orga erlaubt");
  assert.equal(result.verdict, "override");
  assert.ok(admittedOf(await ticket(4))[DAY]);
});

test("somebody without a ticket leaves an entry without a code", async () => {
  const { actions, queue } = await setUpPhone(LIST);
  const { result } = await actions.walkIn({ type: 3, name: "Ada" }, "welcome");
  assert.deepEqual([result.verdict, result.ticket.name], ["welcome", "Ada"]);
  const [entry] = await queue.all();
  assert.deepEqual([entry.action, entry.code, entry.ticket_type, entry.name], ["walk_in", "", 3, "Ada"]);
});

test("the server's answer takes the place of what was done here", async () => {
  const { actions, queue, ticket } = await setUpPhone(LIST);
  const { entry } = await actions.scan(CODE);
  const [settled] = await queue.settle([answer(entry, "already_in", { first_in_at: "2027-10-01T07:00:00Z", device: "Nebeneingang" })]);
  assert.equal(settled.entry.ref, "OD-7K3M9P-1");
  assert.equal(await queue.count(), 0);
  const kept = await ticket(1);
  assert.equal(kept.pending, undefined);
  assert.deepEqual(admittedOf(kept)[DAY], { at: "2027-10-01T07:00:00Z", left_at: null, device: "Nebeneingang" });
  assert.deepEqual(await queue.settle([answer(entry, "welcome")]), [], "a second answer changes nothing");
});

test("whom the phone turned away is not inside, whatever would have been right", async () => {
  const { actions, queue, ticket } = await setUpPhone(LIST);
  const { entry } = await actions.scan("OD-7K3M9P-2");
  await queue.settle([answer(entry, "welcome")]);
  assert.deepEqual(admittedOf(await ticket(2)), {});
});

test("what was done here survives a list that does not know it yet", async () => {
  const { actions, sync, ticket } = await setUpPhone(LIST);
  await actions.scan(CODE);
  await sync.run();
  assert.ok(admittedOf(await ticket(1))[DAY]);
});

test("a list that was asked for before the answer does not take it back", async () => {
  const { actions, queue, sync, ticket } = await setUpPhone(LIST);
  const { entry } = await actions.scan(CODE);
  const running = sync.run();
  await queue.settle([answer(entry, "welcome", { first_in_at: NOON.toISOString(), device: "Haupteingang" })]);
  sync.answered("OD-7K3M9P-1");
  await running;
  assert.ok(admittedOf(await ticket(1))[DAY]);
});

test("tickets are found by name and number, those of a booking in their order", async () => {
  const { store } = await setUpPhone([...LIST, row(10), { ...row(1), ref: "OD-222222-1", name: "Erik Maier" }]);
  const refs = async (text) => (await searchTickets(store, text)).tickets.map(({ ref }) => ref);
  assert.deepEqual(await refs("weiss jue"), ["OD-7K3M9P-2"]);
  assert.deepEqual(await refs("eri"), ["OD-7K3M9P-1", "OD-7K3M9P-3", "OD-7K3M9P-4", "OD-7K3M9P-5", "OD-7K3M9P-10", "OD-222222-1"].sort((a, b) => a.localeCompare(b, "en", { numeric: true })));
  assert.equal((await refs("od-7k3m9p")).length, 6);
  assert.deepEqual((await ticketsOfBooking(store, "OD-7K3M9P")).map(({ ref }) => ref.slice(10)), ["1", "2", "3", "4", "5", "10"]);
});

test("of many only the first are shown, and it says that there are more", async () => {
  const { store } = await setUpPhone(Array.from({ length: 60 }, (_, i) => row(i + 1)));
  const { tickets, more } = await searchTickets(store, "müller");
  assert.deepEqual([tickets.length, more], [30, true]);
});

test("what no database takes is not stored, so that the server need not refuse it", async () => {
  const { actions, queue } = await setUpPhone([row(1)]);
  await actions.scan("\u0000-1\ud800");
  await actions.scan(`${"x".repeat(499)}\u{1f600}`);
  await actions.walkIn({ type: 3, name: "Ri\u202eta\u0007" }, "welcome");
  await actions.override({ reference: "OD-7K3M9P-1" }, "weil\u0000");
  const [strange, cut, walkIn, override] = await queue.all();
  assert.deepEqual([strange.code, cut.code.at(-1), walkIn.name, override.reason], ["\ufffd-1\ufffd", "\ufffd", "Rita", "weil"]);
});
