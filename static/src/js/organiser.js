import { fileIntoField } from "./organiser/file_into_field.js";
import { filterList } from "./organiser/filter_list.js";
import { live } from "./organiser/live.js";
import { liveSearch } from "./organiser/live_search.js";
import { passkey } from "./organiser/passkeys.js";
import { shortcuts } from "./organiser/shortcuts.js";
import { switcher } from "./organiser/switcher.js";
import { offerCorrection } from "./public/email_field.js";
import { focusErrorSummary } from "./public/error_summary.js";
import { askQuestions } from "./public/questions.js";
import { sendOnce } from "./public/send_once.js";

sendOnce(document);
focusErrorSummary(document);
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-live-search]"))) liveSearch(form);
for (const part of elements("[data-file-into]")) fileIntoField(part);
for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-email-hint]"))) offerCorrection(input);
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-questions]"))) askQuestions(form);
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-passkey]"))) passkey(form);
for (const root of elements("[data-filter]")) filterList(root);
for (const region of elements("[data-live]")) live(region);
for (const root of elements("[data-shortcuts]")) shortcuts(root);
for (const details of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.switcher"))) switcher(details);

/**
 * @param {string} selector
 * @returns {NodeListOf<HTMLElement>}
 */
function elements(selector) {
  return document.querySelectorAll(selector);
}
