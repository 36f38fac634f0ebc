import assert from "node:assert/strict";
import { test } from "node:test";

import { admittedOf } from "../../../../../static/src/js/door/domain/admissions.js";
import { checkpointWords } from "../../../../../static/src/js/door/domain/bar_words.js";
import { tallyOf, withAnswered } from "../../../../../static/src/js/door/domain/counts.js";
import { viewOf } from "../../../../../static/src/js/door/domain/ticket_views.js";
import { asTold } from "../../../../../static/src/js/door/storage/queue.js";
import { answer, CODE, DAY, hashOf, NOON, row, setUpPhone, STATE } from "../setup.mjs";

const WORKSHOP = `${DAY}/workshop`;
const AT_WORKSHOP = { ...STATE, device: { ...STATE.device, checkpoint: WORKSHOP } };
const LIST = [row(1, { code: hashOf(CODE), in: { [DAY]: { at: "2027-10-01T07:12:00Z", device: "Haupteingang" } } })];
const BEFORE = "2027-10-01T07:12:00Z";

test("who came in at the entrance is welcome at a workshop, once", async () => {
  const { actions, queue, ticket, time } = await setUpPhone(LIST, AT_WORKSHOP);
  const first = await actions.scan(CODE);
  time.now = new Date("2027-10-01T08:05:00Z");
  const second = await actions.scan(CODE);
  assert.deepEqual([first.result.verdict, second.result.verdict, second.result.first_in_at], ["welcome", "already_in", NOON.toISOString()]);
  const [told] = (await queue.all()).map(asTold);
  assert.equal(told.checkpoint, WORKSHOP, "the server is told where");
  assert.deepEqual(Object.entries(admittedOf(await ticket(1))).map(([key, { at }]) => [key, at]), [
    [DAY, BEFORE],
    [WORKSHOP, NOON.toISOString()],
  ]);
});

test("at the entrance nothing is said of a checkpoint, as ever", async () => {
  const { actions, queue } = await setUpPhone([row(1, { code: hashOf(CODE) })]);
  await actions.scan(CODE);
  assert.equal("checkpoint" in asTold((await queue.all())[0]), false);
});

test("in at a workshop, somebody is still welcome at the entrance", async () => {
  const inside = { [WORKSHOP]: { at: BEFORE, device: "Werkstatt" } };
  const { actions } = await setUpPhone([row(1, { code: hashOf(CODE), in: inside })]);
  assert.equal((await actions.scan(CODE)).result.verdict, "welcome");
});

test("a ticket that is not for the day of a checkpoint is told so, whatever day it is", async () => {
  const { actions } = await setUpPhone(LIST, { ...STATE, device: { ...STATE.device, checkpoint: "2027-09-30/workshop" } });
  assert.equal((await actions.scan(CODE)).result.verdict, "wrong_day");
});

test("the server's answer speaks of the checkpoint, and the entrance stays as it was", async () => {
  const { actions, queue, ticket } = await setUpPhone(LIST, AT_WORKSHOP);
  const { entry } = await actions.scan(CODE);
  await queue.settle([answer(entry, "already_in", { first_in_at: "2027-10-01T07:50:00Z", device: "Werkstatt" })]);
  const admitted = admittedOf(await ticket(1));
  assert.deepEqual([admitted[DAY].at, admitted[WORKSHOP].at, admitted[WORKSHOP].device], [BEFORE, "2027-10-01T07:50:00Z", "Werkstatt"]);
});

test("what is taken back is taken back where it was done, wherever the phone scans by now", async () => {
  const state = { ...AT_WORKSHOP };
  const { actions, queue, ticket } = await setUpPhone(LIST, state);
  const { entry } = await actions.scan(CODE);
  state.device = STATE.device;
  await actions.undo({ scan_id: entry.scan_id, ref: entry.ref, day: entry.day, checkpoint: entry.checkpoint, counts: 1 }, "oops");
  assert.deepEqual(Object.keys(admittedOf(await ticket(1))), [DAY]);
  assert.equal((await queue.all())[1].checkpoint, WORKSHOP);
});

test("by hand somebody is let in where the phone scans", async () => {
  const { actions, ticket } = await setUpPhone(LIST, AT_WORKSHOP);
  await actions.override({ name: "Erika Müller", reference: "OD-7K3M9P-1" }, "Ausweis geprüft");
  assert.deepEqual(Object.keys(admittedOf(await ticket(1))), [DAY, WORKSHOP]);
});

test("each checkpoint counts its own", async () => {
  const { actions, queue } = await setUpPhone(LIST, AT_WORKSHOP);
  const { entry } = await actions.scan(CODE);
  const entries = await queue.all();
  assert.deepEqual([tallyOf(entries, WORKSHOP).inside, tallyOf(entries, DAY).inside], [1, 0]);
  const welcome = answer(entry, "welcome", { first_in_at: NOON.toISOString() });
  assert.equal(withAnswered(AT_WORKSHOP, entry, welcome).inside, 11);
  assert.equal(withAnswered(STATE, entry, welcome).inside, 10, "who went into the workshop was in the house before");
});

test("a list shows who is in where the phone scans", () => {
  const ticket = { ...LIST[0], codes: [] };
  const context = { event: STATE.event, titleOf: ({ title }) => title.de, language: "de", deviceName: "x" };
  assert.equal(viewOf(ticket, { ...context, here: DAY }).state, "in");
  assert.equal(viewOf(ticket, { ...context, here: WORKSHOP }).state, "valid");
});

test("the bar says where the phone scans, and nothing at the entrance", () => {
  const event = { ...STATE.event, checkpoints: [{ key: WORKSHOP, title: { de: "Werkstatt", en: "Workshop" } }] };
  const about = { ...AT_WORKSHOP, event };
  assert.deepEqual([checkpointWords(about, "en"), checkpointWords(about, "fr"), checkpointWords({ ...STATE, event }, "de"), checkpointWords(null, "de")], ["Workshop", "Werkstatt", "", ""]);
  assert.equal(checkpointWords({ ...about, event: STATE.event }, "de"), WORKSHOP, "a list from before says at least its key");
});
