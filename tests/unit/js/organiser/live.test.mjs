import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Idiomorph } from "idiomorph";

import { live } from "../../../../static/src/js/organiser/live.js";
import { eventOf, Piece, standIn } from "../elements.mjs";

const settled = () => new Promise(setImmediate);
let morph;

function begin() {
  mock.timers.enable({ apis: ["setInterval"] });
  morph = mock.method(Idiomorph, "morph", () => {});
  // What the server sent is the fresh region itself.
  standIn({ DOMParser: class { parseFromString = (fresh) => new Piece({ found: { "[data-live]": fresh } }); } });
}

function end() {
  mock.timers.reset();
  morph.mock.restore();
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

function region({ dataset = {} } = {}) {
  const note = new Piece({ dataset: { liveRunning: "läuft", livePaused: "angehalten", liveLost: "keine Verbindung", liveEnded: "fertig" } });
  const pause = new Piece({ hidden: true });
  const page = new Piece({ hidden: false, found: { "[data-live-note]": note, "[data-live-pause]": pause }, location: { href: "/orga/x", reloads: 0, reload: () => (page.location.reloads += 1) } });
  const asked = [];
  const all = { asked, fresh: new Piece(), note, page, pause, answer: null };
  all.answer = async () => ({ ok: true, text: async () => all.fresh });
  all.region = new Piece({ dataset: { liveSeconds: "5", ...dataset }, ownerDocument: page });
  live(all.region, {
    fetch: (address) => {
      asked.push(address);
      return all.answer();
    },
  });
  all.tick = async (seconds = 5) => {
    mock.timers.tick(seconds * 1000);
    await settled();
  };
  return all;
}

check("the page is fetched every few seconds, and its region taken over", async () => {
  const { asked, fresh, note, pause, region: old, tick } = region();
  assert.deepEqual([pause.hidden, note.textContent], [false, "läuft"]);
  await tick(4.9);
  assert.deepEqual(asked, []);
  await tick(0.1);
  assert.deepEqual([asked, morph.mock.calls[0].arguments.slice(0, 2)], [["/orga/x"], [old, fresh]]);
  await tick();
  assert.equal(asked.length, 2);
});

check("nothing is asked while it is paused; going on asks at once", async () => {
  const { asked, note, pause, tick } = region();
  pause.click();
  assert.deepEqual([pause.getAttribute("aria-pressed"), note.textContent], ["true", "angehalten"]);
  await tick(60);
  assert.equal(asked.length, 0);
  pause.click();
  await settled();
  assert.deepEqual([pause.getAttribute("aria-pressed"), note.textContent, asked.length], ["false", "läuft", 1]);
});

check("what arrives after the pause is not shown", async () => {
  const all = region();
  let arrive;
  all.answer = () => new Promise((resolve) => (arrive = resolve));
  await all.tick();
  all.pause.click();
  arrive({ ok: true, text: async () => all.fresh });
  await settled();
  assert.deepEqual([morph.mock.callCount(), all.note.textContent], [0, "angehalten"]);
});

check("nobody asks twice at a time, nor for a page out of sight; coming back asks at once", async () => {
  const all = region();
  let arrive;
  all.answer = () => new Promise((resolve) => (arrive = resolve));
  await all.tick(15);
  assert.equal(all.asked.length, 1);
  arrive({ ok: true, text: async () => all.fresh });
  await settled();
  all.page.hidden = true;
  await all.tick(15);
  assert.equal(all.asked.length, 1);
  all.page.hidden = false;
  all.page.dispatchEvent(eventOf("visibilitychange"));
  assert.equal(all.asked.length, 2);
});

for (const [why, answer] of [
  ["no network", () => Promise.reject(new TypeError())],
  ["an error of the server", async () => ({ ok: false, text: async () => new Piece() })],
  ["a page without the region", async () => ({ ok: true, text: async () => null })],
]) {
  check(`${why} is said, keeps what is shown, and is tried again`, async () => {
    const all = region();
    const good = all.answer;
    all.answer = answer;
    await all.tick();
    assert.deepEqual([all.note.textContent, morph.mock.callCount()], ["keine Verbindung", 0]);
    all.answer = good;
    await all.tick();
    assert.deepEqual([all.note.textContent, morph.mock.callCount()], ["läuft", 1]);
  });
}

check("a session that has ended leads to the log-in", async () => {
  const all = region();
  all.answer = async () => ({ ok: true, redirected: true, text: async () => all.fresh });
  await all.tick();
  assert.deepEqual([all.page.location.reloads, morph.mock.callCount()], [1, 0]);
});

check("what is done is shown, and asked for no more", async () => {
  const all = region();
  all.fresh = new Piece({ dataset: { liveDone: "" } });
  await all.tick();
  assert.deepEqual([morph.mock.callCount(), all.note.textContent, all.pause.hidden], [1, "fertig", true]);
  await all.tick(60);
  all.page.dispatchEvent(eventOf("visibilitychange"));
  assert.equal(all.asked.length, 1);
});

check("what was done from the start is never asked for", async () => {
  const { asked, pause, tick } = region({ dataset: { liveDone: "" } });
  await tick(60);
  assert.deepEqual([asked.length, pause.hidden], [0, true]);
});
