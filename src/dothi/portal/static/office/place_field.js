// Suggestions for a field of places (in an element with data-place, the address to ask). Without it the field still works.
const WAIT = 200;

export function suggestPlaces(field, day) {
  const input = field.querySelector("input[name='place']");
  const list = document.createElement("ul");
  Object.assign(list, { id: `${input.id}-options`, className: "place-options", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "");
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" })) input.setAttribute(name, value);

  let timer = 0;
  let asked = 0;
  let active = -1;
  const close = () => {
    asked += 1;
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    input.value = option.dataset.value;
    close();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
  };
  const mark = (index) => {
    const options = [...list.children];
    if (!options.length) return;
    active = (index + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  };
  const ask = async () => {
    const text = input.value.trim();
    asked += 1;
    const turn = asked;
    if (text.length < 2 || /\([^()]+\)$/.test(text)) return close();
    let found = [];
    try {
      const query = new URLSearchParams({ q: text, ngay: day() });
      const answer = await fetch(`${field.dataset.place}?${query}`, { redirect: "error" });
      if (answer.ok) found = (await answer.json()).places;
    } catch {
      return close();
    }
    if (turn !== asked) return undefined;
    list.replaceChildren(
      ...found.map((place, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.value = `${place.name} (${place.key})`;
        const name = document.createElement("span");
        const key = document.createElement("small");
        name.textContent = place.name;
        key.textContent = place.key;
        option.append(name, key);
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          choose(option);
        });
        return option;
      }),
    );
    active = -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    return undefined;
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
}
