/** The door app: makes its parts and ties them together. What they do stands in `door/`. */
import { createCheckup } from "./door/app/checkup.js";
import { createEngine } from "./door/app/engine.js";
import { createEnrolment } from "./door/app/enrolment.js";
import { createMode } from "./door/app/mode.js";
import { createPresenter } from "./door/app/presenter.js";
import { createScanController } from "./door/app/scan_controller.js";
import { createScanInput } from "./door/app/scan_input.js";
import { createScanner } from "./door/app/scanner.js";
import { createScreenSwitch } from "./door/ui/screen_switch.js";
import { createSignals } from "./door/app/signals.js";
import { createTaps } from "./door/app/taps.js";
import { createUpdates } from "./door/app/updates.js";
import { createPreflightScans } from "./door/device/preflight_scans.js";
import { createSounds } from "./door/device/sounds.js";
import { listenForScanner } from "./door/scanner/hand_scanner.js";
import { createPairingCamera } from "./door/ui/pairing_camera.js";
import { createBar } from "./door/ui/bar.js";
import { createDialogs } from "./door/ui/dialogs/dialogs.js";
import { find } from "./door/ui/elements.js";
import { createLinkField } from "./door/ui/link_field.js";
import { createPinScreen } from "./door/ui/pin_screen.js";
import { createProgress } from "./door/ui/progress.js";
import { createScreens } from "./door/ui/screens.js";
import { createSoundHint } from "./door/ui/sound_hint.js";
import { readPage } from "./door/ui/texts.js";
import { createVerdictView } from "./door/ui/verdict_view.js";

const root = find(document, "[data-door]", HTMLElement);
const part = (/** @type {string} */ name) => find(root, `[data-${name}]`, HTMLElement);
const { version = "", idleLockSeconds } = root.dataset;
const page = readPage(document.getElementById("texts"), document.documentElement.lang);
const { say, titleOf } = page;

// What is told. Whoever tells need not know who listens.
const signals = createSignals();
const act = signals.emitter("action");
const cover = signals.emitter("cover");

// What is kept, sent and known.
const engine = createEngine({ version, idleLockSeconds: Number(idleLockSeconds), titleOf }, signals);
const mode = createMode(signals.emitter("mode"));
const presenter = createPresenter(engine, page);
const scans = { camera: createPreflightScans(), hand: createPreflightScans() };

// What is seen and heard.
const screens = createScreens(root, say);
const progress = createProgress(part("progress"), { say });
const sounds = createSounds(signals.emitter("sound"));
const soundHint = createSoundHint(part("sound-hint"), sounds);
const verdictView = createVerdictView(part("verdict"), say, act);
const bar = createBar(part("bar"), say, act, () => engine.clock.now().getTime());
const scanner = createScanner(root, root.dataset, screens, signals.emitter("code"), act);
const pinScreen = createPinScreen(part("pin"), { say, onPin: engine.unlock, secondsToWait: engine.idleLock.secondsToWait });
const enrolment = createEnrolment(engine, { screens, verdictView, say }, cover, signals.emitter("pairing"));
const pairingCamera = createPairingCamera(part("scan"), { say, addresses: root.dataset, onSecret: enrolment.pairWith });

// What scans.
const controller = createScanController(
  { actions: engine.actions, queue: engine.queue, sender: engine.sender, shareOf: engine.figures.shareOf },
  { verdictView, sounds, say, viewOf: presenter.viewOf, viewOfGroup: presenter.viewOfGroup },
  () => ({ ...engine.facts(), isInView: screens.isScannerInView(), ...mode.now() }),
  { done: engine.done, unpaired: enrolment.refused, pairingLink: enrolment.offer, group: signals.emitter("group") },
);
const dialogs = createDialogs(root, engine, { controller, presenter, sounds, mode, wipe: enrolment.wipe }, { ...page, version }, act);
const checkup = createCheckup(root, { say, screens, sounds }, engine, scans);
const taps = createTaps(controller, dialogs, checkup, enrolment, { mode, save: engine.saveUnsent, say });
const input = createScanInput(screens, dialogs, controller, enrolment, scans);
const updates = createUpdates(engine, { bar, screens, progress }, { controller, dialogs }, mode.now, presenter.note);

signals.on("action", (name) => taps[name]());
signals.on("code", input.aimed);
signals.on("blocked", screens.blocked);
signals.on("screen", createScreenSwitch(screens, scanner, pinScreen, cover, presenter.note));
signals.on("change", updates.changed);
signals.on("progress", progress.show);
signals.on("list", updates.listChanged);
signals.on("settled", updates.settled);
signals.on("mode", updates.modeChanged);
signals.on("sound", soundHint.show);
signals.on("group", dialogs.closeGroup);
signals.on("pairing", pairingCamera.stop);
signals.on("unpaired", enrolment.refused);
for (const putAway of [scanner.close, checkup.stop, controller.close, dialogs.close, progress.hide, mode.reset]) signals.on("cover", putAway);

listenForScanner(input.typed);
createLinkField(find(root, "[data-link]", HTMLFormElement), { say, onSecret: enrolment.pairWith });
screens.onTap({ retry: scanner.open, save: taps.save, "ask-status": engine.status.refresh, "pair-again": enrolment.pair });
for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, sounds.unlock);
soundHint.show();
enrolment.begin();
