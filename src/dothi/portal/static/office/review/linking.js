// Words and cards, linked both ways: pointing at one strengthens the other, choosing one chooses the other.
export const cards = (root) => [...root.querySelectorAll(".finding")];
export const current = (root) => root.querySelector(".finding.is-current");
export const cardOf = (root, pk) => root.querySelector(`#muc-${CSS.escape(String(pk))}`);

const wordsOf = (root, pk) => root.querySelectorAll(`.found[data-items~="${CSS.escape(String(pk))}"]`);

function mark(root, name, pks) {
  for (const other of root.querySelectorAll(`.${name}`)) if (!other.matches(".finding.is-current")) other.classList.remove(name);
  for (const pk of pks) {
    for (const words of wordsOf(root, pk)) words.classList.add(name);
    if (name === "is-on") cardOf(root, pk)?.classList.add(name);
  }
}

export function choose(root, card) {
  for (const other of root.querySelectorAll(".finding.is-current")) if (other !== card) other.classList.remove("is-current");
  card.classList.add("is-current");
  mark(root, "is-chosen", [card.dataset.item]);
}

export function go(root, card) {
  if (!card) return;
  choose(root, card);
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

const itemsUnder = (target) => {
  const words = target.closest?.(".found");
  if (words) return words.dataset.items.split(" ");
  const card = target.closest?.(".finding");
  return card ? [card.dataset.item] : [];
};

export function linking(root) {
  root.addEventListener("pointerover", (event) => mark(root, "is-on", itemsUnder(event.target)));
  root.addEventListener("pointerleave", () => mark(root, "is-on", []));
  root.addEventListener("focusin", (event) => {
    const card = event.target.closest(".finding");
    if (card) choose(root, card);
  });
  root.addEventListener("click", (event) => {
    const label = event.target.closest(".ref");
    const back = event.target.closest(".finding__kind");
    const words = event.target.closest(".found");
    if (label) {
      event.preventDefault();
      go(root, cardOf(root, label.dataset.ref));
    } else if (back) {
      const card = back.closest(".finding");
      event.preventDefault();
      choose(root, card);
      (wordsOf(root, card.dataset.item)[0] ?? card).scrollIntoView({ block: "center" });
    } else if (words && window.getSelection().isCollapsed) {
      const pks = words.dataset.items.split(" ");
      const at = pks.indexOf(current(root)?.dataset.item);
      go(root, cardOf(root, pks[(at + 1) % pks.length]));
    }
  });
  const named = window.location.hash.match(/^#muc-\d+$/) && root.querySelector(window.location.hash);
  if (named) go(root, named);
}
