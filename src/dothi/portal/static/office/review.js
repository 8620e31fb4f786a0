// The review of a programme. Everything here only speeds up what forms and links do by themselves.
import { forms } from "./review/forms.js";
import { keys } from "./review/keys.js";
import { linking } from "./review/linking.js";
import { picks } from "./review/pick.js";
import { quotes } from "./review/quote.js";
import { deeds, watch } from "./review/send.js";

const root = document.querySelector("[data-review]");

picks(document);
if (root && "open" in root.dataset) {
  linking(root);
  deeds(root);
  forms(root);
  quotes(root);
  keys(root);
  watch(root);
} else {
  quotes(document);
}
