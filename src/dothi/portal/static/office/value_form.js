// The rule of the chosen indicator beside its field, and suggestions for places. Without it the form still works.
const WAIT = 200;

function indicatorRule(form) {
  const select = form.querySelector("[data-indicator] select");
  const rule = form.querySelector("[data-indicator] .field__rule p");
  const unit = form.querySelector("[data-value] .with-unit > span");
  const show = () => {
    const option = select.selectedOptions[0];
    rule.textContent = option?.dataset.rule ?? "";
    unit.textContent = option?.dataset.unit ?? "";
  };
  select.addEventListener("change", show);
  show();
}

function dayOf(form) {
  const text = (form.elements.last_day.value || form.elements.first_day.value).trim();
  return /^\d{4}$/.test(text) ? `31/12/${text}` : text;
}

function places(form) {
  const field = form.querySelector("[data-place]");
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
      const query = new URLSearchParams({ q: text, ngay: dayOf(form) });
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

for (const form of document.querySelectorAll("form[data-draft]")) {
  indicatorRule(form);
  places(form);
}
