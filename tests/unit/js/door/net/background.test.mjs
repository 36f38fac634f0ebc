/** What waits is sent when no page is open, as soon as the browser says that there is a network. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { sendInBackground } from "../../../../../static/src/js/door/net/background.js";
import { Unpaired, Unreachable } from "../../../../../static/src/js/door/net/server.js";
import { answer, CODE, hashOf, row, setUpPhone } from "../setup.mjs";

/** A phone that was closed with two scans unsent: one let in by the list, one left to the server. */
async function closedPhone() {
  const phone = await setUpPhone([row(1, { code: hashOf(CODE) })]);
  await phone.store.set("pairing", { token: "the token", pin: null });
  await phone.actions.scan(CODE);
  await phone.actions.scan("not on the list");
  const sent = [];
  const send = async (entries, token) => {
    sent.push({ token, verdicts: entries.map(({ verdict }) => verdict) });
    return entries.map((entry) => answer(entry, entry.verdict));
  };
  return { ...phone, sent, send };
}

test("with its token, and whoever waited for an answer is not let in by it", async () => {
  const phone = await closedPhone();
  await sendInBackground([], phone.store, phone.send);
  assert.deepEqual(phone.sent, [{ token: "the token", verdicts: ["welcome", "unknown"] }]);
  assert.equal(await phone.queue.count(), 0);
});

test("an open page is told to send, and does it itself", async () => {
  const phone = await closedPhone();
  const told = [];
  await sendInBackground([{ postMessage: (message) => told.push(message) }], phone.store, phone.send);
  assert.deepEqual([told, phone.sent, await phone.queue.count()], [["flush"], [], 2]);
});

for (const error of [new Unreachable("no network"), new Unpaired("revoked", "the token")]) {
  test(`nothing goes when it does not reach the server (${error.message}), and the browser tries again`, async () => {
    const phone = await closedPhone();
    const send = async () => {
      throw error;
    };
    await assert.rejects(sendInBackground([], phone.store, send));
    assert.equal(await phone.queue.count(), 2);
  });
}
