/**
 * Keeps the shell of the door app on the phone. The server writes in front of it which version that
 * is, which page, which files, and what those have to be:
 * `__SHELL__ = { version, page, files, integrity }`.
 */
import { sendInBackground, SYNC } from "./door/net/background.js";
import { wait } from "./shared/wait.js";
import { createServer } from "./door/net/server.js";
import { within } from "./door/net/timeout.js";
import { createStore } from "./door/storage/store.js";

/** @typedef {{ version: string, page: string, files: string[], integrity: Record<string, string> }} Shell */

const worker = /** @type {ServiceWorkerGlobalScope & { __SHELL__: Shell }} */ (/** @type {unknown} */ (self));
const { version, page, files, integrity } = worker.__SHELL__;
const PREFIX = "einlass-";
const CACHE = PREFIX + version;
const PATIENCE_MS = 3000;
const LONG_MS = 30_000;

const opened = () => caches.open(CACHE);

/** All or nothing: half an app would not start, and the version before still does. */
async function install() {
  try {
    const cache = await opened();
    await Promise.all([...files.map((address) => keepFile(cache, address)), refreshPage()]);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** A network that wants somebody to log in answers with its page: the browser compares what came. @param {Cache} cache @param {string} address */
async function keepFile(cache, address) {
  const expected = integrity[address] ? { integrity: integrity[address] } : {};
  const response = await fetch(address, { redirect: "error", ...expected });
  const isOurs = response.ok && (integrity[address] || response.headers.get("Content-Type")?.includes("json"));
  if (!isOurs) throw new Error(`${address} is not ours`);
  await cache.put(address, response);
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** Keeps the page only if it is of this very version: another one would need other files. */
async function refreshPage(address = page) {
  const [response, isOurs] = await within(LONG_MS, async (signal) => {
    const answer = await fetch(address, { cache: "no-store", signal });
    return [answer, answer.ok && (await answer.clone().text()).includes(`data-version="${version}"`)];
  });
  if (!isOurs) throw new Error(`${address} is not of version ${version}`);
  await (await opened()).put(page, response.clone());
  return response;
}

/** @param {Request} request */
async function answerPage({ url }) {
  const kept = () => opened().then((cache) => cache.match(page));
  // Another language was chosen: worth asking for, but not worth waiting for.
  const renewed = new URL(url).searchParams.has("lang") ? refreshPage(url).catch(() => null) : null;
  const late = wait(PATIENCE_MS);
  return (renewed && (await Promise.race([renewed, late]))) || (await kept()) || fetch(url);
}

/** @param {Request} request */
async function answerFile(request) {
  return (await (await opened()).match(request.url)) ?? fetch(request);
}

/** The token is stored with what waits. */
async function sendUnsent() {
  const store = createStore();
  try {
    await sendInBackground(await worker.clients.matchAll({ type: "window" }), store, createServer({ token: () => undefined }).scans);
  } finally {
    store.close();
  }
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === page) event.respondWith(answerPage(request));
  else if (files.includes(pathname)) event.respondWith(answerFile(request));
});
worker.addEventListener("message", ({ data }) => {
  // Said by the app as it starts, never while somebody scans.
  if (data === "take over") worker.skipWaiting();
});
// Background Sync, where the browser has it: the app asked for it when it could not send.
worker.addEventListener("sync", (event) => {
  const { tag, waitUntil } = /** @type {ExtendableEvent & { tag: string }} */ (event);
  if (tag === SYNC) waitUntil.call(event, sendUnsent());
});
