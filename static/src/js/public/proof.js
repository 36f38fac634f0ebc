/** A challenge ends after twenty minutes; who writes for longer gets another one at the press. */
const FRESH_MS = 15 * 60 * 1000;
/** Whatever keeps a browser from working that long: the booking is confirmed by mail then. */
const PATIENCE_MS = 30_000;

/**
 * `<form data-proof="address" data-proof-worker="address">`: the browser works for a moment by itself, and nobody has to
 * do anything. What it finds goes along in the field `altcha`; a press that comes earlier waits for it.
 *
 * @param {HTMLFormElement} form
 */
export function prove(form) {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("altcha"));
  const status = /** @type {HTMLElement} */ (form.querySelector("[data-proof-status]"));
  let madeAt = 0;
  /** @type {Promise<void> | null} */
  let work = null;

  const begin = () => {
    work ??= solution(form).then(
      (found) => {
        field.value = found;
        madeAt = Date.now();
        status.textContent = status.dataset.done ?? "";
      },
      () => {
        field.value = "";
        status.textContent = status.dataset.failed ?? "";
      },
    ).finally(() => {
      work = null;
    });
    return work;
  };

  let tried = false;
  // Before the listener that lets nobody press twice.
  form.addEventListener("submit", (event) => {
    if (tried || (field.value && Date.now() - madeAt < FRESH_MS)) return;
    event.preventDefault();
    event.stopPropagation();
    status.textContent = status.dataset.working ?? "";
    begin().then(() => {
      // Without a proof as well: the server knows another way.
      tried = true;
      form.requestSubmit();
    });
  });
  addEventListener("pageshow", (event) => {
    // What was sent is used up.
    if (!event.persisted) return;
    tried = false;
    field.value = "";
    begin();
  });
  begin();
}

/** @param {HTMLFormElement} form */
async function solution(form) {
  const id = /** @type {HTMLInputElement} */ (form.elements.namedItem("request_id")).value;
  const answer = await fetch(`${form.dataset.proof}/${encodeURIComponent(id)}`, { cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const { challenge } = await answer.json();
  const worker = new Worker(form.dataset.proofWorker ?? "", { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      setTimeout(reject, PATIENCE_MS);
      worker.postMessage(challenge);
    });
  } finally {
    worker.terminate();
  }
}
