import assert from "node:assert/strict";
import { test } from "node:test";

import { createTexts } from "../../../../../static/src/js/door/ui/texts.js";
import { actionsFor, present, presentGroup } from "../../../../../static/src/js/door/domain/verdict_view.js";

const say = createTexts({
  already_in_word: "Schon eingelassen",
  already_in_line: "um %(time)s Uhr, %(device)s",
  already_in_line_alone: "um %(time)s Uhr",
  wrong_day_word: "Falscher Tag",
  wrong_day_line: "Gültig am %(days)s",
  too_early_word: "Noch nicht geöffnet",
  too_early_line: "Einlass ist ab %(time)s Uhr.",
  too_late_word: "Geschlossen",
  too_late_line: "Einlass war bis %(time)s Uhr.",
  not_open_word: "Nicht geöffnet",
  not_open_line: "Einlass ist von %(from)s bis %(to)s Uhr.",
  welcome_word: "Willkommen",
  welcome_advice: "Bitte einlassen.",
  unclear_word: "Unklar",
});
const day = { date: "2027-10-01", opens_at: "2027-10-01T06:30:00Z", closes_at: "2027-10-01T11:00:00Z" };
const ticket = { name: "Anna Muster", type: "Bürgerticket", reference: "OD-7K3M9P-2" };
const show = (result, at = "2027-10-01T07:12:00Z", change = {}) =>
  present(result, { say, language: "de", zone: "Europe/Berlin", day, at: new Date(at), ...change });

test("who is welcome sees green, name, type and reference", () => {
  assert.deepEqual(show({ verdict: "welcome", ticket }), {
    tone: "welcome",
    icon: "check",
    word: "Willkommen",
    line: "",
    advice: "Bitte einlassen.",
    ...ticket,
  });
});

test("who is already in is met with caution, and when and where they entered", () => {
  const view = show({ verdict: "already_in", ticket, first_in_at: "2027-10-01T07:12:00Z", device: "Haupteingang" });
  assert.deepEqual([view.tone, view.icon, view.line], ["caution", "clock", "um 09:12 Uhr, Haupteingang"]);
});

test("an admission without a device is told without one", () => {
  assert.equal(show({ verdict: "already_in", ticket, first_in_at: "2027-10-01T22:05:00Z", device: null }).line, "um 00:05 Uhr");
});

test("a wrong day names the right ones and keeps each in one piece", () => {
  const view = show({ verdict: "wrong_day", ticket, valid_on: ["2027-09-30", "2027-10-01"] });
  assert.equal(view.line, "Gültig am Donnerstag, 30.\u00a0September und Freitag, 1.\u00a0Oktober");
});

test("before the doors open it says from when, after they closed until when", () => {
  const early = show({ verdict: "not_open", ticket }, "2027-10-01T06:00:00Z");
  const late = show({ verdict: "not_open", ticket }, "2027-10-01T11:00:00Z");
  assert.deepEqual([early.word, early.line], ["Noch nicht geöffnet", "Einlass ist ab 08:30 Uhr."]);
  assert.deepEqual([late.word, late.line], ["Geschlossen", "Einlass war bis 13:00 Uhr."]);
});

test("without the hours of the day it only says that it is not open", () => {
  assert.equal(show({ verdict: "not_open", ticket }, "2027-10-01T06:00:00Z", { day: null }).word, "Nicht geöffnet");
});

for (const verdict of ["cancelled", "replaced", "wrong_day", "not_open", "unknown", "other_event"]) {
  test(`${verdict} stops, with a cross`, () => {
    const view = show({ verdict, ticket: null });
    assert.deepEqual([view.tone, view.icon, view.name], ["stop", "cross", ""]);
  });
}

test("a verdict of a newer server lets nobody in", () => {
  const view = show({ verdict: "vip", ticket });
  assert.deepEqual([view.tone, view.word], ["stop", "Unklar"]);
});

test("names cannot smuggle in a placeholder", () => {
  const view = show({ verdict: "already_in", ticket, first_in_at: "2027-10-01T07:12:00Z", device: "%(time)s $&" });
  assert.equal(view.line, "um 09:12 Uhr, %(time)s $&");
});

for (const [verdict, tone] of Object.entries({ override: "welcome", left: "left", undone: "caution", not_in: "stop", sold_out: "stop", forbidden: "stop" })) {
  test(`${verdict} has a view of its own`, () => assert.equal(show({ verdict, ticket }).tone, tone));
}

const able = { mayOverride: true, own: true, more: 2, walkIn: true };

test("who was let in here can be let out again, and the others of the booking in", () => {
  assert.deepEqual(actionsFor({ verdict: "welcome", ticket }, able), ["undo", "group"]);
  assert.deepEqual(actionsFor({ verdict: "welcome", ticket }, { ...able, own: false, more: 0 }), []);
});

test("only helpers with the right let in by hand, and only somebody with a ticket", () => {
  for (const verdict of ["already_in", "cancelled", "replaced", "wrong_day", "not_open"]) {
    assert.ok(actionsFor({ verdict, ticket }, able).includes("override"), verdict);
    assert.deepEqual(actionsFor({ verdict, ticket }, {}), ["find"]);
  }
  assert.ok(!actionsFor({ verdict: "other_event", ticket }, able).includes("override"));
});

test("without a ticket there may be one to be had here", () => {
  assert.deepEqual(actionsFor({ verdict: "unknown", ticket: null }, { ...able, more: 0 }), ["walk_in", "find"]);
  assert.deepEqual(actionsFor({ verdict: "unknown", ticket: null }, { mayOverride: true }), ["find"]);
});

test("the search stays in reach wherever somebody is not let in", () => {
  for (const verdict of ["already_in", "cancelled", "replaced", "wrong_day", "not_open", "unknown", "other_event", "not_in", "sold_out", "forbidden", "from_the_future"]) {
    assert.ok(actionsFor({ verdict, ticket: null }, {}).includes("find"), verdict);
  }
  for (const verdict of ["welcome", "override", "left", "undone"]) assert.ok(!actionsFor({ verdict, ticket }, {}).includes("find"), verdict);
});

test("of a booking of which not all may come in, those are named with the reason", () => {
  const group = [
    { entry: { ref: "OD-7K3M9P-1" }, result: { verdict: "welcome", ticket } },
    { entry: { ref: "OD-7K3M9P-2" }, result: { verdict: "already_in", ticket: { ...ticket, name: "Berta" }, first_in_at: "2027-10-01T07:12:00Z", device: "Hof" } },
    { entry: { ref: "OD-7K3M9P-3" }, result: { verdict: "cancelled", ticket: null } },
  ];
  const view = presentGroup(group, { say: (key) => say(key) || key, language: "de", zone: "Europe/Berlin" });
  assert.deepEqual([view.tone, view.actions], ["caution", ["find"]]);
  assert.deepEqual(view.people.map(({ name }) => name), ["Berta", "OD-7K3M9P-3"]);
  assert.match(view.people[0].word, /^Schon eingelassen um/);
});

test("within hours that were changed since, neither too early nor too late is said", () => {
  const view = show({ verdict: "not_open", ticket }, "2027-10-01T07:12:00Z");
  assert.deepEqual([view.word, view.line], ["Nicht geöffnet", "Einlass ist von 08:30 bis 13:00 Uhr."]);
});
