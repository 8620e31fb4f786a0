// The map page: one map, one panel beside it, one day, one thing chosen.
import * as maplibre from "../../../vendor/maplibre-gl/maplibre-gl.mjs";
import * as address from "./address.js";
import { middle, namePoints, programmeOn, programmeShapes, townPoints, townsOn, unitsOn } from "./data.js";
import { LandOnMap } from "./land.js";
import { Measure } from "./measure.js";
import { Panel } from "./panel.js";
import { sheet } from "./sheet.js";
import { CLICKABLE, LAYERS, fontsReady, signs, style } from "./style.js";

const NAMES_FROM = "2025-07-01"; // the backdrop's provinces are those of this day

class MapPage {
  constructor(root) {
    this.root = root;
    this.set = root.dataset;
    this.extent = JSON.parse(this.set.extent);
    this.words = JSON.parse(document.getElementById("map-words").textContent);
    this.classWords = JSON.parse(document.getElementById("class-words").textContent);
    this.panel = new Panel(document.querySelector("[data-map-panel]"));
    this.form = document.querySelector("[data-day-form]");
    const asked = address.read();
    this.state = { today: this.set.today, day: asked.day || this.set.day, chosen: asked.chosen, point: asked.point, plans: asked.plans, other: asked.other, right: asked.right, paper: asked.paper, view: asked.view };
    this.hovered = null;
    this.plans = null;
    this.zone = null;
  }

  async start() {
    await fontsReady();
    this.map = this.makeMap();
    await this.map.once("load");
    signs(this.map, Math.max(0, ...Object.values(this.classWords).map((word) => word.rank)));
    this.sheet = sheet(this.panel.root, document.querySelector("[data-sheet-handle]"), (height) => {
      this.map.setPadding({ top: 0, left: 0, right: 0, bottom: Math.min(height, window.innerHeight * 0.55) });
    });
    this.land = new LandOnMap(this);
    this.measure = new Measure(this);
    this.listen();
    await this.showDay();
    const placed = Boolean(this.state.view);
    if (!placed) this.home(false);
    if (this.state.point) await this.land.ask("diem", this.state.point, { keep: true, fly: !placed });
    else if (this.state.chosen) await this.choose(this.state.chosen, { keep: true, fly: !placed });
    this.planBoxes();
    await this.showPlans();
    if (this.state.other) await this.compare(this.state.other);
    document.querySelector("[data-paper]").addEventListener("click", () => this.lay("a4"));
    if (this.state.paper) await this.lay(this.state.paper);
    this.root.dataset.ready = "1";
  }

  makeMap() {
    const { set } = this;
    const map = new maplibre.Map({
      container: this.root,
      style: style({ backdrop: set.backdrop, basemap: set.basemap, attribution: set.basemapAttribution, seaName: this.words.sea }),
      center: this.state.view ? this.state.view.slice(0, 2) : [(this.extent[0] + this.extent[2]) / 2, (this.extent[1] + this.extent[3]) / 2],
      zoom: this.state.view ? this.state.view[2] : 7.5,
      minZoom: 4.5,
      maxZoom: 17,
      maxBounds: [[98, 4.5], [118.5, 24.8]],
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      attributionControl: false,
      canvasContextAttributes: { preserveDrawingBuffer: true },
      locale: this.words.controls,
      fadeDuration: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new maplibre.ScaleControl({ maxWidth: 120 }), "bottom-right");
    map.addControl(new maplibre.AttributionControl({ compact: false, customAttribution: this.words.attribution }), "bottom-right");
    return map;
  }

  listen() {
    const { map } = this;
    map.on("click", (event) => this.click(event));
    map.on("mousemove", (event) => this.hover(event));
    map.on("mouseout", () => this.unhover());
    map.on("moveend", () => this.remember());
    map.on("movestart", () => { this.root.dataset.drawn = "0"; });
    map.on("idle", () => { this.root.dataset.drawn = "1"; });
    this.form.addEventListener("day:chosen", (event) => { event.preventDefault(); this.changeDay(event.detail); });
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.changeDay(iso(this.form.elements.namedItem("ngay").value)); });
    this.form.addEventListener("click", (event) => {
      const stop = event.target.closest("[data-day-stop]");
      if (!stop) return;
      event.preventDefault();
      this.changeDay(stop.dataset.dayStop);
    });
    document.addEventListener("search:chosen", (event) => {
      if (event.target.dataset.searchGo !== "map") return;
      event.preventDefault();
      if (event.detail.subject === "land") this.land.ask("diem", event.detail.name, { fly: true });
      else this.choose(event.detail.key, { fly: true, focus: true });
    });
    this.panel.root.addEventListener("click", (event) => {
      const link = event.target.closest("[data-unit], [data-town]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.choose(link.dataset.unit || link.dataset.town, { fly: true, focus: true });
    });
    document.querySelector("[data-card-close]").addEventListener("click", () => this.forget());
    document.querySelector("[data-home]").addEventListener("click", () => this.home(true));
    document.querySelector("[data-locate]").addEventListener("click", () => this.locate());
    this.swipeButton = document.querySelector("[data-swipe]");
    this.swipeButton.addEventListener("click", () => (this.swipe?.open ? this.swipe.close() : this.compare(this.dayBefore())));
    for (const box of document.querySelectorAll("[data-layer]")) {
      box.addEventListener("change", () => this.layers());
    }
    for (const box of document.querySelectorAll("[data-plan-level]")) {
      box.addEventListener("change", () => this.choosePlans());
    }
    document.querySelector(".map-search input[type=search]").addEventListener("focus", () => this.sheet.show());
    window.addEventListener("popstate", () => this.back());
  }

