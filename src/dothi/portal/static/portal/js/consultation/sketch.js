// Drawing one point, line or area on a map by touch, mouse or keyboard; what is drawn goes into a field of the form.
import { collection, feature, near } from "../map/shapes.js";
import { say } from "./map.js";

const MOST = 100;
const LEAST = { point: 1, line: 2, area: 3 };
const COLOUR = "#9a3a10";

export class Sketch {
  constructor(map, root, field, words) {
    Object.assign(this, { map, root, field, words });
    this.bar = root.parentElement.querySelector(".sketch-bar");
    this.mode = "";
    this.corners = [];
    this.shape = kept(field.value);
    this.draw();
    this.listen();
    this.show();
  }

  part(name) {
    return this.bar.querySelector(`[data-sketch-${name}]`);
  }

  draw() {
    this.map.addSource("sketch", { type: "geojson", data: collection([]) });
    this.map.addLayer({ id: "sketch-fill", type: "fill", source: "sketch", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": COLOUR, "fill-opacity": 0.18 } });
    for (const [id, colour, width] of [["sketch-halo", "#ffffff", 6], ["sketch-line", COLOUR, 3]]) {
      this.map.addLayer({ id, type: "line", source: "sketch", filter: ["!=", ["geometry-type"], "Point"], layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": colour, "line-width": width } });
    }
    this.map.addLayer({ id: "sketch-point", type: "circle", source: "sketch", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 8, "circle-color": COLOUR, "circle-stroke-width": 3, "circle-stroke-color": "#ffffff" } });
  }

  listen() {
    for (const button of this.bar.querySelectorAll("[data-sketch]")) {
      button.addEventListener("click", () => this.turn(this.mode === button.dataset.sketch ? "" : button.dataset.sketch));
    }
    this.part("done").addEventListener("click", () => this.finish());
    this.part("undo").addEventListener("click", () => { this.corners.pop(); this.show(); });
    this.part("clear").addEventListener("click", () => { this.keep(null); say(this.words.removed); });
    this.map.on("click", (event) => this.take(event.lngLat));
    this.map.on("dblclick", (event) => {
      if (!this.mode) return;
      event.preventDefault();
      this.finish();
    });
    this.map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.take(this.map.getCenter());
      if (event.key === "Backspace" && this.mode) { this.corners.pop(); this.show(); }
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.mode) this.turn(""); });
  }

  turn(mode) {
    this.mode = mode;
    this.corners = [];
    for (const button of this.bar.querySelectorAll("[data-sketch]")) button.setAttribute("aria-pressed", String(button.dataset.sketch === mode));
    this.part("drawing").hidden = !mode || mode === "point";
    this.root.classList.toggle("consult-canvas--drawing", Boolean(mode));
    if (mode) say(this.words[mode]);
    this.show();
  }

  take(place) {
    if (!this.mode) return;
    const last = this.corners.at(-1);
    if (last && near(this.map.project(last), this.map.project(place))) return;
    if (this.corners.length === MOST) {
      say(this.words.manyPoints);
      return;
    }
    this.corners.push([Number(place.lng.toFixed(6)), Number(place.lat.toFixed(6))]);
    if (this.mode === "point") this.finish();
    else this.show();
  }

  finish() {
    if (this.corners.length < LEAST[this.mode]) {
      say(this.mode === "line" ? this.words.fewLine : this.words.fewArea);
      return;
    }
    const shape = geometry(this.mode, this.corners);
    this.turn("");
    this.keep(shape);
    say(this.words.kept);
  }

  keep(shape) {
    this.shape = shape;
    this.field.value = shape ? JSON.stringify(shape) : "";
    this.show();
  }

  show() {
    const features = this.shape && !this.mode ? [feature(this.shape)] : [];
    if (this.mode) features.push(...this.corners.map((corner) => feature({ type: "Point", coordinates: corner })));
    if (this.mode && this.corners.length > 1) features.push(feature({ type: "LineString", coordinates: this.corners }));
    if (this.mode === "area" && this.corners.length > 2) features.push(feature(geometry("area", this.corners)));
    this.map.getSource("sketch").setData(collection(features));
    this.part("done").disabled = this.corners.length < (LEAST[this.mode] || 1);
    this.part("undo").disabled = !this.corners.length;
    this.part("clear").hidden = !this.shape || Boolean(this.mode);
  }
}

function geometry(mode, corners) {
  if (mode === "point") return { type: "Point", coordinates: corners[0] };
  if (mode === "line") return { type: "LineString", coordinates: corners };
  return { type: "Polygon", coordinates: [[...corners, corners[0]]] };
}

// What the form came back with after a refusal.
function kept(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
