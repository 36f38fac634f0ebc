/** The last scans, and taking back of whoever stands on the screen. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { createRecentScans, mayUndo } from "../../../../../static/src/js/door/domain/recent_scans.js";
import { recentView } from "../../../../../static/src/js/door/ui/dialogs/recent_dialog.js";
import { setUpController } from "../app/controller_setup.mjs";
import { answer, CODE, DAY, row, setUpPhone } from "../setup.mjs";

const AT = "2027-10-01T08:00:00Z";
const STRANGE = "Z".repeat(26);

test("the last twenty are kept, the newest first, whatever came of them", async () => {
  const { store, actions } = await setUpPhone(Array.from({ length: 25 }, (_, place) => row(place + 1, { name: `Gast ${place + 1}`, cancelled: place === 24 })));
  for (let number = 1; number <= 25; number++) await actions.scan(`OD-7K3M9P-${number}`);
  const scans = await createRecentScans(store).list(DAY);
  assert.deepEqual([scans.length, scans[0].name, scans[0].verdict, scans.at(-1).name], [20, "Gast 25", "cancelled", "Gast 6"]);
  assert.deepEqual([mayUndo(scans[0]), mayUndo(scans[1])], [false, true]);
});

test("any of them is taken back, and says so", async () => {
  const { store, actions, queue } = await setUpPhone([row(1), row(2)]);
  await actions.scan("OD-7K3M9P-1");
  await actions.scan("OD-7K3M9P-2");
  const [, first] = await createRecentScans(store).list(DAY);
  await actions.undo(first, "Falsche Person");
  assert.deepEqual((await createRecentScans(store).list(DAY)).map(({ ref, isUndone }) => [ref, isUndone]), [["OD-7K3M9P-2", false], ["OD-7K3M9P-1", true]]);
  const undo = (await queue.all()).at(-1);
  assert.deepEqual([undo.undoes, undo.ref], [first.scan_id, "OD-7K3M9P-1"]);
});

test("the server's word holds: whom another phone had let in cannot be taken back here", async () => {
  const { store, actions } = await setUpPhone([row(1)]);
  const { entry } = await actions.scan("OD-7K3M9P-1");
  const recent = createRecentScans(store);
  await recent.settle([{ entry, result: answer(entry, "already_in", { first_in_at: AT }) }]);
  const [scan] = await recent.list(DAY);
  assert.deepEqual([scan.verdict, mayUndo(scan)], ["already_in", false]);
});

test("whom the server let in gets a name; who stayed out stays out", async () => {
  const { store, actions } = await setUpPhone([]);
  const recent = createRecentScans(store);
  const { entry } = await actions.scan(STRANGE);
  await recent.settle([{ entry, result: answer(entry, "welcome", { first_in_at: AT, ticket: { name: "Ada", type: "", reference: "OD-222222-1" } }) }]);
  const { entry: offline } = await actions.scan(STRANGE, { unlisted: "unknown" });
  await recent.settle([{ entry: offline, result: answer(offline, "welcome") }]);
  const [second, first] = await recent.list(DAY);
  assert.deepEqual([first.name, first.ref, mayUndo(first)], ["Ada", "OD-222222-1", true]);
  assert.deepEqual([second.verdict, mayUndo(second)], ["unknown", false]);
});

test("no more of a code is kept than tells it from others", async () => {
  const { store, actions } = await setUpPhone([]);
  await actions.scan(CODE, { unlisted: "unknown" });
  assert.equal((await createRecentScans(store).list(DAY))[0].code, CODE.slice(0, 6));
});

test("taken back is who stands on the screen, not who was let in last", async () => {
  const { controller, queue, settled } = await setUpController({ rows: [row(1), row(2)] });
  controller.take("OD-7K3M9P-1");
  await settled();
  const shown = controller.undoable();
  // Others of the booking come in meanwhile, without a screen of their own.
  await controller.admit(["OD-7K3M9P-2"]);
  await controller.undo(shown, "Falsche Person");
  await settled();
  const undo = (await queue.all()).at(-1);
  assert.deepEqual([undo.action, undo.ref], ["undo", "OD-7K3M9P-1"]);
});

test("somebody whom the server let in is taken back by what the answer said", async () => {
  const { controller, asked, settled } = await setUpController();
  controller.take(STRANGE);
  await settled();
  asked[0].resolve(answer(asked[0].entry, "welcome", { first_in_at: AT, ticket: { name: "Ada", type: "", reference: "OD-222222-1" } }));
  await settled();
  assert.deepEqual(controller.undoable(), { scan_id: asked[0].entry.scan_id, day: DAY, checkpoint: undefined, ref: "OD-222222-1", counts: 1, name: "Ada" });
});

test("of a booking that came in together, whoever was in already is named", async () => {
  const { controller, views, shown, settled } = await setUpController({ rows: [row(1), row(2), row(3)] });
  controller.take("OD-7K3M9P-2");
  await settled();
  assert.equal(await controller.admit(["OD-7K3M9P-1", "OD-7K3M9P-2", "OD-7K3M9P-3"]), false);
  assert.equal(shown.at(-1), "welcome + already_in + welcome");
  assert.ok(views.length);
});

test("what the server says later of one of them is shown as well", async () => {
  const { controller, shown, queue, settled } = await setUpController({ rows: [row(1), row(2)] });
  await controller.admit(["OD-7K3M9P-1", "OD-7K3M9P-2"]);
  await settled();
  assert.deepEqual(shown, []);
  const [first, second] = await queue.all();
  controller.answered(await queue.settle([answer(first, "welcome", { first_in_at: AT }), answer(second, "already_in", { first_in_at: AT, device: "Hof" })]));
  assert.deepEqual(shown, ["welcome + already_in"]);
});

test("a scan is listed with its name, time and word", () => {
  const words = { say: (key) => key, language: "de", zone: "Europe/Berlin" };
  const scan = { scan_id: "1", action: "scan", ref: "OD-7K3M9P-1", name: "Erika", verdict: "welcome", at: AT, isUndone: false };
  assert.deepEqual(recentView(scan, words), { state: "in", name: "Erika", about: "OD-7K3M9P-1 · 10:00", words: "welcome_word", canUndo: true });
  assert.deepEqual(recentView({ ...scan, isUndone: true }, words).words, "undone_word");
});

test("whom the phone refused stays refused, also in a booking, when the server would have let them in", async () => {
  const { controller, shown, queue, settled } = await setUpController({ rows: [row(1), row(2, { cancelled: true })] });
  await controller.admit(["OD-7K3M9P-1", "OD-7K3M9P-2"]);
  await settled();
  const [, second] = await queue.all();
  controller.answered(await queue.settle([answer(second, "welcome")]));
  assert.deepEqual(shown, ["welcome + cancelled"]);
});

test("one of a booking who is not on the list any more is not let in unseen", async () => {
  const { controller, queue } = await setUpController({ rows: [row(1)] });
  assert.equal(await controller.admit(["OD-7K3M9P-1", "OD-7K3M9P-9"]), false);
  assert.deepEqual((await queue.all()).map(({ verdict }) => verdict), ["welcome", "unknown"]);
});
