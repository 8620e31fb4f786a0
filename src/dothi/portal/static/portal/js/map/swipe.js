// Two pictures on one map: a second map lies over the first and shows another day, one plan or a layer of a theme left
// of a divider that can be moved.
import * as maplibre from "../../../vendor/maplibre-gl/maplibre-gl.mjs";
import { PlansOnMap } from "../plans/onmap.js";
import { namePoints, plansOn, themesOn, townPoints, townsOn, unitsOn } from "./data.js";
import { LAYERS, signs, style } from "./style.js";
import { ThemeOnMap } from "./theme.js";

const NOTHING = "0"; // in the address: no plans on the left
const PLAN = "qh.", THEME = "ht.";
const STEPS = { ArrowLeft: -2, ArrowDown: -2, ArrowRight: 2, ArrowUp: 2, PageDown: -10, PageUp: 10 };

export class Swipe {
  constructor(page) {
    this.page = page;
    this.main = page.map;
    this.frame = page.root.parentElement;
    this.bar = this.frame.querySelector("[data-swipe-bar]");
    this.divider = this.frame.querySelector("[data-swipe-divider]");
    this.block = document.querySelector("[data-swipe-legend]");
    this.form = this.bar.querySelector("form");
    this.left = this.form.elements.namedItem("left");
    this.right = this.form.elements.namedItem("right");
    this.words = page.words.swipe;
    this.share = 50;
    this.listen();
  }

