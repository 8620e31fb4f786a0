// An area drawn on a map of a form: corners are pressed, and the shape goes into a hidden field as GeoJSON.
import * as maplibre from "../vendor/maplibre-gl/maplibre-gl.mjs";
import { collection, feature, near } from "../portal/js/map/shapes.js";
import { fontsReady, style } from "../portal/js/map/style.js";

const MOST_CORNERS = 200;
const root = document.getElementById("draw-map");
const field = document.querySelector("[data-draw-shape]");
const part = (name) => document.querySelector(`[data-draw-${name}]`);

if (root) start().catch(() => { part("status").textContent = root.dataset.failed; root.hidden = true; });

async function start() {
  await fontsReady();
  const shape = field.value ? JSON.parse(field.value) : null;
  const extent = root.dataset.extent?.split(",").map(Number);
  const map = new maplibre.Map({
    container: root,
    style: style({ backdrop: root.dataset.backdrop, seaName: "" }),
    bounds: shape ? bounds(shape) : extent,
    fitBoundsOptions: { padding: 40, maxZoom: 16 },
    maxZoom: 20,
    dragRotate: false,
    attributionControl: false,
    doubleClickZoom: false,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ maxWidth: 120 }), "bottom-right");
  await map.once("load");
  zones(map);
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
  map.addSource("area", { type: "geojson", data: collection(shape ? [feature(shape)] : []) });
  map.addLayer({ id: "area-fill", type: "fill", source: "area", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour, "fill-opacity": 0.15 } });
  map.addLayer({ id: "area-line", type: "line", source: "area", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": colour, "line-width": 2.5 } });
  map.addLayer({ id: "area-corner", type: "circle", source: "area", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 5, "circle-color": "#ffffff", "circle-stroke-width": 3, "circle-stroke-color": colour } });
  listen(map);
  root.dataset.ready = "1";
}

function listen(map) {
  let corners = [];
  let drawing = false;

  const turn = (on) => {
    drawing = on;
    corners = [];
    part("start").setAttribute("aria-pressed", String(on));
    part("status").textContent = on ? root.dataset.hint : "";
    map.getCanvas().style.cursor = on ? "crosshair" : "";
    if (on) map.getCanvas().focus();
    sketch();
  };
  const sketch = (pointer) => {
    const line = pointer ? [...corners, pointer] : corners;
    const features = corners.map((corner) => feature({ type: "Point", coordinates: corner }));
    if (line.length > 2) features.push(feature({ type: "Polygon", coordinates: [[...line, line[0]]] }));
    else if (line.length === 2) features.push(feature({ type: "LineString", coordinates: line }));
    if (!drawing && field.value) features.push(feature(JSON.parse(field.value)));
    map.getSource("area").setData(collection(features));
    part("undo").disabled = !corners.length;
    part("done").disabled = corners.length < 3;
    part("clear").disabled = !field.value && !corners.length;
  };
  const take = (place) => {
    const last = corners.at(-1);
    if (corners.length === MOST_CORNERS || (last && near(map.project(last), map.project(place)))) return;
    corners.push([place.lng, place.lat]);
    sketch();
  };
  const finish = () => {
    if (corners.length < 3) return;
    const ring = [...corners, corners[0]].map((corner) => corner.map((value) => Number(value.toFixed(7))));
    field.value = JSON.stringify({ type: "Polygon", coordinates: [ring] });
    turn(false);
    part("named").textContent = part("named").dataset.ready;
    document.getElementById("file").value = "";
  };
  const clear = () => {
    field.value = "";
    part("named").textContent = "";
    turn(false);
  };

  part("start").addEventListener("click", () => turn(!drawing));
  part("undo").addEventListener("click", () => { corners.pop(); sketch(); });
  part("done").addEventListener("click", finish);
  part("clear").addEventListener("click", clear);
  document.getElementById("file").addEventListener("change", (event) => { if (event.target.value) clear(); });
  map.on("click", (event) => { if (drawing) take(event.lngLat); });
  map.on("dblclick", (event) => { if (drawing) { event.preventDefault(); finish(); } });
  map.on("mousemove", (event) => { if (drawing && corners.length) sketch([event.lngLat.lng, event.lngLat.lat]); });
  map.getCanvas().addEventListener("keydown", (event) => {
    if (!drawing) return;
    if (event.key === "Enter") { event.preventDefault(); take(map.getCenter()); }
    if (event.key === "Backspace") { corners.pop(); sketch(); }
    if (event.key === "Escape") turn(false);
  });
}

// Edges of the zones of plans in force, to draw by.
function zones(map) {
  const given = document.getElementById("draw-zones");
  for (const [rank, tiles] of (given ? JSON.parse(given.textContent) : []).entries()) {
    map.addSource(`zones-${rank}`, { type: "vector", tiles: [window.location.origin + tiles.url], minzoom: tiles.min_zoom, maxzoom: tiles.max_zoom });
    map.addLayer({ id: `zones-${rank}`, type: "line", source: `zones-${rank}`, "source-layer": tiles.layer, paint: { "line-color": "#3b403e", "line-opacity": 0.45, "line-width": 0.7 } });
  }
}

function bounds(shape) {
  const box = [[180, 90], [-180, -90]];
  const walk = (value) => {
    if (typeof value[0] !== "number") return value.forEach(walk);
    box[0] = [Math.min(box[0][0], value[0]), Math.min(box[0][1], value[1])];
    box[1] = [Math.max(box[1][0], value[0]), Math.max(box[1][1], value[1])];
    return undefined;
  };
  walk(shape.coordinates);
  return box;
}
