import assert from "node:assert/strict";
import { test } from "node:test";

import { createServer, Refused, Unpaired, Unreachable } from "../../../static/src/js/door/server.js";

const json = (content, status = 200) => new Response(JSON.stringify(content), { status, headers: { "Content-Type": "application/json" } });

function serverThat(answer, token = "secret") {
  const calls = [];
  const request = async (url, options) => {
    calls.push({ url, ...options });
    return answer();
  };
  return { calls, server: createServer({ token: () => token, request }) };
}

test("readings are posted as JSON with the token of the device", async () => {
  const { server, calls } = serverThat(() => json({ results: [{ verdict: "welcome" }] }));
  assert.deepEqual(await server.scans([{ scan_id: "1" }]), [{ verdict: "welcome" }]);
  const [{ url, method, headers, body }] = calls;
  assert.deepEqual([url, method, headers.Authorization], ["/einlass/api/scans", "POST", "Bearer secret"]);
  assert.deepEqual(JSON.parse(body), { scans: [{ scan_id: "1" }] });
});

test("without a token none is sent", async () => {
  const { server, calls } = serverThat(() => json({ token: "new" }), null);
  await server.pair("s");
  assert.equal(calls[0].headers.Authorization, undefined);
});

const failures = {
  "no connection": [() => Promise.reject(new TypeError("Failed to fetch")), Unreachable],
  "a broken server": [() => json({ error: { message: "oh" } }, 500), Unreachable],
  "a busy server": [() => json({ error: { message: "slower" } }, 429), Unreachable],
  "the login page of a hotspot": [() => new Response("<html>", { headers: { "Content-Type": "text/html" } }), Unreachable],
  "JSON that breaks off": [() => new Response("{", { headers: { "Content-Type": "application/json" } }), Unreachable],
  "a revoked device": [() => json({ error: { message: "gone" } }, 401), Unpaired],
  "a used link": [() => json({ error: { message: "used" } }, 409), Refused],
};
for (const [name, [answer, kind]] of Object.entries(failures)) {
  test(`${name} is ${kind.name}`, () => assert.rejects(serverThat(answer).server.device(), kind));
}

test("a refusal says it in the words of the server", async () => {
  await assert.rejects(serverThat(() => json({ error: { message: "Verbraucht." } }, 409)).server.pair("s"), { message: "Verbraucht." });
});
