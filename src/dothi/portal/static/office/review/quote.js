// The stretch of text an item is taken from: shown in its form, and changed by selecting other words.
// Positions count characters, not the code units of the script: a rare sign beyond the first plane is one.
const sourceOf = (element) => element.closest(".passage")?.querySelector("[data-source]");
const letters = (text) => [...text];

function before(source, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(source);
  range.setEnd(node, offset);
  return letters(range.toString()).length;
}

/** What is selected in the paragraph, as first and last character from 1; null when nothing is. */
export function quoteFrom(passage) {
  const source = passage?.querySelector("[data-source]");
  const selection = window.getSelection();
  if (!source || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(source)) return null;
  const whole = document.createRange();
  whole.selectNodeContents(source);
  const from = range.compareBoundaryPoints(Range.START_TO_START, whole) < 0 ? 0 : before(source, range.startContainer, range.startOffset);
  const all = letters(source.textContent);
  const to = range.compareBoundaryPoints(Range.END_TO_END, whole) > 0 ? all.length : before(source, range.endContainer, range.endOffset);
  let [first, last] = [from, to];
  while (first < last && !all[first].trim()) first += 1;
  while (last > first && !all[last - 1].trim()) last -= 1;
  return last > first ? { first: first + 1, last } : null;
}

function place(source, count) {
  const walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
  let left = count;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const size = letters(node.data).length;
    if (left <= size) return [node, letters(node.data).slice(0, left).join("").length];
    left -= size;
  }
  return [source, source.childNodes.length];
}

function numbersOf(part) {
  const [first, last] = ["tu_chu", "den_chu"].map((name) => Number(part.querySelector(`[data-quote="${name}"]`)?.value.trim()));
  return { first, last };
}

function show(part) {
  const source = sourceOf(part);
  const text = part.querySelector("[data-quote-text]");
  if (!source || !text) return;
  const { first, last } = numbersOf(part);
  const all = letters(source.textContent);
  const fits = Number.isInteger(first) && Number.isInteger(last) && first >= 1 && first <= last && last <= all.length;
  text.textContent = fits ? `«${all.slice(first - 1, last).join("")}»` : "–";
  if (!part.classList.contains("is-quoting") || !("highlights" in CSS)) return;
  CSS.highlights.delete("quote");
  if (!fits) return;
  const range = document.createRange();
  range.setStart(...place(source, first - 1));
  range.setEnd(...place(source, last));
  CSS.highlights.set("quote", new Highlight(range));
}

function activate(part) {
  for (const other of part.closest("[data-edit]").querySelectorAll("[data-part]")) other.classList.toggle("is-quoting", other === part);
  show(part);
}

export function showQuotes(edit) {
  const parts = [...edit.querySelectorAll("[data-part]")];
  parts.forEach(show);
  if (parts.length) activate(parts[0]);
}

export function quotes(root) {
  root.addEventListener("focusin", (event) => {
    const part = event.target.closest("[data-part]");
    if (part) activate(part);
  });
  root.addEventListener("input", (event) => {
    if (event.target.matches("[data-quote]")) show(event.target.closest("[data-part]"));
  });
  const taken = (event) => {
    const passage = event.target.closest?.(".passage");
    const edit = passage?.querySelector("[data-edit]");
    const part = edit?.querySelector("[data-part].is-quoting") ?? edit?.querySelector("[data-part]");
    const chosen = part && event.target.closest("[data-source]") && quoteFrom(passage);
    if (!chosen) return;
    part.querySelector('[data-quote="tu_chu"]').value = chosen.first;
    part.querySelector('[data-quote="den_chu"]').value = chosen.last;
    part.querySelector('[data-quote="tu_chu"]').setAttribute("data-touched", "");
    activate(part);
    const status = document.querySelector("[data-status]");
    if (status) status.textContent = `${document.querySelector("[data-review]")?.dataset.quoted ?? ""} ${part.querySelector("[data-quote-text]").textContent}`;
  };
  document.addEventListener("pointerup", (event) => setTimeout(() => taken(event), 0));
  for (const edit of document.querySelectorAll("[data-edit]")) showQuotes(edit);
}
