// Plans on the first page's map. Loaded when the reader turns the layer on, and nothing of it before.
import { fontsReady } from "../map/style.js";
import { addPlan, cardAddress, mark, OPACITY, removePlan, show, zoneAt } from "./layers.js";

const BELOW = "line-3"; // boundaries of units, chosen things and names stay above plans
const SVG = "http://www.w3.org/2000/svg";
const CLOSE_ENOUGH = 10;

// `seen` answers with the box of the screen in which the map can be seen, undefined for all of it.
export class PlansOnMap {
  constructor(map, block, seen = () => undefined) {
    this.map = map;
    this.seen = seen;
    this.block = block;
    this.set = block.dataset;
    this.words = JSON.parse(block.querySelector("script").textContent);
    this.legend = block.querySelector("[data-plans-legend]");
    this.note = block.querySelector("[data-plans-note]");
    this.drawn = [];
    this.day = null;
    this.levels = new Set();
    this.only = "";
    map.on("idle", () => this.follow());
  }

  // Draws the plans of a day, or only one of them; a plan whose version stays the same is left as it is.
  async draw(day, question, levels, only = "") {
    this.levels = levels;
    this.only = only;
    if (this.day !== day) {
      this.day = day;
      try {
        const [found, functions] = await Promise.all([ask(this.set.plans, question, day), ask(this.set.functions), fontsReady()]);
        if (this.day !== day) return;
        this.functions = new Map(functions.functions.map((item, rank) => [item.key, { ...item, rank }]));
        this.swap(found.plans);
      } catch (error) {
        this.day = null;
        this.say(this.words.failed);
        throw error;
      }
    }
    for (const { plan, parts } of this.drawn) show(this.map, parts.layers, this.shows(plan));
  }

  shows(plan) {
    return this.only ? plan.key === this.only : this.levels.has(level(plan));
  }

  // The versions that are drawn.
  get shown() {
    return this.drawn.map(({ plan }) => plan).filter((plan) => this.shows(plan));
  }

  clear() {
    this.swap([]);
    this.day = null;
  }

  swap(plans) {
    const version = (plan) => `${plan.key}:${plan.version}`;
    const same = plans.map(version).join("|") === this.drawn.map(({ plan }) => version(plan)).join("|");
    if (same) return;
    for (const { parts } of this.drawn) removePlan(this.map, parts);
    const colours = Object.fromEntries([...(this.functions?.values() || [])].map((item) => [item.key, item.colour]));
    this.drawn = plans.map((plan) => ({ plan, parts: addPlan(this.map, plan, { colours, words: this.words, before: BELOW }) }));
  }

  at(point) {
    return this.day ? zoneAt(this.map, point, this.drawn) : null;
  }

  mark(zone) {
    mark(this.map, this.drawn, zone);
  }

  address(zone, question) {
    return cardAddress(this.set.zone, zone, question);
  }

  // The legend names what can be seen just now.
  follow() {
    if (!this.day) {
      this.legend.replaceChildren();
      this.say("");
      return;
    }
    const ids = this.drawn.flatMap(({ parts }) => parts.zones).filter((id) => this.map.getLayoutProperty(id, "visibility") !== "none");
    const { clientWidth, clientHeight } = this.map.getContainer();
    const box = this.seen() || [[0, 0], [clientWidth, clientHeight]];
    const seen = new Set(ids.length ? this.map.queryRenderedFeatures(box, { layers: ids }).map((item) => item.properties.function || "") : []);
    const rows = [...seen].map((key) => this.functions.get(key)).filter(Boolean).sort((a, b) => a.rank - b.rank);
    const invented = rows.length && this.drawn.some(({ plan }) => plan.illustrative && this.shows(plan));
    this.legend.replaceChildren(...rows.map((item) => legendRow(item, this.words)), ...(invented ? [inventedRow(this.words)] : []));
    if (!this.shown.length) this.say(this.words.none);
    else if (rows.length) this.say("");
    else this.say(this.map.getZoom() < CLOSE_ENOUGH ? this.words.closer : this.words.outside);
  }

  say(sentence) {
    this.note.textContent = sentence;
    this.note.hidden = !sentence;
  }
}

export function legendRow(item, words) {
  const line = document.createElement("li");
  const name = document.createElement("span");
  const code = document.createElement("code");
  code.textContent = item.code || words.noCode;
  name.append(code, ` ${document.documentElement.lang === "en" ? item.title_en : item.title}`);
  line.append(swatch(item.colour), name);
  return line;
}

export function inventedRow(words) {
  const line = document.createElement("li");
  const picture = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ class: "swatch", viewBox: "0 0 30 18", "aria-hidden": "true" })) picture.setAttribute(name, value);
  const edge = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({ class: "key-invented", d: "M2 9h26" })) edge.setAttribute(name, value);
  picture.append(edge);
  line.append(picture, words.illustrative);
  return line;
}

function level(plan) {
  return ["general", "zoning", "detailed"].includes(plan.level) ? plan.level : "khac";
}

function swatch(colour) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "swatch");
  picture.setAttribute("viewBox", "0 0 30 18");
  picture.setAttribute("aria-hidden", "true");
  for (const [fill, opacity] of [["#ffffff", 1], [colour, OPACITY]]) {
    const box = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ x: 0.5, y: 0.5, width: 29, height: 17, rx: 2, fill, "fill-opacity": opacity, stroke: "#626965", "stroke-opacity": 0.6 })) box.setAttribute(name, value);
    picture.append(box);
  }
  return picture;
}

async function ask(address, question = "", day = "") {
  const url = new URL(address, window.location.href);
  url.search = question;
  if (day) url.searchParams.set("ngay", day);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url.pathname}`);
  return response.json();
}
