/** The app as a phone keeps it: only what is ours, all of it, or nothing. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

const FILES = { "/static/a.js": "run()", "/static/b.css": "body{}", "/einlass/manifest.webmanifest": "{}" };
const PAGE = '<div data-version="v1">';
const PORTAL = "<form>Bitte melden Sie sich an.</form>";
const hashOf = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
const integrity = Object.fromEntries(Object.entries(FILES).filter(([name]) => name.startsWith("/static/")).map(([name, text]) => [name, hashOf(text)]));

const kept = new Map();
const cache = { put: async (address, response) => kept.set(address, await response.text()), match: async () => undefined };
const listeners = {};
let lie = null;

/** As browsers do it: what is not as it has to be is no answer at all. */
async function fetchOurs(address, { integrity: expected } = {}) {
  const told = address === lie ? PORTAL : (FILES[address] ?? PAGE);
  if (expected && expected !== hashOf(told)) throw new TypeError("integrity");
  const kind = told === PORTAL || address === "/einlass/" ? "text/html" : address.endsWith("manifest") ? "application/manifest+json" : "text/plain";
  return new Response(told, { headers: { "Content-Type": kind } });
}

Object.assign(globalThis, {
  self: globalThis,
  __SHELL__: { version: "v1", page: "/einlass/", files: Object.keys(FILES), integrity },
  caches: { open: async () => cache, delete: async () => kept.clear(), keys: async () => [] },
  addEventListener: (kind, listener) => (listeners[kind] = listener),
  fetch: fetchOurs,
});
await import("../../../../static/src/js/door-service-worker.js");

function install() {
  let done;
  listeners.install({ waitUntil: (promise) => (done = promise) });
  return done;
}

test("the app is kept whole, also where AbortSignal.timeout is missing", async () => {
  delete AbortSignal.timeout;
  await install();
  assert.deepEqual([...kept.keys()].sort(), ["/einlass/", ...Object.keys(FILES)].sort());
});

for (const address of [...Object.keys(FILES), "/einlass/"]) {
  test(`nothing is kept when a hotspot answers for ${address}`, async () => {
    lie = address;
    await assert.rejects(install());
    assert.equal([...kept.values()].includes(PORTAL), false);
    assert.equal(kept.size, 0);
    lie = null;
  });
}