  // Day

  async changeDay(day) {
    if (day === this.state.day) return;
    if (!real(day)) {
      this.panel.say(this.words.badDay, "error");
      return;
    }
    this.state.day = day;
    address.write(this.state, { push: true });
    await this.showDay();
    if (this.state.chosen) await this.choose(this.state.chosen, { keep: true });
    if (this.zone) this.leaveZone();
    await this.land.again();
    await this.showPlans();
  }

  // Two days side by side. The plans are turned on where none are, for they are what is compared.
  async compare(other) {
    if (!this.swipe) {
      const { Swipe } = await import("./swipe.js");
      this.swipe ||= new Swipe(this);
    }
    this.swipeButton.setAttribute("aria-pressed", "true");
    if (!this.levelsShown().size) {
      this.state.plans = "1";
      this.planBoxes();
      await this.choosePlans();
    }
    await this.swipe.show(other);
  }

  // The map laid out on a sheet of paper. Its script is asked for when somebody wants to print.
  async lay(paper) {
    if (!this.paper) {
      const { Paper } = await import("./paper.js");
      this.paper ||= new Paper(this);
    }
    this.paper.open(paper);
  }

  // The nearest stop of the slider before the map's day: what one most likely wants beside it.
  dayBefore() {
    const stops = [...this.form.querySelectorAll("[data-day-stop]")].map((stop) => stop.dataset.dayStop).sort();
    return stops.filter((day) => day < this.state.day).at(-1) || stops[0];
  }

  // A day as somebody writes it, as year-month-day; empty where the calendar has none such.
  dayIn(text) {
    const day = iso(text);
    return real(day) ? day : "";
  }

  async showDay() {
    const { day } = this.state;
    this.root.setAttribute("aria-busy", "true");
    try {
      const [units, towns, network] = await Promise.all([unitsOn(this.set.units, day), townsOn(this.set.towns, day), programmeOn(this.set.programme, day)]);
      if (day !== this.state.day) return;
      this.units = new Map(units.features.map((unit) => [unit.properties.key, unit]));
      this.towns = townPoints(towns, this.classWords);
      this.map.getSource("units").setData(units);
      this.map.getSource("names").setData(namePoints(units));
      this.map.getSource("towns").setData(this.towns);
      const shapes = programmeShapes(network, document.documentElement.lang);
      this.map.getSource("groups").setData(shapes.groups);
      this.map.getSource("group-names").setData(shapes.names);
      this.map.getSource("aims").setData(shapes.aims);
      for (const part of document.querySelectorAll("[data-programme-legend]")) part.hidden = !network.features.length;
      this.root.dataset.drawn = "0";
      this.panel.count(units, towns, this.written(day), this.words);
      this.panel.say(units.features.length ? "" : this.words.nothing);
      this.classLegend();
      this.layers();
    } catch (error) {
      this.panel.say(this.words.failed, "error");
      throw error;
    } finally {
      this.root.setAttribute("aria-busy", "false");
    }
    this.placeDay(day);
    await this.panel.outlook(day, this.question());
  }

