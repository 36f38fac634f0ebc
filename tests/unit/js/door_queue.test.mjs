import assert from "node:assert/strict";
import { test } from "node:test";

import { createQueue, newScanId } from "../../../static/src/js/door/queue.js";
import { withRetries } from "../../../static/src/js/door/retry.js";
import { Refused, Unreachable } from "../../../static/src/js/door/server.js";

const at = new Date("2027-10-01T07:12:00Z");
const retry = (attempt, worthwhile) => withRetries(attempt, worthwhile, [1, 1, 1], async () => {});

/** A queue whose server fails with these errors before it answers. */
function queueWith(...failures) {
  const sent = [];
  const send = async (entries) => {
    sent.push(...entries);
    const failure = failures.shift();
    if (failure) throw failure;
    return entries.map(({ scan_id }) => ({ scan_id, verdict: "welcome" }));
  };
  let number = 0;
  return { sent, queue: createQueue({ send, retry, now: () => at, newId: () => `id-${++number}` }) };
}

test("a reading carries an id, the code and when it was read", () => {
  const { queue } = queueWith();
  assert.deepEqual(queue.take("A"), { scan_id: "id-1", code: "A", scanned_at: "2027-10-01T07:12:00.000Z", verdict: null });
});

test("every repeat is sent with the same id", async () => {
  const { queue, sent } = queueWith(new Unreachable(), new Unreachable());
  assert.equal((await queue.settle(queue.take("A"))).verdict, "welcome");
  assert.deepEqual(sent.map((entry) => entry.scan_id), ["id-1", "id-1", "id-1"]);
});

test("after three repeats it gives up, and takes the same reading up again later", async () => {
  const { queue, sent } = queueWith(...Array.from({ length: 4 }, () => new Unreachable()));
  await assert.rejects(queue.settle(queue.take("A")), Unreachable);
  assert.equal(sent.length, 4);
  await queue.settle(queue.take("A"));
  assert.equal(sent.at(-1).scan_id, "id-1");
});

test("what was answered is done: the next reading of it is another", async () => {
  const { queue } = queueWith();
  await queue.settle(queue.take("A"));
  assert.equal(queue.take("A").scan_id, "id-2");
});

test("a refusal is not repeated", async () => {
  const { queue, sent } = queueWith(new Refused("no"));
  await assert.rejects(queue.settle(queue.take("A")), Refused);
  assert.equal(sent.length, 1);
});

test("ids are UUIDs, with and without the browser's own", () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(newScanId(), uuid);
  assert.match(newScanId({ getRandomValues: (bytes) => bytes.fill(255) }), uuid);
});
