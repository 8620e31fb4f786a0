// Keeps what is being written on this machine until it is saved, so that an ended session loses nothing.
const PREFIX = "dothi:draft:";
const DAYS = 7;

export function keyOf(user, path) {
  return `${PREFIX}${user}:${path}`;
}

export function readDraft(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null");
    const old = !draft || Date.now() - draft.at > DAYS * 86400000;
    if (draft && old) localStorage.removeItem(key);
    return old ? null : draft;
  } catch {
    return null;
  }
}

export function draftsOf(user) {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(`${PREFIX}${user}:`))
      .map((key) => ({ path: key.slice(`${PREFIX}${user}:`.length), draft: readDraft(key) }))
      .filter(({ draft }) => draft);
  } catch {
    return [];
  }
}

function write(key, draft) {
  try {
    if (draft) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch {
    // Storage is full or forbidden: the page still works, it only remembers nothing.
  }
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && !["csrfmiddlewaretoken", "version"].includes(field.name) && field.type !== "file");
}

function stateOf(form) {
  return Object.fromEntries(
    fields(form)
      .filter((field) => field.type !== "radio")
      .map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]),
  );
}

function fill(form, values) {
  for (const field of fields(form)) {
    if (!(field.name in values) || field.type === "radio") continue;
    if (field.type === "checkbox") field.checked = values[field.name];
    else field.value = values[field.name];
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function keep(form) {
  const key = keyOf(form.dataset.draftUser, form.dataset.draft);
  const saved = stateOf(form);
  const same = (values) => JSON.stringify(values) === JSON.stringify(saved);
  const notice = form.querySelector("[data-draft-notice]");
  const refused = document.querySelector(".error-summary, [role='alert']");
  const draft = readDraft(key);
  if (draft && !refused && !same(draft.values)) {
    fill(form, draft.values);
    if (draft.version && form.elements.version) form.elements.version.value = draft.version;
    notice.hidden = false;
  }
  let timer = 0;
  const store = () => {
    const values = stateOf(form);
    const version = form.elements.version?.value ?? "";
    write(key, same(values) && !refused ? null : { at: Date.now(), title: form.dataset.draftTitle, version, values });
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(store, 300);
  });
  form.addEventListener("submit", store);
  form.querySelector("[data-draft-drop]").addEventListener("click", () => {
    write(key, null);
    window.location.reload();
  });
}

for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
for (const mark of document.querySelectorAll("[data-draft-saved]")) {
  write(keyOf(mark.dataset.draftUser, mark.dataset.draftSaved), null);
}
