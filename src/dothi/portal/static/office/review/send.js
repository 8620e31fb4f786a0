// Sends what an officer does, shows what came of it, and asks now and then what others did.
import { cardOf, current, go } from "./linking.js";
import { announce, toast } from "./say.js";

const PAUSE = 8000;
const pending = new Map();
let chain = Promise.resolve();

const shown = (root) => [...root.querySelectorAll(".finding")].map((card) => card.dataset.item).join(",");

/** One request after the other, so that an older answer never overwrites a newer one. */
export function inTurn(work) {
  chain = chain.then(work, work);
  return chain;
}

async function answerOf(root, request) {
  try {
    const answer = await request();
    if (answer.type === "opaqueredirect" || answer.status === 403) return { status: answer.status, data: null, said: root.dataset.signedOut };
    if (answer.status === 204) return { status: 204, data: null };
    return { status: answer.status, data: await answer.json() };
  } catch {
    return { status: 0, data: null, said: root.dataset.lost };
  }
}

export function get(root, address) {
  return answerOf(root, () => fetch(address, { headers: { accept: "application/json" }, redirect: "manual" }));
}

/** After signing in again beside this page its forms hold an old token: ask for the new one. */
async function renewed(root, body) {
  const { data } = await get(root, `${root.dataset.changes}?ma=1`);
  if (!data?.token) return false;
  for (const field of root.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = data.token;
  body.set("csrfmiddlewaretoken", data.token);
  return true;
}

export function post(root, form, submitter) {
  return inTurn(async () => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, submitter)) if (typeof value === "string") body.append(name, value);
    body.set("tu", root.dataset.step);
    body.set("giu", shown(root));
    root.classList.add("is-busy");
    const send = () => answerOf(root, () => fetch(form.action, { method: "POST", body, headers: { accept: "application/json" }, redirect: "manual" }));
    let found = await send();
    if (found.status === 403 && (await renewed(root, body))) found = await send();
    root.classList.remove("is-busy");
    if (found.said) toast(root, found.said, { kind: "error" });
    return found;
  });
}

function put(root, id, html) {
  const old = document.getElementById(id);
  const made = document.createElement("template");
  made.innerHTML = html.trim();
  const within = old.contains(document.activeElement);
  const pk = within || old.contains(current(root)) ? current(root)?.dataset.item : "";
  old.replaceWith(made.content.firstElementChild);
  const card = pk && cardOf(root, pk);
  if (card && within) go(root, card);
  else if (card) card.classList.add("is-current");
}

/** Shows a paragraph anew, unless a form is open in it: then when the form closes. */
function refresh(root, id, html) {
  const old = document.getElementById(id);
  if (!old) return;
  const edit = old.querySelector("[data-edit]");
  if (!edit) {
    put(root, id, html);
    return;
  }
  pending.set(id, html);
  if (edit.querySelector("[data-alert]") || edit.previousElementSibling?.matches(".finding__waiting")) return;
  const note = document.createElement("p");
  note.className = "finding__waiting";
  note.textContent = root.dataset.waiting;
  edit.before(note);
}

export function settle(root, id) {
  const html = pending.get(id);
  pending.delete(id);
  if (html && document.getElementById(id)) put(root, id, html);
}

export function apply(root, data, own = "") {
  if (!data || data.step === undefined) return;
  root.dataset.step = data.step;
  if (data.toolbar) root.querySelector("[data-bar]").innerHTML = data.toolbar;
  for (const [id, html] of Object.entries(data.nodes ?? {})) {
    if (id === own) document.getElementById(id)?.querySelector("[data-edit]")?.remove();
    refresh(root, id, html);
  }
  for (const text of data.said ?? []) toast(root, text);
  if (data.reload) toast(root, root.dataset.reload, { stays: true, link: window.location.href });
  if (data.closed) {
    delete root.dataset.open;
    toast(root, data.closed, { kind: "warning", stays: true, link: window.location.href });
  }
}

function conflict(root, data) {
  const node = document.getElementById(data.node);
  const place = node?.querySelector("[data-items-of]") ?? root.querySelector("[data-passages]");
  const made = document.createElement("template");
  made.innerHTML = data.conflict.trim();
  const part = made.content.firstElementChild;
  place.prepend(part);
  part.scrollIntoView({ block: "nearest" });
  part.focus();
}

/** What a form without fields of its own came to. */
export async function take(root, form, submitter) {
  const { status, data } = await post(root, form, submitter);
  if (!data) return false;
  apply(root, data);
  if (data.conflict) conflict(root, data);
  else if (data.faults) toast(root, data.faults.join(" "), { kind: "error" });
  else if (data.done) announce(root, data.done);
  if (data.conflict || status !== 200) return false;
  if (["merge", "undo", "redo", "again"].includes(form.dataset.deed)) go(root, root.querySelector(`#${CSS.escape(data.anchor)}.finding`));
  return true;
}

export function deeds(root) {
  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-deed]");
    if (!form) return;
    event.preventDefault();
    const alone = form.closest(".conflict");
    if ((await take(root, form, event.submitter)) && alone) alone.remove();
  });
  root.addEventListener("click", (event) => {
    const dismiss = event.target.closest("[data-dismiss]");
    if (!dismiss) return;
    event.preventDefault();
    dismiss.closest(".conflict").remove();
  });
}

export function watch(root) {
  setInterval(() => {
    if (document.hidden || !("open" in root.dataset)) return;
    inTurn(async () => {
      const query = new URLSearchParams(root.dataset.query);
      query.set("tu", root.dataset.step);
      query.set("giu", shown(root));
      const { status, data } = await get(root, `${root.dataset.changes}?${query}`);
      if (status === 200) apply(root, data);
    });
  }, PAUSE);
}
