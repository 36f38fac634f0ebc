import { fileIntoField } from "./organiser/file_into_field.js";
import { filterList } from "./organiser/filter_list.js";
import { live } from "./organiser/live.js";
import { liveSearch } from "./organiser/live_search.js";
import { switcher } from "./organiser/switcher.js";
import { focusErrorSummary } from "./public/error_summary.js";
import { sendOnce } from "./public/send_once.js";

sendOnce(document);
focusErrorSummary(document);
document.querySelectorAll("form[data-live-search]").forEach(liveSearch);
document.querySelectorAll("[data-file-into]").forEach((part) => fileIntoField(part));
document.querySelectorAll("[data-filter]").forEach(filterList);
document.querySelectorAll("[data-live]").forEach((region) => live(region));
document.querySelectorAll("details.switcher").forEach(switcher);
// On a phone the areas are scrolled sideways; the current one must not be out of sight.
document.querySelector(".office__nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
