/** A scan controller whose server answers when told to, and whose clock stands still until moved. */
import { createScanController } from "../../../../../static/src/js/door/app/scan_controller.js";
import { CODE, hashOf, row, setUpPhone } from "../setup.mjs";

const simpleView = ({ result, unasked = false, isOpen = false }) => ({ tone: result.verdict, word: result.verdict + (unasked ? ", unasked" : "") + (isOpen ? ", open" : "") });
const LIST = [row(1, { code: hashOf(CODE) }), row(2, { cancelled: true })];

export async function setUpController({ rows = LIST, online = true, hasList = true, shares = 0, isInView = () => true, viewOf = simpleView } = {}) {
  const phone = await setUpPhone(rows);
  const shown = [];
  const views = [];
  const asked = [];
  const told = { unpaired: 0, done: 0, tones: [], pairing: [] };
  const time = { now: 0, at: (moment) => (phone.time.now = new Date(moment)) };
  const mode = { practice: false, direction: "in" };
  const can = { ask: online, list: hasList, shares };
  const delayed = [];
  const sender = {
    ask: (entry) => new Promise((resolve, reject) => asked.push({ entry, resolve, reject })),
    flush: async () => true,
  };
  const verdictView = {
    show: (view) => {
      shown.push(view.word);
      views.push(view);
    },
    close: () => shown.push("closed"),
  };
  const viewOfGroup = (group) => ({ tone: "stop", word: group.map(({ result }) => result.verdict).join(" + ") });
  const controller = createScanController(
    { ...phone, sender, shareOf: () => can.shares },
    { verdictView, sounds: { play: (tone) => told.tones.push(tone) }, say: (key) => key, viewOf, viewOfGroup },
    () => ({ canAsk: can.ask, hasList: can.list, isInView: isInView(), ...mode }),
    { done: () => told.done++, unpaired: () => told.unpaired++, pairingLink: (secret) => told.pairing.push(secret), group: () => {} },
    { clock: () => time.now, wall: () => time.now + (time.asleep ?? 0), later: (work, milliseconds) => delayed.push({ work, at: time.now + milliseconds }) },
  );
  // What comes after it in the phone's memory comes after what it did there, a few steps in all.
  const settled = async () => {
    for (let step = 0; step < 8; step++) {
      await new Promise((resolve) => setImmediate(resolve));
      await phone.store.write(["tickets", "queue", "meta"], (tx) => tx.objectStore("meta").get("none"));
    }
  };
  /** Lets time go by, with all that was put off. */
  const pass = async (milliseconds) => {
    time.now += milliseconds;
    for (const each of delayed.splice(0)) each.at <= time.now ? each.work() : delayed.push(each);
    await settled();
  };
  return { ...phone, controller, shown, views, asked, told, time, mode, can, settled, pass };
}
