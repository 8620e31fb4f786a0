// A combobox over /api/v1/search: arrows move, Enter opens, Escape closes; without this file it is a plain form.

const PAUSE = 140;

export function searchBoxes() {
  for (const form of document.querySelectorAll("[data-search]")) new SearchBox(form);
}

class SearchBox {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.list = form.querySelector("[role=listbox]");
    this.status = form.querySelector("[data-search-status]");
    this.results = [];
    this.at = -1;
    this.asked = 0;
    const input = this.input;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("input", () => this.wait());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("focus", () => { if (this.results.length && input.value.trim()) this.open(); });
    document.addEventListener("pointerdown", (event) => { if (!form.contains(event.target)) this.close(); });
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) this.close(); });
    form.addEventListener("submit", (event) => this.submit(event));
  }

  wait() {
    clearTimeout(this.timer);
    const text = this.input.value.trim();
    if (!text) {
      this.results = [];
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    const asked = ++this.asked;
    const address = new URL(this.form.dataset.searchUrl, window.location.href);
    address.searchParams.set("q", text);
    address.searchParams.set("limit", "8");
    const day = this.form.elements.namedItem("ngay");
    if (day && !day.disabled && day.value) address.searchParams.set("ngay", day.value);
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      const land = { subject: "land", name: text, label: this.form.dataset.landWord, matched: text, holders: [] };
      if (asked === this.asked) this.show(answer.coordinates ? [land, ...answer.results] : answer.results);
    } catch {
      if (asked === this.asked) this.tell(this.form.dataset.failed);
    }
  }

  show(results) {
    this.results = results;
    this.at = -1;
    if (!results.length) {
      this.tell(this.form.dataset.none);
      return;
    }
    this.list.replaceChildren(...results.map((result, index) => this.option(result, index)));
    this.open();
    this.status.textContent = `${results.length} ${this.form.dataset.count}`;
  }

  tell(sentence) {
    const line = document.createElement("li");
    line.className = "search__none";
    line.setAttribute("role", "option");
    line.setAttribute("aria-disabled", "true");
    line.setAttribute("aria-selected", "false");
    line.textContent = sentence;
    this.results = [];
    this.list.replaceChildren(line);
    this.open();
    this.status.textContent = sentence;
  }

  option(result, index) {
    const line = document.createElement("li");
    line.id = `${this.list.id}-${index}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.textContent = result.label || result.name;
    line.append(name);
    const more = [result.matched === name.textContent ? "" : result.matched, result.within].filter(Boolean).join(" · ");
    const now = result.holds === "no" ? result.holders.map((holder) => holder.name).join(", ") : "";
    if (more || now) {
      const small = document.createElement("small");
      small.textContent = [more, now].filter(Boolean).join(" → ");
      line.append(small);
    }
    if (result.subject === "town") {
      const tag = document.createElement("span");
      tag.className = "tag";
      tag.textContent = this.form.dataset.townWord;
      line.append(tag);
    }
    line.addEventListener("pointerdown", (event) => event.preventDefault());
    line.addEventListener("click", () => this.choose(index));
    return line;
  }

  key(event) {
    const last = this.results.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (last < 0) return;
      event.preventDefault();
      this.open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.move(this.at + step > last ? 0 : this.at + step < 0 ? last : this.at + step);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.at >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.choose(this.at);
    }
  }

  move(index) {
    this.at = index;
    for (const [position, line] of [...this.list.children].entries()) {
      line.setAttribute("aria-selected", String(position === index));
    }
    const line = this.list.children[index];
    this.input.setAttribute("aria-activedescendant", line.id);
    line.scrollIntoView({ block: "nearest" });
  }

  choose(index) {
    const result = this.results[index];
    this.input.value = result.name;
    this.close();
    const chosen = new CustomEvent("search:chosen", { bubbles: true, cancelable: true, detail: result });
    if (!this.form.dispatchEvent(chosen)) return;
    const folder = { town: this.form.dataset.townUrl, land: this.form.dataset.landUrl }[result.subject] || this.form.dataset.placeUrl;
    const address = new URL(folder.replace("KEY", encodeURIComponent(result.key)), window.location.href);
    if (result.subject === "land") address.searchParams.set("diem", result.name);
    const day = this.form.elements.namedItem("ngay");
    if (day && !day.disabled && day.value) address.searchParams.set("ngay", day.value);
    window.location.assign(address);
  }

  submit(event) {
    if (this.form.dataset.searchGo === "map" && this.results.length && !this.list.hidden) {
      event.preventDefault();
      this.choose(Math.max(0, this.at));
    }
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
