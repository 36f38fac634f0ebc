/** Takes one code after the other: shows its verdict, and knows what may come next. */
import { wasLetIn, wasTurnedAway } from "./admissions.js";
import { sampleIn, sampleResult } from "./practice.js";
import { Unpaired } from "./server.js";
import { letsIn } from "./verdict.js";

/** So long a verdict stands before another code in view replaces it: long enough to be seen. */
const SEEN_MS = 700;
/** Nobody waits longer for the server's word than this. */
const PATIENCE_MS = 2500;

/**
 * `mode` tells `practice` and `direction`; `canAsk()` whether the server may answer, `hasList()`
 * whether this phone could know. `look(shown)` makes a look of `{ entry, result, more, unasked }`.
 * `onDone()` comes after each deed, `onUnpaired(error)` when the server no longer knows this device.
 */
export function createDesk({ deeds, queue, sender, sightings, panel, sounds, look, say, mode, canAsk, hasList, shareOf, onDone, onUnpaired, clock = () => performance.now(), patience = PATIENCE_MS }) {
  let busy = false;
  let shownAt = -Infinity;
  let current = null;
  let hear = null;

  /** One deed at a time, from the tap or the reading until its answer is on the screen. */
  async function work(deed) {
    if (busy) return;
    busy = true;
    try {
      await deed();
    } catch (error) {
      if (error instanceof Unpaired) return onUnpaired(error);
      current = null;
      note("failed", { icon: "cross" });
    } finally {
      busy = false;
      shownAt = clock();
    }
    onDone();
  }

  function show(shown) {
    current = shown;
    answer(look(shown));
  }

  function answer(news) {
    panel.show(news);
    sounds.play(news.tone);
  }

  /** What is no verdict. */
  function note(kind, { icon, actions = [] }) {
    answer({ tone: "offline", icon, word: say(`${kind}_word`), line: say(`${kind}_line`), advice: say(`${kind}_advice`), actions });
  }

  const scan = (text) =>
    work(async () => {
      const unlisted = canAsk() || !hasList() ? null : "unknown";
      const done = await deeds.scan(text, { action: mode.direction === "out" ? "exit" : "scan", unlisted });
      const shown = { ...done, text, unasked: Boolean(unlisted) && !done.entry.ref };
      if (done.result) return show(shown);
      await ask(shown, () => giveUp(shown));
    });

  /** Has the server decide; `otherwise()` when it does not in time. */
  async function ask(shown, otherwise) {
    current = { ...shown, result: null };
    panel.show({ tone: "checking", icon: "wait", word: say("checking_word") });
    const heard = new Promise((resolve) => (hear = resolve));
    const result = await Promise.race([sender.ask(shown.entry, patience), heard]).finally(() => (hear = null));
    if (!result) return otherwise();
    show({ ...shown, result, unasked: false, isOpen: false });
    if (wasLetIn(shown.entry, result)) await deeds.letIn(shown.entry, result);
  }

  /** The person is turned away, and so the server must not let them in later. */
  async function giveUp(shown) {
    await queue.amend(shown.entry.scan_id, { verdict: "unknown", asked: true });
    current = { ...shown, result: { verdict: "unknown", ticket: null }, unasked: true, isOpen: true };
    if (hasList()) answer(look(current));
    else note("offline", { icon: "offline", actions: ["again"] });
  }

  async function askAgain(shown) {
    // Without it there the answer came in the meantime, and a new scan gets the same.
    if (await queue.amend(shown.entry.scan_id, { verdict: null })) return ask(shown, () => giveUp(shown));
    current = null;
  }

  /** What the server says of a deed, if it is another word than the one that stands on the screen. */
  function correct(entry, result) {
    if (!current.result) return hear?.(result);
    if (result.verdict === current.result.verdict) return;
    const isMissed = letsIn(result.verdict) && wasTurnedAway(entry) && !wasLetIn(entry, result);
    // It would have been right, but the person was turned away: now they may come in.
    if (isMissed && entry.action === "scan") return scan(current.text ?? entry.code);
    show({ ...current, result, unasked: false, isOpen: false });
  }

  /** The server let somebody in whom the helper had already sent away. */
  async function takeBack(entry, result) {
    const { scan_id, day } = entry;
    await deeds.undo({ scan_id, day, ref: result.ticket?.reference ?? null, counts: 1 }, say("late_reason"));
    onDone();
  }

  /** What would be stored is not done while somebody practises. */
  function inEarnest(deed) {
    if (!mode.practice) return work(deed);
    current = null;
    note("practice", { icon: "cross" });
    return Promise.resolve();
  }

  function practise(word) {
    current = null;
    answer(look({ entry: null, result: sampleResult(word, new Date(), say), more: 0 }));
    shownAt = clock();
  }

  function take(text) {
    const word = sampleIn(text);
    if (!word && !mode.practice) return scan(text);
    if (busy) return;
    if (mode.practice && word) return practise(word);
    current = null;
    note(mode.practice ? "practice" : "sample", { icon: "cross" });
    shownAt = clock();
  }

  const isFree = () => !busy && clock() - shownAt >= SEEN_MS;

  return {
    /** Codes in view, the most central one first; called for every frame. */
    see([code]) {
      if (!code) return;
      // While one is being checked another waits, uncounted, until the answer was seen.
      if (!isFree() && !sightings.isLatest(code)) return;
      if (sightings.see(code, clock()) && isFree()) take(code);
    },
    /** A code that was typed, or came from a hand-held scanner. */
    take,
    practise,

    again() {
      const shown = current;
      if (!shown?.isOpen) return;
      work(() => askAgain(shown)).then(() => current ?? scan(shown.text));
    },
    next() {
      if (busy) return;
      current = null;
      panel.close();
    },

    undo: (last, reason) => inEarnest(async () => show(await deeds.undo(last, reason))),
    override(reason) {
      const ticket = current?.result?.ticket;
      if (ticket) return inEarnest(async () => show(await deeds.override(ticket, reason)));
    },

    /** Several tickets of a booking, each a deed of its own. Resolves to whether all may come in. */
    async admit(refs) {
      let refused = mode.practice;
      await inEarnest(async () => {
        const done = [];
        for (const ref of refs) done.push({ ...(await deeds.scan(ref)), text: ref });
        refused = done.find(({ result }) => !letsIn(result?.verdict));
        if (refused) show(refused);
        else sounds.play("welcome");
      });
      return !refused;
    },

    /** Somebody without a ticket: the server decides, or the share of this phone. */
    walkIn: (wish) =>
      inEarnest(async () => {
        const done = await deeds.walkIn(wish, canAsk() ? null : shareOf(wish.type) > 0 ? "welcome" : "sold_out");
        if (done.result) return show(done);
        await ask(done, async () => {
          const verdict = shareOf(wish.type) > 0 ? "welcome" : "sold_out";
          await queue.amend(done.entry.scan_id, { verdict, asked: true, counts: verdict === "welcome" ? 1 : 0 });
          const result = deeds.walkInResult({ ...done.entry, verdict });
          if (verdict !== "welcome") return note("offline", { icon: "offline" });
          show({ ...done, result });
          await deeds.letIn(done.entry, result);
        });
      }),

    /** What the server has answered to what waited. */
    answered(settled) {
      for (const { entry, result } of settled) {
        if (current?.entry.scan_id === entry.scan_id) correct(entry, result);
        else if (wasTurnedAway(entry) && wasLetIn(entry, result)) takeBack(entry, result);
      }
    },
    /** What stands on the screen, or null. */
    current: () => current,
    close() {
      current = null;
      panel.close();
    },
  };
}
