// What applies to a piece of land: a point that is pressed or pasted, or an area that is drawn, answered in the panel.
import { collection, feature, near } from "./shapes.js";

const MOST_CORNERS = 100; // what an address carries

export class LandOnMap {
  constructor(page) {
    this.page = page;
    this.map = page.map;
    this.box = document.querySelector("[data-land]");
    this.words = page.words.land;
    this.asked = null; // the field and the value of what is answered just now
    this.offered = null;
    this.mode = "";
    this.corners = [];
    this.draw();
    this.listen();
  }

  draw() {
    const colour = getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
    this.map.addSource("land-asked", { type: "geojson", data: collection([]) });
    this.map.addLayer({ id: "land-fill", type: "fill", source: "land-asked", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour, "fill-opacity": 0.06 } });
    for (const [id, paint] of [["land-halo", { "line-color": "#ffffff", "line-width": 6 }], ["land-line", { "line-color": colour, "line-width": 2.5 }]]) {
      this.map.addLayer({ id, type: "line", source: "land-asked", filter: ["!=", ["geometry-type"], "Point"], layout: { "line-join": "round" }, paint });
    }
    this.map.addLayer({
      id: "land-point", type: "circle", source: "land-asked", filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": ["case", ["get", "asked"], 8, 5], "circle-color": ["case", ["get", "asked"], colour, "#ffffff"], "circle-stroke-width": 3, "circle-stroke-color": ["case", ["get", "asked"], "#ffffff", colour] },
    });
  }

  listen() {
    for (const button of this.box.querySelectorAll("[data-land-mode]")) {
      button.addEventListener("click", () => this.turn(this.mode === button.dataset.landMode ? "" : button.dataset.landMode));
    }
    this.part("here").addEventListener("click", () => this.ask("diem", written(this.offered)));
    this.part("done").addEventListener("click", () => this.finish());
    this.part("undo").addEventListener("click", () => this.undo());
    this.part("cancel").addEventListener("click", () => this.turn(""));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.mode) this.turn(""); });
    this.map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.mode) this.take(this.map.getCenter());
      if (event.key === "Backspace" && this.mode === "draw") this.undo();
    });
    this.map.on("mousemove", (event) => { if (this.mode === "draw" && this.corners.length) this.sketch(event.lngLat); });
    this.map.on("dblclick", (event) => {
      if (this.mode !== "draw") return;
      event.preventDefault();
      this.finish();
    });
  }

  part(name) {
    return this.box.querySelector(`[data-land-${name}]`);
  }

  // Whether a press of the map was meant for the land and not for what is drawn there.
  take(place) {
    if (this.mode === "point") this.ask("diem", written(place));
    else if (this.mode === "draw") this.corner(place);
    return Boolean(this.mode);
  }

  turn(mode) {
    if (mode) this.page.quiet(this);
    this.mode = mode;
    this.corners = [];
    for (const button of this.box.querySelectorAll("[data-land-mode]")) {
      button.setAttribute("aria-pressed", String(button.dataset.landMode === mode));
    }
    this.part("drawing").hidden = mode !== "draw";
    this.part("hint").textContent = this.words[mode] || "";
    this.page.root.classList.toggle("map-canvas--pointing", Boolean(mode));
    if (mode === "draw") this.sketch();
    else this.show(this.asked && this.shape);
  }

  // A place that was pressed for another reason can be asked about too.
  offer(place) {
    this.offered = place;
    this.part("here").hidden = false;
    this.part("place").textContent = `${spoken(place.lat)}; ${spoken(place.lng)}`;
    this.show({ type: "Point", coordinates: [place.lng, place.lat] }, false);
  }

  leave() {
    this.asked = null;
    this.shape = null;
    this.offered = null;
    this.page.state.point = "";
    this.part("here").hidden = true;
    if (this.mode === "draw") this.turn("");
    this.show(null);
  }

  async ask(field, value, { keep = false, fly = false } = {}) {
    this.page.leaveChoice();
    this.asked = { field, value };
    this.shape = field === "hinh" ? JSON.parse(value) : null;
    this.show(this.shape);
    this.page.state.point = field === "diem" ? value : "";
    if (!keep) this.page.remember({ push: true });
    const question = new URLSearchParams(this.page.question());
    question.set(field, value);
    const card = await this.page.open(`${this.box.dataset.address}?${question}`);
    if (!card || this.asked?.value !== value) return;
    const place = card.dataset.point?.split(",").map(Number);
    const outline = card.dataset.outline ? JSON.parse(card.dataset.outline) : null;
    if (field === "diem") this.shape = outline ?? (place ? { type: "Point", coordinates: place } : null);
    this.show(this.shape);
    if (fly && place) this.map.easeTo({ center: place, zoom: Math.max(this.map.getZoom(), outline ? 17 : 14), duration: 600 });
    else if (this.page.sheet.phone && field === "diem" && place) this.map.easeTo({ center: place, duration: 300 });
  }

  async again() {
    if (this.asked) await this.ask(this.asked.field, this.asked.value, { keep: true });
  }

  show(shape, asked = true) {
    this.map.getSource("land-asked").setData(collection(shape ? [feature(shape, { asked })] : []));
  }

  // Drawing

  corner(place) {
    const last = this.corners.at(-1);
    if (last && near(this.map.project(last), this.map.project(place))) return;
    if (this.corners.length === MOST_CORNERS) {
      this.part("hint").textContent = this.words.manyCorners;
      return;
    }
    this.corners.push([place.lng, place.lat]);
    this.sketch();
  }

  undo() {
    this.corners.pop();
    this.sketch();
  }

  sketch(pointer) {
    const line = pointer ? [...this.corners, [pointer.lng, pointer.lat]] : this.corners;
    const features = this.corners.map((corner) => feature({ type: "Point", coordinates: corner }, { asked: false }));
    if (line.length > 2) features.push(feature({ type: "Polygon", coordinates: [[...line, line[0]]] }, {}));
    else if (line.length === 2) features.push(feature({ type: "LineString", coordinates: line }, {}));
    this.map.getSource("land-asked").setData(collection(features));
    this.part("done").disabled = this.corners.length < 3;
    this.part("undo").disabled = !this.corners.length;
  }

  finish() {
    if (this.corners.length < 3) {
      this.part("hint").textContent = this.words.fewCorners;
      return;
    }
    const ring = [...this.corners, this.corners[0]].map((corner) => corner.map((part) => Number(part.toFixed(6))));
    this.turn("");
    this.ask("hinh", JSON.stringify({ type: "Polygon", coordinates: [ring] }));
  }
}

function written(place) {
  return `${place.lat.toFixed(6)},${place.lng.toFixed(6)}`;
}

function spoken(degrees) {
  return new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "vi-VN", { minimumFractionDigits: 5, maximumFractionDigits: 5 }).format(degrees);
}