  placeDay(day) {
    this.form.elements.namedItem("ngay").value = day.split("-").reverse().map(Number).join("/");
    this.form.dataset.dayNow = day;
    for (const stop of this.form.querySelectorAll("[data-day-stop]")) {
      if (stop.dataset.dayStop === day) {
        stop.setAttribute("aria-current", "date");
        stop.parentElement.parentElement.scrollTo({ left: stop.offsetLeft - 120 });
      }
      if (stop.dataset.dayStop !== day) stop.removeAttribute("aria-current");
    }
    this.form.dispatchEvent(new Event("day:placed"));
    const question = this.question();
    for (const link of document.querySelectorAll("[data-dated]")) {
      link.href = link.pathname + question;
    }
    const hidden = document.querySelector("[data-search-day]");
    hidden.value = day === this.state.today ? "" : day;
    hidden.disabled = day === this.state.today;
  }

  question() {
    const values = new URLSearchParams();
    if (this.state.day !== this.state.today) values.set("ngay", this.state.day);
    const known = new URLSearchParams(window.location.search).get("biet");
    if (known) values.set("biet", known);
    return values.size ? `?${values}` : "";
  }

  written(day) {
    const [year, month, date] = day.split("-").map(Number);
    if (document.documentElement.lang !== "en") return `${date}/${month}/${year}`;
    return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(Date.UTC(year, month - 1, date));
  }

  // Choice

  async choose(key, { keep = false, fly = false, focus = false } = {}) {
    this.unmarkZone();
    this.land.leave();
    const town = this.towns.features.find((item) => item.properties.key === key);
    const subject = town || !/^[23]c-/.test(key) ? "town" : "unit";
    this.state.chosen = key;
    if (!keep) address.write(this.state, { push: true });
    this.mark([key]);
    let card;
    try {
      card = await this.panel.show(subject, key, this.question());
    } catch (error) {
      this.panel.say(this.words.failed, "error");
      throw error;
    }
    if (!card) {
      if (this.state.chosen === key) this.panel.say(this.words.unknown);
      return;
    }
    const keys = this.units.has(key) || town ? [key] : [...card.querySelectorAll("[data-unit]")].map((link) => link.dataset.unit);
    this.mark(keys);
    this.sheet.show();
    if (fly) this.fly(keys, card);
    if (focus) card.querySelector("h2").focus({ preventScroll: true });
    this.panel.root.scrollTop = 0;
  }

  mark(keys) {
    const filter = ["in", ["get", "key"], ["literal", keys]];
    for (const layer of ["chosen-fill", "chosen-halo", "chosen-line"]) this.map.setFilter(layer, filter);
    this.map.setFilter("chosen-point", ["all", filter, ["!", ["get", "outlined"]]]);
  }

  fly(keys, card) {
    const boxes = keys.map((key) => this.units.get(key)?.properties.bbox).filter(Boolean);
    const given = card.dataset.point?.split(",").map(Number);
    if (boxes.length) {
      const box = [Math.min(...boxes.map((b) => b[0])), Math.min(...boxes.map((b) => b[1])), Math.max(...boxes.map((b) => b[2])), Math.max(...boxes.map((b) => b[3]))];
      this.fit(this.within(box), 13);
    } else {
      const unit = this.units.get(keys[0]);
      const place = given || (unit && middle(unit));
      if (place) this.map.easeTo({ center: place, zoom: Math.max(this.map.getZoom(), 11), duration: 600 });
    }
  }

  // A unit that reaches far out to sea is shown by its part near the coast, unless it lies out there entirely.
  within(box) {
    const [west, south, east, north] = this.extent;
    const apart = box[0] > east || box[2] < west || box[1] > north || box[3] < south;
    if (apart || box[2] - box[0] < 2 * (east - west)) return box;
    return [Math.max(box[0], west), Math.max(box[1], south), Math.min(box[2], east), Math.min(box[3], north)];
  }

  fit(box, maxZoom, duration = 600) {
    const room = this.sheet.phone ? 28 : 56;
    this.map.fitBounds([[box[0], box[1]], [box[2], box[3]]], { padding: { top: room, left: room, right: room, bottom: room }, maxZoom, duration });
  }

  // Nothing on the map is chosen any more; what the panel says is left to the caller.
  leaveChoice() {
    this.state.chosen = "";
    this.mark([]);
    this.unmarkZone();
    this.land.leave();
  }

