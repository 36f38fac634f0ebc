import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { prove } from "../../../../static/src/js/public/proof.js";
import { eventOf, Piece, standIn } from "../elements.mjs";

const MINUTE = 60_000;
const settled = () => new Promise(setImmediate);
let shown, workers, asked, answers;

class Worker {
  ended = 0;
  constructor(address, options) {
    Object.assign(this, { address, options });
    workers.push(this);
  }
  postMessage(challenge) {
    this.challenge = challenge;
  }
  terminate() {
    this.ended += 1;
  }
}

const real = { fetch: globalThis.fetch, Worker: globalThis.Worker };
function begin() {
  [workers, asked, answers] = [[], [], () => ({ ok: true, json: async () => ({ challenge: "c" }) })];
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const fetch = async (address, options) => {
    asked.push([address, options.cache]);
    return answers();
  };
  standIn({ addEventListener: (_, heard) => (shown = heard), fetch, Worker });
}

function end() {
  mock.timers.reset();
  Object.assign(globalThis, real);
}

/** A test with what is set for it alone: all files run in one process. */
const check = (name, body) =>
  test(name, async () => {
    begin();
    try {
      await body();
    } finally {
      end();
    }
  });

function form() {
  const field = new Piece();
  const status = new Piece({ dataset: { done: "Fertig", failed: "Geht nicht", working: "Moment" } });
  const names = { altcha: field, request_id: new Piece({ value: "a/b" }) };
  const made = new Piece({ sent: 0, dataset: { proof: "/beweis", proofWorker: "/w.js" }, found: { "[data-proof-status]": status }, elements: { namedItem: (name) => names[name] } });
  const submit = () => {
    const event = eventOf("submit");
    made.dispatchEvent(event);
    return !event.defaultPrevented;
  };
  made.requestSubmit = () => (made.sent += submit() ? 1 : 0);
  prove(made);
  return { field, made, status, submit };
}

/** The worker that was begun last has found something. */
async function find(what = "found") {
  await settled();
  workers.at(-1).onmessage({ data: what });
  await settled();
}

check("the work begins by itself, and what it finds goes along", async () => {
  const { field, status, submit } = form();
  await find();
  assert.deepEqual(asked, [["/beweis/a%2Fb", "no-store"]]);
  assert.deepEqual([workers[0].address, workers[0].challenge, workers[0].ended], ["/w.js", "c", 1]);
  assert.deepEqual([field.value, status.textContent, submit()], ["found", "Fertig", true]);
});

check("presses that come earlier wait, and the work is done once", async () => {
  const { made, status, submit } = form();
  assert.ok(!submit());
  assert.equal(status.textContent, "Moment");
  assert.ok(!submit());
  await find();
  // That the same form is not sent twice is the work of `send_once`.
  assert.deepEqual([workers.length, made.sent], [1, 2]);
});

check("a proof that is too old is made anew at the press", async () => {
  const { field, made, submit } = form();
  await find();
  mock.timers.tick(15 * MINUTE - 1);
  assert.ok(submit());
  mock.timers.tick(1);
  assert.ok(!submit());
  await find("another");
  assert.deepEqual([field.value, made.sent], ["another", 1]);
});

check("a proof that is too old does not go along when there is no other", async () => {
  const { field, made, submit } = form();
  await find();
  mock.timers.tick(15 * MINUTE);
  submit();
  await settled();
  workers.at(-1).onerror(new Error("no wasm"));
  await settled();
  assert.deepEqual([field.value, made.sent], ["", 1]);
});

for (const [why, fails] of [
  ["the server has none", () => (answers = () => ({ ok: false, status: 503, json: async () => ({ challenge: "c" }) }))],
  ["the worker breaks", async () => workers[0].onerror(new Error("no wasm"))],
  ["it takes for ever", async () => mock.timers.tick(30_000)],
]) {
  check(`without a proof the press is sent as well: ${why}`, async () => {
    if (why.startsWith("the server")) fails();
    const { field, made, status, submit } = form();
    assert.ok(!submit());
    await settled();
    if (!why.startsWith("the server")) await fails();
    await settled();
    assert.deepEqual([field.value, status.textContent, made.sent], ["", "Geht nicht", 1]);
    assert.deepEqual(workers.map((each) => each.ended), why.startsWith("the server") ? [] : [1]);
  });
}

check("who comes back with the browser's button proves anew", async () => {
  const { field, submit } = form();
  await find();
  shown({ persisted: false });
  assert.equal(field.value, "found");
  shown({ persisted: true });
  assert.deepEqual([field.value, submit()], ["", false]);
  await find();
  assert.equal(asked.length, 2);
});
