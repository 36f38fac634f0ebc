/** What a helper does by hand: takes back, lets in nevertheless, lets in a booking or without a ticket. */
import { wasLetIn } from "../domain/admissions.js";
import { letsIn } from "../domain/verdict.js";

/**
 * `run(action)` does one thing at a time; `actions`, `questions` and `view` do it. `onGroup()` comes
 * before not all of a booking are shown as let in.
 */
export function createManualActions({ run, actions, questions, view, sounds, viewOfGroup, onGroup, verdictView, mode, canAsk, shareOf }) {
  /** What would be stored is not done while somebody practises. */
  function inEarnest(action) {
    if (!mode.practice) return run(action);
    view.note("practice", { icon: "cross" });
    return Promise.resolve();
  }

  function showGroup(group) {
    view.keep({ group });
    const shown = viewOfGroup(group);
    onGroup();
    verdictView.show(shown);
    sounds.play(shown.tone);
  }

  async function admitAll(refs) {
    const group = [];
    // Whoever left the list meanwhile is not let in by the server behind the helper's back.
    for (const ref of refs) group.push({ ...(await actions.scan(ref, { unlisted: "unknown" })), text: ref });
    const isRefused = group.some(({ result }) => !letsIn(result?.verdict));
    if (isRefused && group.length === 1) view.show(group[0]);
    else if (isRefused) showGroup(group);
    else {
      view.keep({ group });
      sounds.play("welcome");
    }
    return !isRefused;
  }

  const verdictOf = ({ type }) => (shareOf(type) > 0 ? "welcome" : "sold_out");

  /** Nobody answered in time: the share of this phone decides. */
  async function decideByShare(wish, shown) {
    const verdict = verdictOf(wish);
    const answer = await questions.turnAway(shown, { verdict, counts: verdict === "welcome" ? 1 : 0 });
    if (answer) return questions.conclude(shown, answer);
    const result = actions.walkInResult({ ...shown.entry, verdict });
    const decided = { ...shown, result };
    if (verdict !== "welcome") return view.note("offline", { icon: "offline", shown: decided });
    view.show(decided);
  }

  return {
    undo: (admission, reason) => inEarnest(async () => view.show(await actions.undo(admission, reason))),

    override(reason) {
      const ticket = view.current()?.result?.ticket;
      if (ticket) return inEarnest(async () => view.show(await actions.override(ticket, reason)));
    },

    /** Several tickets of a booking, each a scan of its own. Resolves to whether all may come in. */
    async admit(refs) {
      let allIn = false;
      await inEarnest(async () => {
        allIn = await admitAll(refs);
      });
      return allIn;
    },

    /** The server's word on one of a booking that came in together: who may not is named. */
    correctGroup(entry, result) {
      const { group } = view.current();
      // It would have been right, but that person did not go in.
      if (letsIn(result.verdict) && !wasLetIn(entry, result)) return;
      const changed = group.map((each) => (each.entry.scan_id === entry.scan_id ? { ...each, result } : each));
      const isNews = group.some((each, place) => each.result?.verdict !== changed[place].result?.verdict);
      if (isNews) showGroup(changed);
    },

    /** Somebody without a ticket: the server decides, or the share of this phone. */
    walkIn: (wish) =>
      inEarnest(async () => {
        const done = await actions.walkIn(wish, canAsk() ? null : verdictOf(wish));
        if (done.result) view.show(done);
        else await questions.ask(done, (shown) => decideByShare(wish, shown));
      }),
  };
}