  forget() {
    this.leaveChoice();
    this.land.turn("");
    address.write(this.state, { push: true });
    this.panel.clear();
    document.querySelector(".map-search input[type=search]").focus({ preventScroll: true });
  }

  home(smooth) {
    this.fit(this.extent, 12, smooth ? 600 : 0);
  }

  async back() {
    const asked = address.read();
    const day = asked.day || this.state.today;
    this.state.plans = asked.plans;
    this.state.right = asked.right;
    if (!asked.other) this.swipe?.close();
    this.planBoxes();
    if (this.zone) this.leaveZone();
    if (day !== this.state.day) {
      this.state.day = day;
      await this.showDay();
    }
    if (asked.point) await this.land.ask("diem", asked.point, { keep: true });
    else if (asked.chosen) await this.choose(asked.chosen, { keep: true });
    else {
      this.leaveChoice();
      this.panel.clear();
    }
    await this.showPlans();
  }

  remember({ push = false } = {}) {
    const { lng, lat } = this.map.getCenter();
    this.state.view = [lng, lat, this.map.getZoom()];
    address.write(this.state, { push });
  }

  // Pointer

  under(point) {
    const layers = CLICKABLE.filter((layer) => this.map.getLayoutProperty(layer, "visibility") !== "none");
    const reach = [[point.x - 4, point.y - 4], [point.x + 4, point.y + 4]];
    const found = this.map.queryRenderedFeatures(reach, { layers });
    const order = (feature) => layers.indexOf(feature.layer.id);
    const exact = new Set(this.map.queryRenderedFeatures(point, { layers }).map((feature) => feature.properties.key));
    return found
      .filter((feature) => feature.layer.type !== "fill" || exact.has(feature.properties.key))
      .sort((a, b) => order(a) - order(b))[0];
  }

  // One thing at a time takes the presses of the map.
  quiet(taking) {
    if (taking !== this.land) this.land.turn("");
    if (taking !== this.measure) this.measure.turn(false);
    if (taking === this.measure) this.swipe?.close();
  }

  click(event) {
    if (this.measure.take(event.lngLat)) return;
    if (this.swipe?.covers(event.point)) {
      this.panel.say(this.words.swipe.left);
      return;
    }
    if (this.land.take(event.lngLat)) return;
    const feature = this.under(event.point);
    const sign = feature && feature.layer.type !== "fill";
    const zone = sign ? null : this.plans?.at(event.point);
    if (zone) this.chooseZone(zone);
    else if (feature) this.choose(feature.properties.key);
    this.land.offer(event.lngLat);
  }

  hover(event) {
    const feature = this.under(event.point);
    this.map.getCanvas().style.cursor = feature ? "pointer" : "";
    const key = feature && feature.source === "units" ? feature.properties.key : null;
    if (key === this.hovered) return;
    this.unhover();
    if (key) this.map.setFeatureState({ source: "units", id: key }, { hover: true });
    this.hovered = key;
  }

  unhover() {
    if (this.hovered) this.map.setFeatureState({ source: "units", id: this.hovered }, { hover: false });
    this.hovered = null;
  }

  // Plans: their script, styles and data are asked for when the reader turns them on.

  planBoxes() {
    const shown = new Set(this.state.plans === "1" ? ["general", "zoning", "detailed", "khac"] : this.state.plans.split(","));
    for (const box of document.querySelectorAll("[data-plan-level]")) box.checked = shown.has(box.dataset.planLevel);
  }

  async choosePlans() {
    this.state.plans = [...this.levelsShown()].join(",");
    address.write(this.state);
    if (this.zone) this.leaveZone();
    await this.showPlans();
  }

  levelsShown() {
    return new Set([...document.querySelectorAll("[data-plan-level]:checked")].map((box) => box.dataset.planLevel));
  }

  async showPlans() {
    await this.drawPlans(this.levelsShown());
    await this.swipe?.refresh();
  }

  async drawPlans(shown) {
    if (!shown.size) {
      this.plans?.clear();
      return;
    }
    if (!this.plans) {
      const { PlansOnMap } = await import("../plans/onmap.js");
      this.plans ||= new PlansOnMap(this.map, document.querySelector("[data-plans-block]"), () => this.swipe?.rest());
    }
    this.root.dataset.drawn = "0";
    await this.plans.draw(this.state.day, this.question(), shown, this.state.other ? this.state.right : "");
  }

