/** A hand-held scanner plugged into the phone, and eyes on what the phone shows and keeps. */
{
  const PATIENCE_MS = 60_000;
  const UNSTORED_MS = 3000;
  // How long the app waits for another key: a busy machine hands them over much later than a scanner types them.
  const PAUSES_MS = [250, 750];
  const timers = { set: setTimeout.bind(globalThis), clear: clearTimeout.bind(globalThis), held: new Map() };

  /** The app's pauses do not end while the scanner types. */
  globalThis.setTimeout = (work, milliseconds, ...values) => {
    if (!PAUSES_MS.includes(milliseconds)) return timers.set(work, milliseconds, ...values);
    const end = () => {
      if (globalThis.testPhone.typing) return timers.held.set(id, timers.set(end, 20));
      timers.held.delete(id);
      work(...values);
    };
    const id = timers.set(end, milliseconds);
    return id;
  };
  globalThis.clearTimeout = (id) => {
    timers.clear(id);
    timers.clear(timers.held.get(id));
    timers.held.delete(id);
  };

  const part = (name) => document.querySelector(`[data-part=${name}]`).textContent;
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

  /**
   * Resolves when an answer is written on the verdict view, whatever stood there before. A late answer to
   * the scan before may come in between: the new one is stored before it is shown, unless it is practice.
   */
  function answered(view, isStored) {
    return new Promise((resolve, reject) => {
      let wasWritten = false;
      let isLate = false;
      const isAnswer = () => view.dataset.tone && view.dataset.tone !== "checking";
      const observer = new MutationObserver(() => {
        wasWritten ||= Boolean(isAnswer());
        if (isAnswer() && (isLate || isStored())) finish(resolve);
      });
      const practice = timers.set(() => {
        isLate = true;
        if (wasWritten) finish(resolve);
      }, UNSTORED_MS);
      const timer = timers.set(() => finish(() => reject(new Error("no answer"))), PATIENCE_MS);
      function finish(then) {
        observer.disconnect();
        timers.clear(timer);
        timers.clear(practice);
        then();
      }
      observer.observe(view, { subtree: true, childList: true, attributes: true });
    });
  }

  /** Types a code as fast as scanners do; resolves to the answer and to how long it took to paint it. */
  async function scan(code) {
    const before = made.length;
    const answer = answered(document.querySelector("[data-verdict]"), () => made.length > before);
    for (const key of code) press(key);
    const started = performance.now();
    press("Enter");
    await answer;
    const word = part("word");
    await painted();
    return { word, name: part("name"), line: part("line"), milliseconds: performance.now() - started };
  }

  const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

  async function scanAll(codes) {
    const answers = [];
    for (const code of codes) answers.push(await scan(code));
    return answers;
  }

  const result = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  async function until(condition) {
    const ends = performance.now() + PATIENCE_MS;
    while (!(await condition())) {
      if (performance.now() > ends) throw new Error("waited too long");
      await new Promise((go) => setTimeout(go, 20));
    }
  }

  /** `ask(store)` of one store of the app, which has to be there: its making is the app's business. */
  async function read(name, ask) {
    const db = await result(indexedDB.open("einlass"));
    try {
      return await result(ask(db.transaction(name).objectStore(name)));
    } finally {
      db.close();
    }
  }

  const list = () => read("meta", (meta) => meta.get("list"));

  /** All that is in the databases: `{ database: { store: [[key, value], …] } }`. */
  async function databases() {
    const found = {};
    for (const { name } of await indexedDB.databases()) {
      const db = await result(indexedDB.open(name));
      found[name] = {};
      for (const store of db.objectStoreNames) {
        const objects = db.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([result(objects.getAllKeys()), result(objects.getAll())]);
        found[name][store] = keys.map((key, index) => [key, values[index]]);
      }
      db.close();
    }
    return found;
  }

  async function cached() {
    const found = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) found[request.url] = await (await cache.match(request)).text();
    }
    return found;
  }

  // Each scan is stored as it is made: what was stored once must not be lost.
  const made = [];
  const { add } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function (value, ...key) {
    if (this.name === "queue") made.push({ scan_id: value.scan_id, code: value.code });
    return add.call(this, value, ...key);
  };

  globalThis.testPhone = {
    /** Whether a hand scanner types real keys just now. */
    typing: false,
    /** What this page has scanned since it was opened. */
    made: () => made,
    scan,
    scanAll,
    list,
    /** Resolves when the phone has the app and knows all tickets: from now on it needs no network. */
    async listed() {
      await until(async () => (await list())?.complete);
      await navigator.serviceWorker.ready;
    },
    /** Makes the phone believe that nobody touched it for so long. */
    async leave(seconds) {
      const db = await result(indexedDB.open("einlass"));
      await result(db.transaction("meta", "readwrite").objectStore("meta").put(Date.now() - seconds * 1000, "seen"));
      db.close();
    },
    /** The ids of all that waits, for whatever reason: for this pairing, an earlier one, or put aside. */
    async unsent() {
      const stores = await Promise.all(["queue", "aside", "earlier"].map((name) => read(name, (rows) => rows.getAll())));
      return stores.flat().map(({ scan_id }) => scan_id);
    },
    /** Resolves when the server knows all that the phone did. */
    sent: () => until(async () => (await read("queue", (queue) => queue.count())) === 0),
    waiting: () => read("queue", (queue) => queue.getAll()),
    /** Everything that this origin keeps in this browser. */
    kept: async () => ({
      databases: await databases(),
      caches: await cached(),
      local: { ...localStorage },
      session: { ...sessionStorage },
      cookies: document.cookie,
      address: location.href,
    }),
  };
}
