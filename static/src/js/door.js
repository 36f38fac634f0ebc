import { createBar } from "./door/ui/bar.js";
import { createCamera } from "./door/scanner/camera.js";
import { createCheckup } from "./door/app/checkup.js";
import { createCodeBox } from "./door/scanner/code_box.js";
import { createAim } from "./door/scanner/code_positions.js";
import { bookingOf } from "./door/codes/codes.js";
import { createEngine } from "./door/app/engine.js";
import { createEnrolment } from "./door/app/enrolment.js";
import { listenForScanner } from "./door/scanner/hand_scanner.js";
import { createLinkField } from "./door/ui/link_field.js";
import { actionsFor, DATED, present, presentGroup } from "./door/domain/verdict_view.js";
import { secretInText } from "./door/codes/pairing_link.js";
import { createPairingCamera } from "./door/scanner/pairing_camera.js";
import { createVerdictView } from "./door/ui/verdict_view.js";
import { createPinScreen } from "./door/ui/pin_screen.js";
import { createPreflightScans } from "./door/device/preflight_scans.js";
import { createProgress } from "./door/ui/progress.js";
import { createCodeReader } from "./door/scanner/code_reader.js";
import { createScanController } from "./door/app/scan_controller.js";
import { createScreens } from "./door/ui/screens.js";
import { createDialogs } from "./door/ui/dialogs/dialogs.js";
import { createSounds } from "./door/device/sounds.js";
import { readTexts } from "./door/ui/texts.js";
import { createTools } from "./door/ui/tools.js";
import { viewOf } from "./door/domain/ticket_views.js";
import { keepAwake } from "./door/device/wake_lock.js";

const root = document.querySelector("[data-door]");
const part = (name) => root.querySelector(`[data-${name}]`);
const say = readTexts(document.getElementById("texts"));
const language = document.documentElement.lang;
const titleOf = ({ title }) => title[language] ?? title.de;
const mode = { practice: false, direction: "in", version: root.dataset.version };

const screens = createScreens(root, say);
const progress = createProgress(part("progress"), { say });
const engine = createEngine({
  version: mode.version,
  idleLockSeconds: Number(root.dataset.idleLockSeconds),
  titleOf,
  on: { screen: showScreen, change: showBar, progress: progress.show, list: listChanged, settled, unpaired: (error) => enrolment.refused(error) },
});
const { status, sync, figures, clock, session, idleLock } = engine;

const showSoundHint = () => (part("sound-hint").hidden = !sounds.isOn() || !sounds.isLocked());
const sounds = createSounds(showSoundHint);
const bar = createBar(part("bar"), say, { onDirectionIn: turnRound, onSamples: () => dialogs.practice(), onPracticeEnd: practise, onSave: engine.saveUnsent, now: () => clock.now().getTime() });
const verdictView = createVerdictView(part("verdict"), {
  say,
  onNext: () => controller.next(),
  onAgain: () => controller.again(),
  onUndo: () => dialogs.undo(),
  onOverride: () => dialogs.override({ name: controller.current().result.ticket.name, word: say(`${controller.current().result.verdict}_word`) }),
  onGroup: () => dialogs.group(bookingOf(controller.current().result.ticket.reference)),
  onWalkIn: () => dialogs.walkIn(),
  onPreflight: () => checkup.open(),
  onFind: () => dialogs.find(),
  onPair: () => pairWith(offered),
});
let offered = null;
const enrolment = createEnrolment({ engine, screens, verdictView, say, cover });
const controller = createScanController(
  { actions: engine.actions, queue: engine.queue, sender: engine.sender, shareOf: figures.shareOf },
  { verdictView, sounds, say, viewOf: answerView, viewOfGroup: (group) => presentGroup(group, { say, language, zone: status.about().event.timezone }) },
  factsOf,
  { done: engine.done, unpaired: enrolment.refused, pairingLink: (secret) => (offered = secret), group: () => dialogs.closeGroup() },
);
const dialogs = createDialogs(part, {
  ...engine,
  say,
  controller,
  sounds,
  mode,
  titleOf,
  language,
  view,
  on: { practice: practise, preflight: () => checkup.open(), direction: turnRound, wipe: enrolment.wipe, save: engine.saveUnsent },
});

const camera = createCamera(part("video"), { onOpening: () => screens.problem("opening"), onOpen: cameraOpened, onProblem: screens.problem });
const tools = createTools(part("tools"), { camera, onFind: dialogs.find, onMore: dialogs.menu });
const aim = createAim();
const codeBox = createCodeBox(part("code-box"), part("video"));
const cameraScans = createPreflightScans();
const handScans = createPreflightScans();
const codeReader = createCodeReader(part("video"), root.dataset, { onCodes: seen, onFailure: () => screens.problem("decoder") });
const pinScreen = createPinScreen(part("pin"), { say, onPin: enterPin });
const pairingCamera = createPairingCamera(part("scan"), { say, addresses: root.dataset, onSecret: pairWith });
const checkup = createCheckup(part, { say, screens, sounds, engine, cameraScans, handScans, wakeLock: keepAwake() });

