/**
 * Bytes as the server writes and reads them: base64 without padding, fit for addresses.
 *
 * @param {string} text
 */
export const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

/** @param {ArrayBuffer} buffer */
export const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** @param {{ id: string }[]} listed */
const described = (listed) =>
  listed.map(({ id }) => ({ id: bytesOf(id), type: /** @type {const} */ ("public-key") }));

/** @param {any} options as the server says them: what has to be made */
async function made(options) {
  const { challenge, user, excludeCredentials = [] } = options;
  const found = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytesOf(challenge),
      user: { ...user, id: bytesOf(user.id) },
      excludeCredentials: described(excludeCredentials),
    },
  });
  const credential = /** @type {PublicKeyCredential} */ (found);
  const response = /** @type {AuthenticatorAttestationResponse} */ (credential.response);
  return sent(credential, { attestationObject: textOf(response.attestationObject) });
}

/** @param {any} options as the server says them: what has to be signed */
async function used(options) {
  const { challenge, allowCredentials = [] } = options;
  const found = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytesOf(challenge), allowCredentials: described(allowCredentials) },
  });
  const credential = /** @type {PublicKeyCredential} */ (found);
  const response = /** @type {AuthenticatorAssertionResponse} */ (credential.response);
  return sent(credential, {
    authenticatorData: textOf(response.authenticatorData),
    signature: textOf(response.signature),
  });
}

/**
 * @param {PublicKeyCredential} credential
 * @param {Record<string, string>} own what only this kind of answer has
 */
const sent = (credential, own) =>
  JSON.stringify({
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    response: { clientDataJSON: textOf(credential.response.clientDataJSON), ...own },
  });

/**
 * `form[data-passkey]` asks the server at that address what the browser has to make or to sign, and
 * is sent with the answer. Where there are no passkeys it is not shown.
 *
 * @param {HTMLFormElement} form
 */
export function passkey(form) {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  const answer = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say(form, "");
    try {
      const { passkey: address = "", passkeyDeed, passkeyEnded = "" } = form.dataset;
      const asked = await fetch(address, { method: "POST", body: new FormData(form) });
      // A login or a page that has ended is answered by a page, which has no words for this form.
      if (!asked.headers.get("Content-Type")?.startsWith("application/json")) return say(form, passkeyEnded);
      const options = await asked.json();
      if (!asked.ok) return say(form, options.error);
      keepRemember(form);
      answer.value = await (passkeyDeed === "add" ? made(options) : used(options));
      form.submit();
    } catch (error) {
      say(form, wordsFor(error, form.dataset));
    }
  });
}

/**
 * Whether somebody stays logged in is chosen in the form of the password, for both ways in.
 *
 * @param {HTMLFormElement} form
 */
function keepRemember(form) {
  const kept = form.elements.namedItem("remember");
  const chosen = document.querySelector("input[type=checkbox][name=remember]");
  if (kept instanceof HTMLInputElement && chosen instanceof HTMLInputElement) kept.value = chosen.checked ? "y" : "";
}

/**
 * @param {unknown} error
 * @param {DOMStringMap} words
 */
function wordsFor(error, words) {
  if (!(error instanceof DOMException)) return words.passkeyTrouble ?? "";
  // So browsers answer where one of those is that the account has already.
  return (error.name === "InvalidStateError" ? words.passkeyThere : words.passkeyRefused) ?? "";
}

/**
 * @param {HTMLFormElement} form
 * @param {string} words
 */
function say(form, words) {
  const place = /** @type {HTMLElement} */ (form.querySelector("[data-passkey-words]"));
  /** @type {HTMLElement} */ (place.querySelector("span")).textContent = words;
  place.hidden = !words;
}
