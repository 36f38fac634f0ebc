const PAUSE = 200;

/**
 * `<form method="get" data-live-search>` searches while one types: it fetches the page the form
 * leads to and takes `[data-live-results]` out of it. The address follows, so that a search can
 * be sent to a colleague. `[data-live-count]` stays, so that screen readers say its new text.
 * `[data-live-follows]` is what hands the filters on outside the results, such as links to a letter.
 * Without a script the form has a button.
 *
 * @param {HTMLFormElement} form
 */
export function liveSearch(form) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {AbortController | undefined} */
  let running;

  const search = async () => {
    clearTimeout(timer);
    running?.abort();
    running = new AbortController();
    const address = new URL(form.action || location.href);
    address.search = String(filled(form));
    const results = document.querySelector("[data-live-results]");
    if (!results) return location.assign(address);
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: running.signal, headers: { Accept: "text/html" } });
      // A session that has ended leads to the log-in; that is a page of its own.
      if (!answer.ok || answer.redirected) return location.assign(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-live-results]");
      if (!fresh) return location.assign(address);
      results.replaceWith(document.adoptNode(fresh));
      follow(page);
      const count = document.querySelector("[data-live-count]");
      if (count) count.textContent = page.querySelector("[data-live-count]")?.textContent ?? "";
      history.replaceState(null, "", address);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) results.removeAttribute("aria-busy");
    }
  };

  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    const field = /** @type {Element} */ (event.target);
    timer = setTimeout(search, field.matches("select, [type=checkbox], [type=radio]") ? 0 : PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
}

/** @param {Document} page as the search has found it */
function follow(page) {
  const fresh = page.querySelectorAll("[data-live-follows]");
  for (const [place, part] of document.querySelectorAll("[data-live-follows]").entries())
    if (fresh[place] && !part.isEqualNode(fresh[place])) part.replaceWith(document.adoptNode(fresh[place]));
}

/**
 * What is filled in, for an address: empty fields are left out.
 *
 * @param {HTMLFormElement} form
 */
function filled(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) query.append(name, value);
  return query;
}