/** What is so while a scan is decided on. */
function factsOf() {
  const isInView = screens.shown() === "scanner" && !dialogs.isOpen() && !document.hidden;
  // Without https no code can be compared with the list.
  return { canAsk: status.isOnline(), hasList: sync.list().complete && isSecureContext, isInView, practice: mode.practice, direction: mode.direction };
}

/** What the helper sees of an answer, with what can be done about it. */
function answerView({ entry, result, more = 0, unasked = false, isOpen = false }) {
  const { event, device } = status.about();
  const day = event.days?.find(({ date }) => date === (entry?.day ?? figures.today())) ?? null;
  const at = entry ? new Date(entry.scanned_at) : clock.now();
  const listAt = unasked ? sync.list().at : null;
  // The organiser may have changed days and hours since.
  const valid_on = event.types?.find(({ id }) => id === result.type_id)?.days ?? result.valid_on;
  const shown = present({ action: entry?.action, ...result, valid_on }, { say, language, zone: event.timezone, day, at, listAt });
  // A sample has no entry, and nothing can be done about it.
  const can = entry ? { mayOverride: device.may_override, own: true, more, walkIn: dialogs.hasWalkIn() } : {};
  return { ...shown, more, actions: [...(isOpen ? ["again"] : []), ...actionsFor(result, can)] };
}

function view(ticket) {
  const { event, device } = status.about();
  return viewOf(ticket, { event, today: figures.today(), titleOf, language, deviceName: device.name });
}

function showBar() {
  const [list, by, screen] = [sync.list(), figures.unsentBy(), session.screen()];
  const [listAt, unsent] = [list.at, by.waiting];
  bar.show({ online: status.isOnline(), about: figures.about(), listAt, list, unsent, stuck: by, trouble: engine.trouble(), ...mode });
  screens.kept(by);
  controller.refresh();
  if (screen === "locked" || screen === "over") screens[screen](noteOf());
}

/** What the screens say that come in the place of the scanner. */
function noteOf() {
  return { unsent: figures.unsent(), isSaid: Boolean(status.about()?.over), device: status.about()?.device.name };
}

function listChanged({ complete }) {
  if (complete) progress.hide();
  showBar();
  dialogs.refresh();
}

function settled(entries) {
  controller.answered(entries);
  dialogs.settled(entries);
  // The server goes by other hours or days than this phone: it learns them at once.
  if (entries.some(({ entry, result }) => DATED.includes(result.verdict) && entry.verdict !== result.verdict)) status.refresh();
  dialogs.refresh();
}

function seen(codes) {
  const aimed = aim(codes);
  codeBox.show(aimed?.corners ?? null);
  if (!aimed) return;
  cameraScans.saw([aimed.text]);
  if (screens.shown() === "scanner" && !dialogs.isOpen()) controller.see(aimed.text);
}

/** A hand scanner is heard over every dialog; on the other screens it fills and presses nothing. */
function scanned(scan) {
  handScans.saw([scan]);
  if (screens.shown() === "pairing") return pairByScan(scan.text);
  if (screens.shown() !== "scanner") return;
  dialogs.close();
  controller.take(scan.text);
}

function pairByScan(text) {
  const secret = secretInText(text);
  if (secret) pairWith(secret);
}

function pairWith(secret) {
  pairingCamera.stop();
  return enrolment.pairWith(secret);
}

function cameraOpened() {
  screens.problem(null);
  tools.cameraOpened();
  codeReader.start();
}

async function showScreen(name) {
  if (name === "scanner") {
    screens.show(name);
    return camera.open();
  }
  cover();
  if (name !== "pin") return screens[name](noteOf());
  screens.show(name);
  pinScreen.show({ waitSeconds: await idleLock.secondsToWait(), ...noteOf() });
}

/** Nothing of the scanner stays behind another screen. */
function cover() {
  camera.close();
  codeReader.stop();
  codeBox.hide();
  checkup.stop();
  controller.close();
  dialogs.close();
  progress.hide();
  Object.assign(mode, { practice: false, direction: "in" });
}

async function enterPin(pin) {
  const answer = await idleLock.enter(pin);
  if (answer === "right") session.choose();
  if (answer === "wait") pinScreen.show({ waitSeconds: await idleLock.secondsToWait() });
  return answer;
}

function practise() {
  mode.practice = !mode.practice;
  controller.close();
  showBar();
  if (mode.practice) dialogs.practice();
}

function turnRound() {
  mode.direction = mode.direction === "in" ? "out" : "in";
  controller.close();
  showBar();
}

async function start() {
  if (await engine.shell.begin()) return;
  await engine.begin();
  enrolment.begin();
}

listenForScanner(scanned);
createLinkField(part("link"), { say, onSecret: pairWith });
for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, sounds.unlock);
for (const button of root.querySelectorAll("[data-retry]")) button.addEventListener("click", camera.open);
for (const button of root.querySelectorAll("[data-screen] [data-save]")) button.addEventListener("click", () => engine.saveUnsent());
for (const button of root.querySelectorAll("[data-ask-status]")) button.addEventListener("click", status.refresh);
for (const button of root.querySelectorAll("[data-pair-again]")) button.addEventListener("click", enrolment.pair);
showSoundHint();
start();
