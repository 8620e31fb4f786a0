// What the panel says: a card written by the server for what is chosen, or a summary of the day.

export class Panel {
  constructor(root) {
    this.root = root;
    this.card = root.querySelector("[data-card-place]");
    this.summary = root.querySelector("[data-summary]");
    this.status = root.querySelector("[data-map-status]");
    this.urls = { unit: root.dataset.placeCard, town: root.dataset.townCard };
    this.words = root.dataset;
    this.asked = 0;
    this.programme = root.querySelector("[data-outlook]");
  }

  // What programmes want, as the server writes it for the day; the block on the page is that of its first day.
  async outlook(day, question) {
    if (!this.programme || this.programme.dataset.outlook === day) return;
    this.programme.dataset.outlook = day;
    const url = new URL(this.programme.dataset.address, window.location.href);
    url.search = question;
    const response = await fetch(url);
    if (this.programme.dataset.outlook !== day) return;
    if (!response.ok) throw new Error(`${response.status} ${url.pathname}`);
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    this.programme.replaceChildren(holder.content);
  }

  // Fetches the card of a unit or town; answers with its element, or null when it is not on record.
  async show(subject, key, question) {
    return this.open(this.urls[subject].replace("KEY", encodeURIComponent(key)) + question);
  }

  // Fetches the card at an address of the server; a refusal that is itself a card is shown as one.
  async open(address) {
    const asked = ++this.asked;
    const url = new URL(address, window.location.href);
    const response = await fetch(url);
    if (asked !== this.asked) return null;
    if (response.status === 404) return null;
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    if (!response.ok && !holder.content.querySelector("[data-card]")) throw new Error(`${response.status} ${url.pathname}`);
    if (asked !== this.asked) return null;
    this.card.replaceChildren(holder.content);
    this.card.parentElement.hidden = false;
    this.overview(false);
    return this.card.querySelector("[data-card]");
  }

  clear() {
    this.asked += 1;
    this.card.replaceChildren();
    this.card.parentElement.hidden = true;
    this.overview(true);
  }

  overview(shown) {
    this.summary.hidden = !shown;
    if (this.programme) this.programme.hidden = !shown;
  }

  say(sentence, kind = "") {
    this.status.textContent = sentence;
    this.status.dataset.kind = kind;
    this.status.hidden = !sentence;
  }

  // Counts of the day by kind, as the server writes them on first sight.
  count(units, towns, shownDay, words) {
    const kinds = new Map();
    for (const unit of units.features) {
      const { kind, level } = unit.properties;
      const name = `${level}|${kind}`;
      kinds.set(name, (kinds.get(name) || 0) + 1);
    }
    const rows = [...kinds].sort(([a, m], [b, n]) => Number(a[0]) - Number(b[0]) || n - m);
    const several = (kind) => rows.filter(([name]) => name.endsWith(`|${kind}`)).length > 1;
    this.root.querySelector("[data-kinds]").replaceChildren(
      ...rows.map(([name, number]) => {
        const [level, kind] = name.split("|");
        const title = words.kinds[name] || kind;
        return fact(several(kind) ? `${title} (${words.levels[level]})` : title, number);
      }),
      fact(this.words.townWord, towns.features.length),
    );
    for (const place of document.querySelectorAll("[data-shown-day]")) place.textContent = shownDay;
  }
}

function fact(label, number) {
  const row = document.createElement("div");
  const term = document.createElement("dt");
  term.textContent = label;
  const value = document.createElement("dd");
  value.className = "number";
  value.textContent = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "vi-VN").format(number);
  row.append(term, value);
  return row;
}