  get open() {
    return Boolean(this.side);
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.change();
    });
    this.form.elements.namedItem("nothing").addEventListener("change", () => this.change());
    this.left.addEventListener("change", () => this.change());
    this.right.addEventListener("change", () => this.changeRight());
    this.bar.querySelector("[data-swipe-close]").addEventListener("click", () => this.close());
    this.divider.addEventListener("keydown", (event) => {
      const to = { Home: 0, End: 100 }[event.key] ?? this.share + (STEPS[event.key] ?? NaN);
      if (Number.isNaN(to)) return;
      event.preventDefault();
      this.place(to);
    });
    this.divider.addEventListener("pointerdown", (event) => this.divider.setPointerCapture(event.pointerId));
    this.divider.addEventListener("pointermove", (event) => {
      if (!this.divider.hasPointerCapture(event.pointerId)) return;
      const box = this.frame.getBoundingClientRect();
      this.place((100 * (event.clientX - box.left)) / box.width);
    });
  }

  // What the form says: one plan, a layer, a day, or that the left shows no plans.
  change() {
    if (this.left.value) {
      this.page.panel.say("");
      return this.show(this.left.value);
    }
    const nothing = this.form.elements.namedItem("nothing").checked;
    const day = this.page.dayIn(this.form.elements.namedItem("day").value);
    if (!nothing && !day) {
      this.page.panel.say(this.page.words.badDay, "error");
      return undefined;
    }
    this.page.panel.say("");
    return this.show(nothing ? NOTHING : day);
  }

  async changeRight() {
    this.page.state.right = this.right.value;
    this.page.remember();
    await this.page.showPlans();
  }

  async show(other) {
    this.page.quiet(this);
    this.page.state.other = other;
    this.page.remember();
    this.bar.hidden = this.divider.hidden = this.block.hidden = false;
    this.form.elements.namedItem("nothing").checked = other === NOTHING;
    if (/^\d/.test(other) && other !== NOTHING) this.form.elements.namedItem("day").value = plainDay(other);
    await this.choices();
    if (!this.side) await this.begin();
    await this.refresh();
  }

  // Plans and layers of the map's day, to choose from on either side.
  async choices() {
    const { page } = this;
    const [{ plans }, { layers }] = await Promise.all([plansOn(page.set.plans, page.state.day), themesOn(page.set.themes, page.state.day)]);
    this.known = { plans, layers };
    const english = document.documentElement.lang === "en";
    const title = (item) => (english && item.title_en ? item.title_en : item.title);
    const option = (value, text) => new Option(text, value);
    const group = (label, rows) => {
      const found = document.createElement("optgroup");
      found.label = label;
      found.append(...rows);
      return rows.length ? [found] : [];
    };
    const uses = layers.filter((item) => item.theme === "current-use");
    const rest = layers.filter((item) => item.theme !== "current-use");
    const themes = (rows) => rows.map((item) => option(THEME + item.number, title(item)));
    this.left.replaceChildren(option("", this.words.otherDay), ...group(this.words.uses, themes(uses)), ...group(this.words.themes, themes(rest)), ...group(this.words.plans, plans.map((plan) => option(PLAN + plan.key, title(plan)))));
    this.right.replaceChildren(option("", this.words.allPlans), ...plans.map((plan) => option(plan.key, title(plan))));
    const { other, right } = page.state;
    this.left.value = /^\d/.test(other) ? "" : other;
    if (this.left.selectedIndex < 0) this.left.value = "";
    this.right.value = right;
    if (this.right.selectedIndex < 0) {
      this.right.value = "";
      page.state.right = "";
    }
    this.form.querySelector("[data-swipe-day]").hidden = Boolean(this.left.value);
  }

  async begin() {
    const { set, words } = this.page;
    this.holder = document.createElement("div");
    this.holder.className = "map-canvas map-swipe";
    this.holder.inert = true;
    this.page.root.after(this.holder);
    this.side = new maplibre.Map({
      container: this.holder,
      style: style({ backdrop: set.backdrop, basemap: set.basemap, attribution: set.basemapAttribution, seaName: words.sea }),
      center: this.main.getCenter(), zoom: this.main.getZoom(), minZoom: 0, renderWorldCopies: false, interactive: false, attributionControl: false, fadeDuration: 0,
      locale: words.controls,
      canvasContextAttributes: { preserveDrawingBuffer: true },
    });
    this.follow = () => this.side.jumpTo({ center: this.main.getCenter(), zoom: this.main.getZoom(), padding: this.main.getPadding() });
    const { side } = this;
    side.on("idle", () => { this.holder.dataset.drawn = "1"; });
    this.place(this.share);
    await side.once("load");
    if (side !== this.side) return;
    signs(side, Math.max(0, ...Object.values(this.page.classWords).map((word) => word.rank)));
    this.plans = new PlansOnMap(side, this.block, () => this.window());
    this.theme = new ThemeOnMap(side, this.block, () => this.window());
    this.main.on("move", this.follow);
    this.follow();
  }

  // Draws the left anew: for another day of its own or of the map, and for other levels of plans.
  async refresh() {
    const { side, page } = this;
    if (!this.plans) return;
    await this.choices();
    const { other } = page.state;
    const day = /^\d{4}/.test(other) ? other : page.state.day;
    this.holder.dataset.drawn = "0";
    const [units, towns] = await Promise.all([unitsOn(page.set.units, day), townsOn(page.set.towns, day)]);
    if (side !== this.side || other !== page.state.other) return;
    side.getSource("units").setData(units);
    side.getSource("names").setData(namePoints(units));
    side.getSource("towns").setData(townPoints(towns, page.classWords));
    for (const layer of new Set(Object.values(LAYERS).flat())) {
      side.setLayoutProperty(layer, "visibility", this.main.getLayoutProperty(layer, "visibility") ?? "visible");
    }
    this.name(day);
    await this.fill(day);
    side.triggerRepaint();
  }

  async fill(day) {
    const { other } = this.page.state;
    const layer = other.startsWith(THEME) ? this.known.layers.find((item) => String(item.number) === other.slice(THEME.length)) : null;
    if (layer || other === NOTHING) this.plans.clear();
    if (layer) this.theme.draw(layer);
    else this.theme.clear();
    if (!layer && other !== NOTHING) await this.plans.draw(day, this.page.question(), this.page.levelsShown(), other.startsWith(PLAN) ? other.slice(PLAN.length) : "");
  }

  // What each half shows, in words.
  name(day) {
    const { other, right: only } = this.page.state;
    const today = this.page.written(this.page.state.day);
    const chosen = this.left.value ? this.left.selectedOptions[0].text : "";
    const layer = this.known.layers.find((item) => THEME + item.number === other);
    const left = (layer?.illustrative ? `${chosen} · ${this.words.invented}` : chosen) || (other === NOTHING ? this.words.nothing : this.page.written(day));
    const right = only ? this.right.selectedOptions[0].text : today;
    for (const place of document.querySelectorAll("[data-swipe-left]")) place.textContent = left;
    for (const place of document.querySelectorAll("[data-swipe-right]")) place.textContent = right;
    this.say();
  }

  place(share) {
    this.share = Math.min(100, Math.max(0, share));
    this.holder.style.clipPath = `inset(0 ${100 - this.share}% 0 0)`;
    this.divider.style.left = `${this.share}%`;
    this.divider.setAttribute("aria-valuenow", String(Math.round(this.share)));
    this.say();
    this.plans?.follow();
    this.page.plans?.follow();
  }

  say() {
    this.divider.setAttribute("aria-valuetext", this.words.share.replace("{share}", `${Math.round(this.share)} %`));
  }

  // The part of the left map that can be seen, for its legend.
  window() {
    const { width, height } = this.holder.getBoundingClientRect();
    return [[0, 0], [(width * this.share) / 100, height]];
  }

  // The part of the main map that can be seen.
  rest() {
    const { width, height } = this.page.root.getBoundingClientRect();
    return [[this.open ? (width * this.share) / 100 : 0, 0], [width, height]];
  }

  covers(point) {
    return this.open && point.x < this.rest()[0][0];
  }

  close() {
    if (!this.side) return;
    this.main.off("move", this.follow);
    this.side.remove();
    this.holder.remove();
    this.side = this.plans = this.theme = null;
    this.bar.hidden = this.divider.hidden = this.block.hidden = true;
    const { right } = this.page.state;
    this.page.state.other = this.page.state.right = "";
    this.page.remember();
    if (right) this.page.showPlans();
    else this.page.plans?.follow();
    this.page.swipeButton.setAttribute("aria-pressed", "false");
  }
}

function plainDay(day) {
  return day.split("-").reverse().map(Number).join("/");
}
