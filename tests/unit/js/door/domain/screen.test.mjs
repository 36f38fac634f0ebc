/**
 * The scanner's screen as a table: a state, what happens, what stands there then, and what is done.
 * Of the state after it a row names what matters, of each effect its kind.
 */
import assert from "node:assert/strict";
import { test } from "node:test";

import { reduce, undoableOf } from "../../../../../static/src/js/door/domain/screen/reducer.js";
import { START } from "../../../../../static/src/js/door/domain/screen/state.js";

const CODE = "ABCDEFGHIJKLMNOPQRSTUVWXY2";
const OTHER = "Z".repeat(26);
const LINK = `https://tickets.example.org/einlass/#koppeln=${"s".repeat(43)}`;
const SAMPLE = "/einlass/uebung#cancelled";
const AT = "2027-10-01T08:00:00Z";
const FACTS = { canAsk: true, hasList: true, isInView: true, practice: false, direction: "in" };
const WISH = { type: 3, name: "Ada" };

const at = (clock, wall = clock) => ({ clock, wall });
const entry = (verdict = null, more = {}) => ({ scan_id: "a", code: CODE, day: "2027-10-01", scanned_at: AT, action: "scan", verdict, ...more });
const result = (verdict, more = {}) => ({ scan_id: "a", verdict, ticket: null, first_in_at: null, device: null, ...more });
const letIn = result("welcome", { first_in_at: AT });
/** An answer of the phone, read at zero. */
const answer = (verdict, more = {}) => ({ entry: entry(verdict), result: result(verdict), text: CODE, readAt: at(0), more: 0, ...more });
const standing = (shown, more = {}) => ({ ...START, answer: shown, shownAt: 0, ...more });
const OPEN = { ...answer("unknown", { isOpen: true, unasked: true }), entry: entry(null) };
const asking = (shown = { ...answer(null), result: null }, task = {}) => standing({ ...shown, result: null }, { task: { kind: "ask", text: CODE, shown, wish: null, ...task } });
const givingUp = (task = {}) => asking(undefined, { kind: "give_up", ...task });
const busy = (task = {}) => ({ ...START, task: { kind: "scan", text: CODE, about: { text: CODE, readAt: at(0) }, unasked: false, ...task } });
const settled = (verdict, phone = entry("cancelled"), more = {}) => ({ type: "settled", entries: [{ entry: phone, result: verdict }], ...more });
/** Another screen came before it meanwhile. */
const covered = (state) => ({ ...state, task: { ...state.task, isCovered: true } });
const group = [answer("welcome"), { ...answer("welcome"), entry: entry("welcome", { scan_id: "b" }) }];

