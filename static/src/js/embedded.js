import { tellHeight } from "./public/embedded.js";

if (parent !== window && document.body.dataset.embedded) tellHeight(document.body);
