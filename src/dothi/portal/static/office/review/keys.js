// The keyboard: one letter for each thing an officer does hundreds of times. Never while typing in a field.
import { add, openForms } from "./forms.js";
import { cards, current, go } from "./linking.js";
import { quoteFrom } from "./quote.js";
import { toast } from "./say.js";
import { take } from "./send.js";

const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable], dialog[open], [role=listbox]");

function step(root, way, unreviewed) {
  const all = cards(root).filter((card) => !card.hidden);
  const at = all.indexOf(current(root));
  const from = at < 0 && way < 0 ? all.length : at;
  for (let index = from + way; index >= 0 && index < all.length; index += way) {
    if (!unreviewed || all[index].dataset.state === "unreviewed") return all[index];
  }
  return null;
}

function move(root, way, unreviewed) {
  const card = step(root, way, unreviewed);
  if (card) go(root, card);
  else toast(root, root.dataset.none);
}

async function press(root, letter, onward) {
  const card = current(root) ?? step(root, 1, true);
  const control = card?.querySelector(`[data-key="${letter}"]`);
  if (!control) return;
  const next = onward ? step(root, 1, true) : null;
  if (control.matches("a")) {
    go(root, card);
    control.click();
    return;
  }
  const sent = take(root, control.form, control);
  if (next) go(root, next);
  if (!(await sent)) return;
}

function merge(root) {
  const form = current(root)?.closest(".passage").querySelector('form[data-deed="merge"]');
  const marked = form ? root.querySelectorAll(`input[form="${form.id}"]:checked`).length : 0;
  if (marked < 2) toast(root, root.dataset.mergeFew);
  else take(root, form, null);
}

function pick(root) {
  const box = current(root)?.querySelector(".finding__pick input");
  if (box) box.click();
  else toast(root, root.dataset.mergeFew);
}

function addHere(root) {
  const anchor = window.getSelection().anchorNode;
  const selected = (anchor?.nodeType === Node.TEXT_NODE ? anchor.parentElement : anchor)?.closest?.(".passage");
  const chosen = selected && quoteFrom(selected);
  const passage = chosen ? selected : (current(root)?.closest(".passage") ?? selected);
  if (passage) add(root, passage, chosen);
}

const undo = (root, deed) => root.querySelector(`[data-bar] form[data-deed="${deed}"] button:not([disabled])`)?.click();

export function keys(root) {
  const help = document.getElementById("phim-tat");
  const does = {
    j: () => move(root, 1, false),
    k: () => move(root, -1, false),
    J: () => move(root, 1, true),
    K: () => move(root, -1, true),
    a: () => press(root, "a", true),
    x: () => press(root, "x", true),
    o: () => press(root, "o", false),
    e: () => press(root, "e", false),
    s: () => press(root, "s", false),
    c: () => pick(root),
    m: () => merge(root),
    n: () => addHere(root),
    u: () => undo(root, "undo"),
    r: () => undo(root, "redo"),
    "/": () => root.querySelector("[data-search-field]").focus(),
    "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (!(event.target instanceof Element) || typing(event.target) || help.open) return;
    const letter = does[event.key] ? event.key : event.key.toLowerCase();
    if (!does[letter] || (openForms(root)?.contains(event.target) && letter !== "?")) return;
    event.preventDefault();
    does[letter]();
  });
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) help.showModal();
  });
}
