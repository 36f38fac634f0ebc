import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { liveSearch } from "../../../../static/src/js/organiser/live_search.js";
import { eventOf, Piece, standIn } from "../elements.mjs";

const settled = () => new Promise(setImmediate);
const real = { fetch: globalThis.fetch, FormData: globalThis.FormData };
let asked, answer, page, went;

function begin() {
  mock.timers.enable({ apis: ["setTimeout"] });
  [asked, went] = [[], { assigned: [], replaced: [] }];
  const [results, count] = [new Piece(), new Piece({ textContent: "7 Buchungen" })];
  results.replaced = [];
  results.replaceWith = (fresh) => results.replaced.push(fresh);
  page = new Piece({ found: { "[data-live-results]": results, "[data-live-count]": count }, count, results, adoptNode: (node) => node });
  page.fresh = new Piece();
  answer = () => good();
  standIn({
    document: page,
    location: { href: "https://example.org/orga/x", assign: (address) => went.assigned.push(String(address)) },
    history: { replaceState: (_, __, address) => went.replaced.push(String(address)) },
    FormData: class { constructor(form) { this[Symbol.iterator] = () => form.entered.values(); } },
    // What the server sent is the fresh page itself.
    DOMParser: class { parseFromString = (sent) => sent; },
    fetch: (address, { signal }) => {
      asked.push([String(address), signal]);
      return answer(signal);
    },
  });
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

const good = async () => ({ ok: true, text: async () => new Piece({ found: { "[data-live-results]": page.fresh, "[data-live-count]": new Piece({ textContent: "2 Buchungen" }) } }) });

function form() {
  const made = new Piece({ action: "https://example.org/orga/buchungen?alt=1", entered: [["q", "müller"], ["art", ""]] });
  liveSearch(made);
  made.type = (is = []) => made.dispatchEvent(eventOf("input", { target: new Piece({ is }) }));
  made.submit = () => {
    const event = eventOf("submit");
    made.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return made;
}

check("a pause in typing searches once, by what is filled in", async () => {
  const { type } = form();
  type();
  mock.timers.tick(150);
  type();
  mock.timers.tick(199);
  assert.equal(asked.length, 0);
  mock.timers.tick(1);
  assert.deepEqual(asked.map(([address]) => address), ["https://example.org/orga/buchungen?q=m%C3%BCller"]);
});

check("what is chosen from a list is searched for at once", () => {
  form().type(["select"]);
  mock.timers.tick(0);
  assert.equal(asked.length, 1);
});

check("results, their number and the address follow", async () => {
  assert.ok(form().submit());
  assert.equal(page.results.getAttribute("aria-busy"), "true");
  await settled();
  assert.deepEqual(page.results.replaced, [page.fresh]);
  assert.equal(page.count.textContent, "2 Buchungen");
  assert.deepEqual(went, { assigned: [], replaced: ["https://example.org/orga/buchungen?q=m%C3%BCller"] });
});

check("Enter does not search a second time when the pause is over", async () => {
  const { submit, type } = form();
  type();
  submit();
  mock.timers.tick(1000);
  await settled();
  assert.equal(asked.length, 1);
});

check("an answer that is overtaken is given up, and never shown", async () => {
  const { submit } = form();
  answer = (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  submit();
  answer = good;
  submit();
  await settled();
  assert.deepEqual(asked.map(([, signal]) => signal.aborted), [true, false]);
  assert.deepEqual(page.results.replaced, [page.fresh]);
  // Still busy: the newer search says when it is over, by another element in its place.
  assert.equal(page.results.getAttribute("aria-busy"), "true");
});

check("without a network the list stays, and is no longer called busy", async () => {
  answer = () => Promise.reject(new TypeError("offline"));
  form().submit();
  await settled();
  assert.deepEqual([page.results.getAttribute("aria-busy"), page.results.replaced, went.replaced], [null, [], []]);
});

for (const [what, sent] of [
  ["a log-in", async () => ({ ...(await good()), redirected: true })],
  ["an error", async () => ({ ...(await good()), ok: false })],
  ["a page without results", async () => ({ ok: true, text: async () => new Piece() })],
]) {
  check(`${what} is gone to as a page of its own`, async () => {
    answer = sent;
    form().submit();
    await settled();
    assert.deepEqual([went.assigned, page.results.replaced], [["https://example.org/orga/buchungen?q=m%C3%BCller"], []]);
  });
}
