import { createBar } from "./door/bar.js";
import { createCamera } from "./door/camera.js";
import { createDesk } from "./door/desk.js";
import { createFindSheet } from "./door/find_sheet.js";
import { listenForScanner } from "./door/hand_scanner.js";
import { createLinkField } from "./door/link_field.js";
import { createMenuSheet } from "./door/menu_sheet.js";
import { createPairing, secretIn, takeSecret } from "./door/pairing.js";
import { createPanel } from "./door/panel.js";
import { createQueue } from "./door/queue.js";
import { createReading } from "./door/reading.js";
import { createScreens } from "./door/screens.js";
import { Refused, Unreachable } from "./door/server.js";
import { createSightings } from "./door/sightings.js";
import { createSounds } from "./door/sounds.js";
import { createStatus } from "./door/status.js";
import { readTexts } from "./door/texts.js";
import { createTools } from "./door/tools.js";
import { present } from "./door/look.js";
import { keepAwake } from "./door/wake_lock.js";

const root = document.querySelector("[data-door]");
const part = (name) => root.querySelector(`[data-${name}]`);
const say = readTexts(document.getElementById("texts"));
const screens = createScreens(root, say);
const pairing = createPairing();
let secret = null;

const bar = createBar(part("bar"), say);
const status = createStatus({ ask: pairing.server.device, onState: bar.show, onUnpaired: leave });
const queue = createQueue({ send: pairing.server.scans, now: status.now });

const showSoundHint = () => (part("sound-hint").hidden = !sounds.isOn() || !sounds.isLocked());
const sounds = createSounds(showSoundHint);
const panel = createPanel(part("verdict"), { say, onNext: () => desk.next(), onAgain: () => desk.again() });
const desk = createDesk({
  queue,
  sightings: createSightings(),
  panel,
  sounds,
  say,
  present: (result, entry) => {
    const { event, day } = status.about();
    return present(result, { say, language: document.documentElement.lang, zone: event.timezone, day, at: new Date(entry.scanned_at) });
  },
  onAnswered: status.refresh,
  onUnpaired: leave,
});

const camera = createCamera(part("video"), { onOpening: () => screens.problem("opening"), onOpen: cameraOpened, onProblem: screens.problem });
const sheet = createFindSheet(part("find"), { say, search: async () => ({ tickets: [], more: false }), onCode: desk.take, onGroup: () => {} });
const menu = createMenuSheet(part("menu"), { say, sounds });
const openMenu = () => menu.open({ canUndo: false, reentry: false, direction: "in", practice: false, hasWalkIn: false });
const tools = createTools(part("tools"), { camera, onFind: sheet.open, onMore: openMenu });
const reading = createReading(part("video"), root.dataset, {
  onCodes: (codes) => sheet.isOpen() || desk.see(codes),
  onFailure: () => screens.problem("decoder"),
});

function cameraOpened() {
  screens.problem(null);
  tools.cameraOpened();
  reading.start();
}

function enter(isNew) {
  const { device, event } = pairing.known();
  screens.show("scanner");
  if (isNew) panel.show({ tone: "paired", icon: "check", word: say("paired_word"), line: say("paired_line", { device: device.name, event: event.title }), advice: say("paired_advice") });
  status.start(pairing.known());
  camera.open();
}

function leave(error) {
  pairing.forget();
  status.stop();
  camera.close();
  reading.stop();
  panel.close();
  sheet.close();
  screens.pairing("refused", error.message);
}

async function pair() {
  screens.pairing("busy");
  try {
    enter(await pairing.pair(secret));
  } catch (error) {
    screens.pairing(error instanceof Unreachable ? "offline" : "refused", error instanceof Refused ? error.message : "");
  }
}

function begin() {
  secret = takeSecret();
  if (secret) pair();
  else if (pairing.known()) enter(false);
  else screens.pairing("asking");
}

function scanned(code) {
  if (!pairing.known()) return;
  sheet.close();
  desk.take(code);
}

listenForScanner(scanned);
for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, sounds.unlock);
for (const button of root.querySelectorAll("[data-retry]")) button.addEventListener("click", camera.open);
part("pair-again").addEventListener("click", pair);
createLinkField(part("link"), {
  say,
  secretIn,
  onSecret(pasted) {
    secret = pasted;
    pair();
  },
});
addEventListener("hashchange", () => secretIn(location.hash) && begin());
keepAwake();
showSoundHint();
begin();
