import { showCompanions } from "./public/companions.js";
import { offerCorrection } from "./public/email_field.js";
import { focusErrorSummary } from "./public/error_summary.js";
import { sendOnce } from "./public/send_once.js";

sendOnce(document);
focusErrorSummary(document);
document.querySelectorAll("[data-email-hint]").forEach(offerCorrection);
document.querySelectorAll("[data-companions]").forEach(showCompanions);