// [what it is about, state, event, of the state after it, effects]
const TABLE = {
  "A code comes": [
    ["it is scanned", START, { type: "taken", text: CODE }, { task: "scan" }, ["scan"]],
    ["the server may be asked about one that is not on the list", START, { type: "taken", text: CODE }, {}, [{ type: "scan", unlisted: null, ask: false }]],
    ["without a network the list decides", START, { type: "taken", text: CODE, facts: { canAsk: false } }, { task: "scan" }, [{ type: "scan", unlisted: "unknown" }]],
    ["without a list only the server can", START, { type: "taken", text: CODE, facts: { canAsk: false, hasList: false } }, {}, [{ type: "scan", unlisted: null }]],
    ["at the way out it is an exit", START, { type: "taken", text: CODE, facts: { direction: "out" } }, {}, [{ type: "scan", action: "exit" }]],
    ["while another is checked it waits", busy(), { type: "taken", text: OTHER }, { waiting: [OTHER], task: "scan" }, []],
    ["the trigger pulled twice is one scan", busy(), { type: "taken", text: CODE }, { waiting: [] }, []],
    ["a pairing link is offered, not scanned", START, { type: "taken", text: LINK }, { task: null, answer: null }, ["pairing_link", { type: "note", kind: "pairing_link", view: { actions: ["pair"] } }]],
    ["offline a pairing link cannot be used", START, { type: "taken", text: LINK, facts: { canAsk: false } }, {}, ["pairing_link", { type: "note", view: { actions: [] } }]],
    ["a sample is no ticket when it counts", START, { type: "taken", text: SAMPLE }, { task: null }, [{ type: "note", kind: "sample" }]],
    ["in practice a sample is shown and concerns nobody", standing(answer("welcome")), { type: "taken", text: SAMPLE, facts: { practice: true } }, { answer: null }, [{ type: "show_sample", word: "cancelled" }]],
    ["in practice a ticket is not scanned", START, { type: "taken", text: CODE, facts: { practice: true } }, { task: null }, [{ type: "note", kind: "practice" }]],
  ],
  "The phone has decided": [
    ["its verdict stands, since now", busy(), { type: "decided", done: answer("welcome"), at: at(5) }, { verdict: "welcome", shownAt: 5, task: null }, ["show", "done"]],
    ["what waited comes after it", { ...busy(), waiting: [OTHER] }, { type: "decided", done: answer("welcome") }, { waiting: [OTHER] }, ["show", "wait_turn", "done"]],
    ["one that is not on the list is asked for", busy(), { type: "decided", done: { entry: entry(), result: null } }, { verdict: null, task: "ask" }, ["checking", "ask"]],
    ["a turn takes the first of those that wait", { ...START, waiting: [CODE, OTHER] }, { type: "turned" }, { waiting: [OTHER], task: "scan" }, ["scan"]],
    ["a turn comes to nothing while something is checked", { ...busy(), waiting: [OTHER] }, { type: "turned" }, { waiting: [OTHER] }, []],
    ["what needs no scan lets the next one follow", { ...START, waiting: [SAMPLE, OTHER] }, { type: "turned" }, { waiting: [OTHER] }, ["note", "wait_turn"]],
  ],
  "The server is asked": [
    ["its answer stands", asking(), { type: "answered", scan_id: "a", result: letIn }, { verdict: "welcome", task: null }, ["show", "done"]],
    ["by the queue it comes as well", asking(), settled(letIn, entry()), { verdict: "welcome", task: null }, ["show", "done"]],
    ["a second answer changes nothing", standing(answer("welcome")), { type: "answered", scan_id: "a", result: result("cancelled") }, { verdict: "welcome" }, []],
    ["one of another scan changes nothing", asking(), { type: "answered", scan_id: "b", result: letIn }, { task: "ask" }, []],
    ["whom it knows as turned away is not shown as let in", asking(), { type: "answered", scan_id: "a", result: result("welcome") }, { isOpen: true, isLate: true }, [{ type: "note", kind: "late" }, "done"]],
    ["without an answer the phone turns away, and stores that first", asking(), { type: "unanswered", scan_id: "a" }, { task: "give_up", verdict: null }, [{ type: "turn_away", change: { verdict: "unknown" } }]],
    ["then it says so, and a tap may ask again", givingUp(), { type: "turned_away", scan_id: "a" }, { verdict: "unknown", isOpen: true, task: null }, ["show", "done"]],
    ["without a list nothing was checked", givingUp(), { type: "turned_away", scan_id: "a", facts: { hasList: false } }, { isOpen: true }, [{ type: "note", kind: "offline" }, "done"]],
    ["an answer in the moment of giving up is kept", givingUp(), settled(letIn, entry()), { task: "give_up", heard: "welcome" }, []],
    ["and is what counts", givingUp({ heard: letIn }), { type: "turned_away", scan_id: "a" }, { verdict: "welcome" }, ["show", "done"]],
    ["a failure turns away before it is told", asking(), { type: "refused", scan_id: "a", error: "broken", isUnpaired: false }, { task: "fail" }, [{ type: "turn_away", change: { verdict: "unknown" } }]],
    ["then it is told", asking(undefined, { kind: "fail" }), { type: "turned_away", scan_id: "a" }, { answer: null, task: null }, [{ type: "note", kind: "failed" }, "done"]],
    ["a device that is not paired any more ends it", asking(), { type: "refused", scan_id: "a", error: "gone", isUnpaired: true }, { task: null }, ["unpaired"]],
    ["behind another screen an admission is taken back", { ...asking(), answer: null }, { type: "answered", scan_id: "a", result: letIn }, { answer: null, task: null }, ["take_back", "done"]],
    ["behind another screen nobody is told that none came", { ...givingUp(), answer: null }, { type: "turned_away", scan_id: "a" }, { answer: null }, ["done"]],
  ],
  "The server disagrees": [
    ["its word replaces the phone's", standing(answer("welcome")), settled(result("already_in"), entry("welcome")), { verdict: "already_in" }, ["show"]],
    ["the same word changes nothing", standing(answer("welcome")), settled(letIn, entry("welcome")), { verdict: "welcome" }, []],
    ["about somebody else it changes nothing", standing({ ...answer("cancelled"), entry: entry("cancelled", { scan_id: "b" }) }), settled(result("cancelled"), entry("welcome")), { verdict: "cancelled" }, []],
    ["whoever was turned away is asked for once more, never green by itself", standing(answer("cancelled")), settled(result("welcome")), { task: "scan", verdict: "cancelled" }, [{ type: "scan", ask: true }]],
    ["that repeat goes on with the first scan", standing(answer("cancelled")), settled(result("welcome"), undefined, { at: at(9000) }), { repeat: { isRepeat: true, readAt: at(0) } }, ["scan"]],
    ["a repeat is not repeated", standing(answer("cancelled", { isRepeat: true })), settled(result("welcome")), { isLate: true, task: null }, [{ type: "note", kind: "late" }]],
    ["ten seconds are enough", standing(answer("cancelled")), settled(result("welcome"), undefined, { at: at(10_000) }), { task: "scan" }, ["scan"]],
    ["later nobody is asked for without a tap", standing(answer("cancelled")), settled(result("welcome"), undefined, { at: at(10_001) }), { isOpen: true, isLate: true, task: null }, [{ type: "note", kind: "late" }]],
    ["a phone that slept counts the wall's time", standing(answer("cancelled")), settled(result("welcome"), undefined, { at: at(100, 60_000) }), { isLate: true }, [{ type: "note", kind: "late" }]],
    ["under a dialog there is no repeat", standing(answer("cancelled")), settled(result("welcome"), undefined, { facts: { isInView: false } }), { isLate: true }, [{ type: "note", kind: "late" }]],
    ["while another is checked there is no repeat", standing(answer("cancelled"), { task: { kind: "manual" } }), settled(result("welcome")), { isLate: true, task: "manual" }, [{ type: "note", kind: "late" }]],
    ["once the screen is another's nothing happens", standing(null), settled(result("welcome")), { answer: null }, []],
    ["an exit is not repeated", standing({ ...answer("not_in"), entry: entry("not_in", { action: "exit" }) }), settled(result("welcome"), entry("not_in", { action: "exit" })), { verdict: "not_in", task: null }, []],
    ["an admission while the person stands there is shown", standing(OPEN), settled(letIn, entry("unknown", { asked: true }), { at: at(4000) }), { verdict: "welcome", isOpen: false }, ["show"]],
    ["one after 75 seconds is taken back, and never green", standing(OPEN), settled(letIn, entry("unknown", { asked: true }), { at: at(75_000) }), { isLate: true, isOpen: true }, ["take_back", { type: "note", kind: "late" }]],
    ["one that is on no screen is taken back in silence", standing(null), settled(letIn, entry("unknown", { asked: true })), { answer: null }, ["take_back"]],
    ["of several answers each is heard", standing(answer("welcome")), { type: "settled", entries: [{ entry: entry("unknown", { scan_id: "z", asked: true }), result: letIn }, { entry: entry("welcome"), result: result("already_in") }] }, { verdict: "already_in" }, ["take_back", "show"]],
    ["what was taken back has the figures counted", START, { type: "taken_back" }, {}, ["done"]],
  ],
  "Somebody taps": [
    ["again asks with the same scan as long as it waits", standing(OPEN), { type: "again" }, { task: "reopen" }, ["reopen"]],
    ["it waits: it is asked for", standing(OPEN, { task: { kind: "reopen", text: CODE, shown: OPEN } }), { type: "reopened", isWaiting: true }, { task: "ask", verdict: null }, ["checking", "ask"]],
    ["it was sent: the code is scanned anew", standing(OPEN, { task: { kind: "reopen", text: CODE, shown: OPEN } }), { type: "reopened", isWaiting: false }, { task: "scan" }, [{ type: "scan", text: CODE, ask: true }]],
    ["after a late answer what was taken back is sent first", standing({ ...OPEN, isLate: true }), { type: "again" }, { task: "settle_first", verdict: null }, ["checking", "flush"]],
    ["then the code is scanned anew", standing(OPEN, { task: { kind: "settle_first", text: CODE, shown: OPEN } }), { type: "flushed" }, { task: "scan" }, [{ type: "scan", ask: true }]],
    ["again means nothing for a verdict that holds", standing(answer("welcome")), { type: "again" }, { task: null }, []],
    ["next closes", standing(answer("welcome")), { type: "next" }, { answer: null }, ["close"]],
    ["nobody dismisses a verdict that is not there yet", asking(), { type: "next" }, { task: "ask" }, []],
    ["another screen closes it, and nothing waits on", { ...asking(), waiting: [OTHER] }, { type: "closed" }, { answer: null, waiting: [], task: "ask" }, ["close"]],
    ["new hours are told where the answer speaks of them", standing(answer("not_open")), { type: "dated" }, {}, ["refresh"]],
    ["and nowhere else", standing(answer("cancelled")), { type: "dated" }, {}, []],
  ],
  "By hand": [
    ["undo takes the admission that it was opened for", standing(answer("welcome")), { type: "undo", admission: { scan_id: "x" }, reason: "r" }, { task: "manual" }, [{ type: "undo", admission: { scan_id: "x" } }]],
    ["letting in concerns whoever stands on the screen", standing(answer("cancelled", { result: result("cancelled", { ticket: { name: "Ada", reference: "R" } }) })), { type: "override", reason: "r" }, { task: "manual" }, [{ type: "override", ticket: { name: "Ada" } }]],
    ["nobody on the screen, nobody let in", START, { type: "override", reason: "r" }, { task: null }, []],
    ["in practice nothing is stored", START, { type: "undo", admission: {}, reason: "r", facts: { practice: true } }, { task: null }, [{ type: "note", kind: "practice" }]],
    ["one thing at a time", busy(), { type: "admit", refs: ["R"] }, { task: "scan" }, []],
    ["what was done is shown", standing(null, { task: { kind: "manual" } }), { type: "done_by_hand", done: answer("undone") }, { verdict: "undone", task: null }, ["show", "done"]],
    ["online the server decides on a walk-in", START, { type: "walk_in", wish: WISH, share: 1 }, { task: "manual" }, [{ type: "walk_in", verdict: null }]],
    ["offline the share does", START, { type: "walk_in", wish: WISH, share: 1, facts: { canAsk: false } }, {}, [{ type: "walk_in", verdict: "welcome" }]],
    ["without a share there is no place", START, { type: "walk_in", wish: WISH, share: 0, facts: { canAsk: false } }, {}, [{ type: "walk_in", verdict: "sold_out" }]],
    ["a walk-in without an answer takes a place of the share", asking(undefined, { wish: WISH }), { type: "unanswered", scan_id: "a", share: 1 }, {}, [{ type: "turn_away", change: { verdict: "welcome", counts: 1 } }]],
    ["unless nobody would see it", { ...asking(undefined, { wish: WISH }), answer: null }, { type: "unanswered", scan_id: "a", share: 1 }, {}, [{ type: "turn_away", change: { verdict: "sold_out", counts: 0 } }]],
    ["the share's welcome is shown", givingUp({ wish: WISH }), { type: "turned_away", scan_id: "a", result: result("welcome") }, { verdict: "welcome" }, ["show", "done"]],
    ["a booking that came in whole has its sound", busy({ kind: "manual" }), { type: "admitted", group }, { task: null }, [{ type: "sound", tone: "welcome" }, "done"]],
    ["of one that did not, who may not is named", busy({ kind: "manual" }), { type: "admitted", group: [group[0], answer("cancelled")] }, { task: null }, ["show_group", "done"]],
    ["a single refusal is a verdict like any other", busy({ kind: "manual" }), { type: "admitted", group: [answer("cancelled")] }, { verdict: "cancelled" }, ["show", "done"]],
    ["the server's word on one of a booking names them", standing({ group }), settled(result("already_in"), entry("welcome")), {}, ["show_group"]],
    ["one of a booking whom the phone refused stays out", standing({ group: [answer("cancelled"), group[1]] }), settled(result("welcome")), {}, []],
  ],
  "Another screen comes while something is under way": [
    ["it is noted", busy(), { type: "closed" }, { answer: null, task: "scan", isCovered: true }, ["close"]],
    ["where nothing is, there is nothing to note", standing(answer("welcome")), { type: "closed" }, { task: null }, ["close"]],
    ["whoever the phone let in was not told, and is taken back without a sound", covered(busy()), { type: "decided", done: answer("welcome") }, { answer: null, task: null }, [{ type: "take_back", admission: { scan_id: "a" } }, "done"]],
    ["a refusal is not shown either", covered(busy()), { type: "decided", done: answer("cancelled") }, { answer: null, task: null }, ["done"]],
    ["the server is not asked any more: nobody would see it", covered(busy()), { type: "decided", done: { entry: entry(), result: null } }, { answer: null, task: "give_up" }, [{ type: "turn_away", change: { verdict: "unknown" } }]],
    ["then it is over", covered({ ...givingUp(), answer: null }), { type: "turned_away", scan_id: "a" }, { answer: null, task: null }, ["done"]],
    ["a failure is not told either", covered({ ...asking(undefined, { kind: "fail" }), answer: null }), { type: "turned_away", scan_id: "a" }, { answer: null, task: null }, ["done"]],
    ["nor what breaks", covered(busy()), { type: "failed", error: "x", isUnpaired: false }, { answer: null, task: null }, ["done"]],
    ["a tap for another try ends there", covered(standing(null, { task: { kind: "reopen", text: CODE, shown: OPEN } })), { type: "reopened", isWaiting: true }, { answer: null, task: "give_up" }, [{ type: "turn_away", change: { verdict: "unknown" } }]],
    ["nothing is scanned anew", covered(standing(null, { task: { kind: "settle_first", text: CODE, shown: OPEN } })), { type: "flushed" }, { answer: null, task: null }, ["done"]],
    ["what the helper did by hand stands", covered(standing(null, { task: { kind: "manual" } })), { type: "done_by_hand", done: answer("override") }, { answer: null, task: null }, ["done"]],
    ["a walk-in of the share is taken back", covered(standing(null, { task: { kind: "manual" } })), { type: "done_by_hand", done: answer("welcome"), wish: WISH }, { answer: null, task: null }, ["take_back", "done"]],
    ["one that the server had to decide on gets no place", covered(standing(null, { task: { kind: "manual" } })), { type: "done_by_hand", done: { entry: entry(), result: null }, wish: WISH }, { task: "give_up" }, [{ type: "turn_away", change: { verdict: "sold_out" } }]],
    ["of a booking everybody who came in is taken back", covered(busy({ kind: "manual" })), { type: "admitted", group }, { answer: null, task: null }, [{ type: "take_back", admission: { scan_id: "a" } }, { type: "take_back", admission: { scan_id: "b" } }, "done"]],
  ],
  "Something breaks": [
    ["the helper is told, and nothing is under way", busy(), { type: "failed", error: "x", isUnpaired: false }, { task: null, answer: null }, [{ type: "note", kind: "failed" }, "done"]],
    ["what breaks behind a verdict does not cover it", standing(answer("welcome")), { type: "failed", error: "x", isUnpaired: false }, { verdict: "welcome" }, []],
    ["a verdict that cannot be shown is told", standing(answer("welcome")), { type: "failed", error: "x", isUnpaired: false, isSeen: true }, { answer: null }, [{ type: "note", kind: "failed" }]],
    ["a pairing that ended, too", busy(), { type: "failed", error: "x", isUnpaired: true }, { task: null }, ["unpaired"]],
  ],
};

