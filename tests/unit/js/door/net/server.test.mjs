import assert from "node:assert/strict";
import { test } from "node:test";

import { createServer, Failed, Refused, Unpaired, Unreachable } from "../../../../../static/src/js/door/net/server.js";
import { STATE } from "../setup.mjs";

const json = (content, status = 200) => new Response(JSON.stringify(content), { status, headers: { "Content-Type": "application/json" } });
const ours = (content, status) => json({ service: "ortenaudigital", ...content }, status);
const html = (status, words = "<html>") => new Response(words, { status, headers: { "Content-Type": "text/html" } });
const state = { ...STATE, now: "2027-10-01T08:00:00Z", over: false, newest: "3.7" };
const welcome = { scan_id: "1", verdict: "welcome", ticket: { name: "Erika", type: "", reference: "OD-7K3M9P-1" }, first_in_at: null, device: null };

function serverThat(answer, token = "secret") {
  const calls = [];
  const request = async (url, options) => {
    calls.push({ url, ...options });
    return answer(options);
  };
  return { calls, server: createServer({ token: () => token, request }) };
}

test("scans are posted as JSON with the token of the device", async () => {
  const { server, calls } = serverThat(() => ours({ results: [welcome] }));
  assert.deepEqual(await server.scans([{ scan_id: "1" }]), [welcome]);
  const [{ url, method, headers, body }] = calls;
  assert.deepEqual([url, method, headers.Authorization], ["/einlass/api/scans", "POST", "Bearer secret"]);
  assert.deepEqual(JSON.parse(body), { scans: [{ scan_id: "1" }] });
});

test("what waits of an earlier pairing goes with its own token", async () => {
  const { server, calls } = serverThat(() => ours({ results: [welcome] }));
  await server.scans([{ scan_id: "1" }], "of before");
  assert.equal(calls[0].headers.Authorization, "Bearer of before");
});

test("without a token none is sent", async () => {
  const { server, calls } = serverThat(() => ours({ ...state, token: "new", pin: "4711" }), null);
  await server.pair("s");
  assert.equal(calls[0].headers.Authorization, undefined);
});

const REDIRECT = { type: "opaqueredirect", status: 0, ok: false, headers: new Headers() };
// What each is, and whether somebody has to log in to the network.
const answers = {
  "no connection": [() => Promise.reject(new TypeError("Failed to fetch")), Unreachable, false],
  "a redirect": [() => REDIRECT, Unreachable, true],
  "a redirect that was followed": [() => ({ ...REDIRECT, type: "basic", redirected: true }), Unreachable, true],
  "a hotspot's page": [() => html(200), Unreachable, true],
  "a hotspot's page by its status": [() => html(511), Unreachable, true],
  "an empty object": [() => json({}), Unreachable, true],
  "null": [() => json(null), Unreachable, false],
  "a list": [() => json([]), Unreachable, true],
  "JSON that breaks off": [() => new Response("{", { headers: { "Content-Type": "application/json" } }), Unreachable, false],
  "somebody's 401": [() => json({ error: { message: "no", code: "device_refused" } }, 401), Unreachable, false],
  "somebody's 403": [() => json({ error: "forbidden" }, 403), Unreachable, false],
  "somebody's 404": [() => json({ message: "no such route" }, 404), Unreachable, false],
  "somebody's 400": [() => json({}, 400), Unreachable, false],
  "somebody's 409": [() => json({ error: { message: "used" } }, 409), Unreachable, false],
  "a gateway without a server": [() => html(502), Failed, false],
  "a gateway's 500": [() => json({}, 500), Failed, false],
  "our server, broken": [() => ours({ error: { message: "oh" } }, 500), Failed, false],
  "our server, busy": [() => ours({ error: { message: "slower" } }, 429), Unreachable, false],
  "half a state": [() => ours({ device: STATE.device }), Unreachable, false],
  "a state without days": [() => ours({ ...state, event: { ...STATE.event, days: null } }), Unreachable, false],
  "a state of no time": [() => ours({ ...state, now: "soon" }), Unreachable, false],
  "a revoked device": [() => ours({ error: { message: "gone", code: "device_refused" } }, 401), Unpaired],
  "another 401": [() => ours({ error: { message: "who", code: "unauthorized" } }, 401), Refused],
  "a used link": [() => ours({ error: { message: "used" } }, 409), Refused],
};
for (const [name, [answer, kind, isPortal]] of Object.entries(answers)) {
  test(`${name} is ${kind.name}`, async () => {
    await assert.rejects(serverThat(answer).server.device(), (error) => {
      assert.equal(error.constructor, kind);
      assert.equal(error.isPortal, isPortal);
      return true;
    });
  });
}

const row = { ref: "OD-7K3M9P-1", code: "x", name: "Erika", type: 3 };
for (const [name, page] of Object.entries({
  "no rows": { cursor: "b", left: 0 },
  "a row without a code": { tickets: [{ ...row, code: undefined }], cursor: "b", left: 0 },
  "half a row": { tickets: [{ ref: row.ref }], cursor: "b", left: 0 },
  "no cursor": { tickets: [row], left: 0 },
  "a cursor that leads nowhere": { tickets: [row], cursor: "a", left: 5 },
})) {
  test(`a page with ${name} is not taken`, () => assert.rejects(serverThat(() => ours(page)).server.list("a"), Unreachable));
}

test("a page of ours is taken, and the last one may repeat its cursor", async () => {
  const page = { tickets: [row], cursor: "a", left: 0 };
  assert.deepEqual((await serverThat(() => ours(page)).server.list("a")).tickets, [row]);
});

for (const [name, results] of Object.entries({
  "no results": undefined,
  "too few results": [],
  "another scan's result": [{ ...welcome, scan_id: "2" }],
  "no verdict": [{ ...welcome, verdict: undefined }],
  "a moment that is none": [{ ...welcome, first_in_at: "{}" }],
})) {
  test(`an answer to a scan with ${name} is not taken`, () => assert.rejects(serverThat(() => ours({ results })).server.scans([{ scan_id: "1" }]), Unreachable));
}

test("a refusal says it in the words of the server, and which entries it is about", async () => {
  const error = { message: "So nicht.", code: "unreadable", entries: [{ index: 0, scan_id: "1", message: "die Uhrzeit" }] };
  await assert.rejects(serverThat(() => ours({ error }, 422)).server.scans([{ scan_id: "1" }]), (refused) => {
    assert.deepEqual([refused.message, refused.code, refused.entries.get("1")], ["So nicht.", "unreadable", "die Uhrzeit"]);
    return true;
  });
});

test("a browser that has no AbortSignal.timeout still gives up in time", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { timeout } = AbortSignal;
  delete AbortSignal.timeout;
  try {
    const waiting = serverThat(({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))).server.device();
    context.mock.timers.tick(6000);
    await assert.rejects(waiting, Unreachable);
  } finally {
    AbortSignal.timeout = timeout;
  }
});