  async chooseZone(zone) {
    this.leaveChoice();
    address.write(this.state);
    this.zone = zone;
    this.plans.mark(zone);
    await this.open(this.plans.address(zone, this.question()));
  }

  // Shows the card at an address; answers with it, or null where another was asked for meanwhile.
  async open(cardAddress) {
    let card;
    try {
      card = await this.panel.open(cardAddress);
    } catch (error) {
      this.panel.say(this.words.failed, "error");
      throw error;
    }
    if (!card) return null;
    this.panel.say("");
    this.sheet.show();
    card.querySelector("h2").focus({ preventScroll: true });
    this.panel.root.scrollTop = 0;
    return card;
  }

  unmarkZone() {
    this.zone = null;
    this.plans?.mark(null);
  }

  leaveZone() {
    this.unmarkZone();
    this.panel.clear();
  }

  // Layers

  layers() {
    const off = new Set();
    for (const box of document.querySelectorAll("[data-layer]")) {
      if (!box.checked) for (const layer of LAYERS[box.dataset.layer]) off.add(layer);
    }
    if (this.state.day < NAMES_FROM) off.add("label-around");
    for (const layer of new Set(Object.values(LAYERS).flat())) {
      this.map.setLayoutProperty(layer, "visibility", off.has(layer) ? "none" : "visible");
    }
    const home = [...this.units.values()].filter((unit) => unit.properties.level === 1).map((unit) => unit.properties.code);
    this.swipe?.refresh();
    this.map.setFilter("label-around", ["all", ["==", ["get", "role"], "name"], ["!", ["in", ["get", "code"], ["literal", home]]]]);
  }

  classLegend() {
    const present = new Map();
    for (const town of this.towns.features) {
      const word = this.classWords[town.properties.pair];
      const name = `${town.properties.sign}`;
      const title = word ? `${word.title} – ${word.rule_set}` : this.words.classUnknown;
      present.set(name, { title: town.properties.planned ? `${title} (${this.words.planned})` : title, rank: town.properties.rank });
    }
    const rows = [...present].sort(([, a], [, b]) => a.rank - b.rank).map(([sign, { title }]) => {
      const line = document.createElement("li");
      line.append(this.sign(sign), title);
      return line;
    });
    document.querySelector("[data-class-legend]").replaceChildren(...rows);
  }

  sign(name) {
    const canvas = document.createElement("canvas");
    const image = this.map.getImage(name);
    canvas.width = image.data.width;
    canvas.height = image.data.height;
    canvas.className = "swatch swatch--sign";
    canvas.setAttribute("aria-hidden", "true");
    canvas.getContext("2d").putImageData(new ImageData(new Uint8ClampedArray(image.data.data), image.data.width, image.data.height), 0, 0);
    return canvas;
  }

  // Where the reader is: asked of the browser, used here, sent nowhere.
  locate() {
    if (!navigator.geolocation) {
      this.panel.say(this.words.locateMissing, "error");
      return;
    }
    this.panel.say(this.words.locating);
    navigator.geolocation.getCurrentPosition(
      (found) => this.located(found.coords),
      (error) => this.panel.say(error.code === error.PERMISSION_DENIED ? this.words.locateRefused : this.words.locateFailed, "error"),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  }

  async located({ longitude, latitude }) {
    this.map.getSource("me").setData({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [longitude, latitude] } });
    this.map.jumpTo({ center: [longitude, latitude], zoom: 12 });
    await this.map.once("idle");
    const feature = this.under(this.map.project([longitude, latitude]));
    this.panel.say(feature ? this.words.located : this.words.locatedOutside);
    if (feature) await this.choose(feature.properties.key);
  }
}

// "30/6/2025" or "2025-06-30" as the latter; the form's own pattern has refused anything else.
function iso(text) {
  const parts = text.trim().split("/");
  return parts.length === 3 ? `${parts[2]}-${parts[1].padStart(2, "0")}-${parts[0].padStart(2, "0")}` : text.trim();
}

// Whether the calendar has the day: 31 February is read by browsers as 3 March.
function real(day) {
  const moment = new Date(day);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
}

const root = document.getElementById("map");
if (root) {
  document.body.classList.add("map-live");
  new MapPage(root).start();
}
