import { showCompanions } from "./public/companions.js";
import { offerCorrection } from "./public/email_field.js";
import { focusErrorSummary } from "./public/error_summary.js";
import { offerHandOver } from "./public/hand_over.js";
import { tellJustBooked } from "./public/just_booked.js";
import { withoutNotice } from "./public/notice.js";
import { askQuestions } from "./public/questions.js";
import { sendOnce } from "./public/send_once.js";
import { openTickets } from "./public/tickets.js";

sendOnce(document);
focusErrorSummary(document);
if (document.querySelector("[data-notice]")) history.replaceState(null, "", withoutNotice(location.href));
for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-email-hint]"))) offerCorrection(input);
for (const group of /** @type {NodeListOf<HTMLFieldSetElement>} */ (document.querySelectorAll("[data-companions]"))) showCompanions(group);
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-questions]"))) askQuestions(form);
for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-hand-over]"))) offerHandOver(part);
openTickets(document);
tellJustBooked(document, sessionStorage);
