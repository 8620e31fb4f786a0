// Measuring on the map: a line's length, and the area it encloses once it has three corners. Nothing is sent anywhere.
import { area, length } from "./ellipsoid.js";
import { collection, feature, near } from "./shapes.js";

const FAR = 10000; // metres from which kilometres are easier to read

export class Measure {
  constructor(page) {
    this.page = page;
    this.map = page.map;
    this.bar = document.querySelector("[data-measure-bar]");
    this.button = document.querySelector("[data-measure]");
    this.active = false;
    this.corners = [];
    this.draw();
    this.listen();
  }

  draw() {
    const colour = getComputedStyle(document.documentElement).getPropertyValue("--course").trim();
    this.map.addSource("measure", { type: "geojson", data: collection([]) });
    this.map.addLayer({ id: "measure-fill", type: "fill", source: "measure", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour, "fill-opacity": 0.12 } });
    const line = (id, paint) => this.map.addLayer({ id, type: "line", source: "measure", filter: ["==", ["geometry-type"], "LineString"], layout: { "line-join": "round" }, paint });
    line("measure-halo", { "line-color": "#ffffff", "line-width": 6 });
    line("measure-line", { "line-color": colour, "line-width": 2.5, "line-dasharray": [2, 1] });
    this.map.addLayer({ id: "measure-point", type: "circle", source: "measure", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 5, "circle-color": "#ffffff", "circle-stroke-width": 3, "circle-stroke-color": colour } });
  }

  listen() {
    this.button.addEventListener("click", () => this.turn(!this.active));
    this.part("undo").addEventListener("click", () => this.undo());
    this.part("close").addEventListener("click", () => this.turn(false));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.active) this.turn(false); });
    this.map.getCanvas().addEventListener("keydown", (event) => {
      if (!this.active) return;
      if (event.key === "Enter") this.corner(this.map.getCenter());
      if (event.key === "Backspace") this.undo();
    });
    this.map.on("dblclick", (event) => { if (this.active) event.preventDefault(); });
  }

  part(name) {
    return this.bar.querySelector(`[data-measure-${name}]`);
  }

  turn(active) {
    if (active) this.page.quiet(this);
    this.active = active;
    this.corners = [];
    this.bar.hidden = !active;
    this.button.setAttribute("aria-pressed", String(active));
    this.page.root.classList.toggle("map-canvas--pointing", active);
    this.show();
  }

  // Whether a press of the map was a corner to measure.
  take(place) {
    if (this.active) this.corner(place);
    return this.active;
  }

  corner(place) {
    const last = this.corners.at(-1);
    if (last && near(this.map.project(last), this.map.project(place))) return;
    this.corners.push([place.lng, place.lat]);
    this.show();
  }

  undo() {
    this.corners.pop();
    this.show();
  }

  show() {
    const { corners } = this;
    const features = corners.map((corner) => feature({ type: "Point", coordinates: corner }));
    if (corners.length > 1) features.push(feature({ type: "LineString", coordinates: corners }));
    if (corners.length > 2) features.push(feature({ type: "Polygon", coordinates: [[...corners, corners[0]]] }));
    this.map.getSource("measure").setData(collection(features));
    this.part("undo").disabled = !corners.length;
    this.part("hint").hidden = corners.length > 1;
    this.part("figures").hidden = corners.length < 2;
    this.part("length").textContent = corners.length > 1 ? far(length(corners)) : "";
    this.part("round").hidden = corners.length < 3;
    this.part("area").textContent = corners.length > 2 ? wide(area(corners)) : "";
  }
}

function far(metres) {
  if (Number.isNaN(metres)) return "–";
  return metres < FAR ? `${number(metres, 1)} m` : `${number(metres / 1000, 3)} km`;
}

function wide(m2) {
  return `${number(m2, m2 < FAR ? 1 : 0)} m² (${number(m2 / 10000, 4)} ha)`;
}

function number(value, digits) {
  return new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "vi-VN", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}
