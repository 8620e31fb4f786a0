// A list to choose from, found by typing a part of the name, tone marks aside. Without it the list is a plain one.
const MOST = 60;
const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/[^0-9a-z]+/g, " ")
    .trim();

function searched(select) {
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const box = document.createElement("span");
  const label = document.querySelector(`label[for="${select.id}"]`);
  box.className = "pick";
  list.className = "pick__list";
  list.hidden = true;
  list.id = `${select.id}-ds`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label?.textContent.trim() ?? "");
  Object.assign(input, { type: "text", id: `${select.id}-tim`, className: "input", autocomplete: "off", spellcheck: false });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
  const options = [...select.options].map((option) => ({ value: option.value, text: option.textContent, folded: fold(option.textContent) }));
  const named = () => (select.value ? select.selectedOptions[0].textContent : "");
  input.placeholder = options.find((option) => !option.value)?.text ?? "";
  input.value = named();
  if (label) label.htmlFor = input.id;
  if (select.getAttribute("aria-invalid")) input.setAttribute("aria-invalid", "true");
  select.hidden = true;
  select.before(box);
  box.append(input, list, select);
  let active = -1;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (value) => {
    select.value = value;
    input.value = named();
    select.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  };
  const move = (index) => {
    const rows = [...list.children];
    if (!rows.length) return;
    active = (index + rows.length) % rows.length;
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === active)));
    rows[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", rows[active].id);
  };
  const show = (all) => {
    const wanted = all ? "" : fold(input.value);
    const found = options.filter((option) => (wanted ? option.value && option.folded.includes(wanted) : true)).slice(0, MOST);
    list.replaceChildren(
      ...found.map((option, at) => {
        const row = document.createElement("li");
        row.id = `${list.id}-${at}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        row.textContent = option.text;
        row.dataset.value = option.value;
        row.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(option.value);
        });
        return row;
      }),
    );
    active = -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
  };
  input.addEventListener("input", () => show(false));
  input.addEventListener("click", () => list.hidden && show(true));
  input.addEventListener("blur", () => {
    if (!input.value.trim()) select.value = "";
    input.value = named();
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show(true);
      move(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (active < 0 && list.children.length === 1) active = 0;
      if (active >= 0) take(list.children[active].dataset.value);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      input.value = named();
      close();
    }
  });
}

export function picks(root) {
  for (const select of root.querySelectorAll("select[data-pick]:not([hidden])")) searched(select);
}