/** What a row may name of a state. */
const PARTS = {
  task: ({ task }) => task?.kind ?? null,
  isCovered: ({ task }) => Boolean(task?.isCovered),
  heard: ({ task }) => task?.heard?.verdict,
  repeat: ({ task }) => ({ isRepeat: task.about.isRepeat, readAt: task.about.readAt }),
  verdict: ({ answer: shown }) => shown?.result?.verdict ?? null,
  isOpen: ({ answer: shown }) => Boolean(shown?.isOpen),
  isLate: ({ answer: shown }) => Boolean(shown?.isLate),
  answer: ({ answer: shown }) => shown,
  waiting: ({ waiting }) => waiting,
  shownAt: ({ shownAt }) => shownAt,
};

function assertEffect(effect, expected) {
  const { type, ...parts } = typeof expected === "string" ? { type: expected } : expected;
  assert.equal(effect.type, type);
  for (const [name, value] of Object.entries(parts)) {
    const got = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.keys(value).map((key) => [key, effect[name][key]])) : effect[name];
    assert.deepEqual(got, value, name);
  }
}

for (const [part, rows] of Object.entries(TABLE)) {
  for (const [about, before, { facts = {}, ...event }, after, effects] of rows) {
    test(`${part}: ${about}`, () => {
      const given = structuredClone(before);
      const next = reduce(before, { at: at(100), ...event, facts: { ...FACTS, ...facts } });
      assert.deepEqual(before, given, "the state before it is left alone");
      assert.deepEqual(next.effects.map(({ type }) => type), effects.map((each) => each.type ?? each));
      effects.forEach((expected, place) => assertEffect(next.effects[place], expected));
      for (const [name, value] of Object.entries(after)) assert.deepEqual(PARTS[name](next.state), value, name);
    });
  }
}

test("undo concerns the person on the screen, and nobody where nobody stands", () => {
  assert.equal(undoableOf(START), null);
  assert.equal(undoableOf(standing({ group })), null);
  const shown = answer("welcome", { result: result("welcome", { ticket: { name: "Ada", reference: "OD-222222-1" } }) });
  assert.deepEqual(undoableOf(standing(shown)), { scan_id: "a", day: "2027-10-01", checkpoint: undefined, ref: "OD-222222-1", counts: 1, name: "Ada" });
});
