// Forms of an item, opened in its place. Without this they are pages of their own.
import { cardOf, go } from "./linking.js";
import { picks } from "./pick.js";
import { quoteFrom, showQuotes } from "./quote.js";
import { announce, toast } from "./say.js";
import { apply, get, inTurn, post, settle } from "./send.js";

function made(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const edit = template.content.firstElementChild;
  return edit;
}

function ready(edit) {
  picks(edit);
  showQuotes(edit);
  const first = edit.querySelector("[data-alert], .field--error input, .field--error select, .field--error textarea");
  const field = edit.querySelector(".edit__fields input, .edit__fields textarea, .edit__kinds a, .edit__quote summary");
  (first ?? field ?? edit.querySelector("button"))?.focus({ preventScroll: true });
  edit.scrollIntoView({ block: "nearest" });
}

function close(root, edit) {
  const passage = edit.closest(".passage");
  const card = edit.previousElementSibling?.closest(".finding, .finding__waiting");
  const pk = edit.dataset.of;
  edit.previousElementSibling?.matches(".finding__waiting") && edit.previousElementSibling.remove();
  edit.remove();
  CSS.highlights?.delete("quote");
  const own = pk && cardOf(root, pk);
  if (own) own.hidden = false;
  settle(root, passage.id);
  const back = (pk && cardOf(root, pk)) || (card?.isConnected && card.matches(".finding") ? card : null);
  if (back) go(root, back);
  else document.getElementById(passage.id)?.querySelector("[data-add-to]")?.focus();
}

export function openForms(root) {
  return root.querySelector("[data-edit]");
}

/** Opens the form at ``address``: in place of another one, beside its card, or at the end of its paragraph. */
export async function open(root, address, { card = null, passage = null, instead = null } = {}) {
  const { data, said } = await inTurn(() => get(root, address));
  if (!data?.form) {
    toast(root, said ?? data?.faults?.join(" ") ?? root.dataset.lost, { kind: "error" });
    return;
  }
  const edit = made(data.form);
  const place = passage ?? card?.closest(".passage") ?? instead?.closest(".passage");
  const other = place.querySelector("[data-edit]");
  if (instead) instead.replaceWith(edit);
  else {
    if (other) {
      other.querySelector("input, select, textarea, a, button")?.focus();
      other.scrollIntoView({ block: "nearest" });
      return;
    }
    if (card) {
      card.after(edit);
      card.hidden = true;
      edit.dataset.of = card.dataset.item;
    } else place.querySelector(".passage__tools").before(edit);
  }
  if (instead?.dataset.of) edit.dataset.of = instead.dataset.of;
  ready(edit);
}

export function add(root, passage, chosen = null) {
  const query = new URLSearchParams(root.dataset.query);
  query.set("doan", passage.id);
  if (chosen) {
    query.set("tu_chu", chosen.first);
    query.set("den_chu", chosen.last);
  }
  return open(root, `${root.dataset.add}?${query}`, { passage });
}

async function sent(root, form, submitter) {
  const edit = form.closest("[data-edit]");
  const passage = edit.closest(".passage");
  const { status, data } = await post(root, form, submitter);
  if (!data) return;
  if (data.form) {
    const next = made(data.form);
    if (edit.dataset.of) next.dataset.of = edit.dataset.of;
    edit.replaceWith(next);
    apply(root, data);
    ready(next);
  } else if (data.conflict) {
    const next = made(data.conflict);
    edit.before(next);
    edit.remove();
    apply(root, { ...data, nodes: {} });
    next.focus();
  } else if (data.faults) {
    toast(root, data.faults.join(" "), { kind: "error" });
  } else if (status === 200) {
    CSS.highlights?.delete("quote");
    apply(root, data, passage.id);
    if (data.done) announce(root, data.done);
    go(root, root.querySelector(`#${CSS.escape(data.anchor)}.finding`));
  }
}

export function forms(root) {
  root.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const opener = event.target.closest("a[data-form], a[data-add-to]");
    const cancel = event.target.closest("a[data-cancel]");
    if (cancel) {
      event.preventDefault();
      close(root, cancel.closest("[data-edit]"));
    } else if (opener) {
      event.preventDefault();
      const instead = opener.closest("[data-edit]");
      const passage = opener.closest(".passage");
      if (opener.dataset.addTo) add(root, passage, quoteFrom(passage));
      else open(root, instead ? withQuote(opener.href, instead) : opener.href, { card: opener.closest(".finding"), instead });
    }
  });
  root.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-edit-form]");
    if (!form) return;
    event.preventDefault();
    sent(root, form, event.submitter);
  });
  root.addEventListener("keydown", (event) => {
    const edit = event.key === "Escape" && !event.defaultPrevented && event.target.closest("[data-edit]");
    if (!edit) return;
    event.preventDefault();
    if (edit.querySelector("[data-touched]")) edit.querySelector("[data-cancel]").focus();
    else close(root, edit);
  });
  root.addEventListener("input", (event) => event.target.closest("[data-edit]") && event.target.setAttribute("data-touched", ""));
}

/** The kinds offered keep the words that were selected when the form was opened. */
function withQuote(address, edit) {
  const chosen = quoteFrom(edit.closest(".passage"));
  if (!chosen) return address;
  const url = new URL(address);
  url.searchParams.set("tu_chu", chosen.first);
  url.searchParams.set("den_chu", chosen.last);
  return url.href;
}
