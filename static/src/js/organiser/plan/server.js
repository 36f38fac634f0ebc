import { takeOver } from "../take_over.js";

const MOST_SAID = 3;

/**
 * Send what somebody did to the server, one after the other, and show the plan as it is then.
 *
 * @param {HTMLElement} page the part of the page that is shown anew
 * @param {HTMLElement} section which says the address and the version that is shown
 * @param {(words: string) => void} say
 */
export function server(page, section, say, { fetch = globalThis.fetch.bind(globalThis) } = {}) {
  let queue = Promise.resolve(true);

  const refresh = async () => {
    const answer = await fetch(page.ownerDocument.location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected) return page.ownerDocument.location.reload();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-plan-page]");
    const before = section.getBoundingClientRect().top;
    if (answer.ok && fresh instanceof HTMLElement) takeOver(page, fresh);
    // Warnings come and go above it; under the pointer the plan stays where it is.
    globalThis.scrollBy(0, section.getBoundingClientRect().top - before);
    page.dispatchEvent(new CustomEvent("plan-shown"));
  };

  /** @param {object} order */
  const send = async (order) => {
    say("");
    const { url = "", token = "", version } = section.dataset;
    const body = new URLSearchParams({ csrf_token: token, order: JSON.stringify({ ...order, since: Number(version) }) });
    const answer = await fetch(url, { method: "POST", body });
    const told = await answer.json().catch(() => ({}));
    await refresh();
    // What is undone may have been somebody else's, so it is named.
    const what = typeof told.made === "string" ? ` (${told.made})` : "";
    say(answer.ok ? `${page.dataset.saved}${what} ${warningsOf(page)}`.trim() : (told.message ?? page.dataset.lost ?? ""));
    return answer.ok;
  };

  return {
    /**
     * @param {object} order
     * @returns {Promise<boolean>} whether it was done
     */
    save(order) {
      queue = queue.then(() => send(order)).catch(() => {
        say(page.dataset.lost ?? "");
        return false;
      });
      return queue;
    },
  };
}

/**
 * Return what does not fit, as it stands above all plans: there it may be out of sight, and nobody reads it out.
 *
 * @param {HTMLElement} page
 */
function warningsOf(page) {
  const title = page.querySelector("[data-plan-warnings] .kern-alert__title")?.textContent ?? "";
  const each = [...page.querySelectorAll("[data-plan-warnings] li")].map((item) => item.textContent ?? "");
  return title && `${title}: ${each.slice(0, MOST_SAID).join(" ")}`;
}
