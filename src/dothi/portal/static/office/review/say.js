// What the page says beside its content: to everybody in a note, to screen readers in a status line.
const SHOWN = 6000;

export function announce(root, text) {
  const status = root.querySelector("[data-status]");
  if (!status) return;
  status.textContent = "";
  requestAnimationFrame(() => {
    status.textContent = text;
  });
}

export function toast(root, text, { kind = "", stays = false, link = "" } = {}) {
  const place = root.querySelector("[data-toasts]");
  const note = document.createElement("div");
  note.className = `notice${kind ? ` notice--${kind}` : ""}`;
  const body = document.createElement("div");
  body.className = "notice__body";
  const line = document.createElement("p");
  line.textContent = text;
  body.append(line);
  if (link) {
    const again = document.createElement("a");
    again.href = link;
    again.textContent = link === window.location.href ? "↻" : link;
    again.setAttribute("aria-label", text);
    body.append(again);
  }
  note.append(body);
  place.append(note);
  while (place.children.length > 4) place.firstElementChild.remove();
  if (!stays) setTimeout(() => note.remove(), SHOWN);
  announce(root, text);
}
