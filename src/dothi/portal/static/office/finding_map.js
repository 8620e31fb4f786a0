// Findings on a map beside their list: pointing at one shows the other.
import * as maplibre from "../vendor/maplibre-gl/maplibre-gl.mjs";
import { fontsReady, style } from "../portal/js/map/style.js";

const COLOURS = ["match", ["get", "severity"], "error", "#a01c1c", "warning", "#9a3a10", "#55554f"];
const root = document.getElementById("finding-map");
const status = document.querySelector("[data-map-status]");

if (root) start().catch(() => { status.textContent = root.dataset.failed; root.hidden = true; });

async function start() {
  const [found] = await Promise.all([fetch(root.dataset.findings).then((answer) => answer.json()), fontsReady()]);
  if (!found.features.length) {
    status.textContent = root.dataset.nothing;
    root.hidden = true;
    return;
  }
  const map = new maplibre.Map({
    container: root,
    style: style({ backdrop: root.dataset.backdrop, seaName: "" }),
    bounds: bounds(found),
    fitBoundsOptions: { padding: 40, maxZoom: 16 },
    maxZoom: 20,
    dragRotate: false,
    attributionControl: false,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ maxWidth: 120 }), "bottom-right");
  await map.once("load");
  if (root.dataset.drawing) drawDossier(map);
  map.addSource("findings", { type: "geojson", data: found });
  map.addLayer({ id: "finding-area", type: "fill", source: "findings", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": COLOURS, "fill-opacity": 0.3 } });
  map.addLayer({ id: "finding-line", type: "line", source: "findings", paint: { "line-color": COLOURS, "line-width": 2 } });
  map.addLayer({ id: "finding-point", type: "circle", source: "findings", paint: { "circle-color": COLOURS, "circle-radius": 4, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.5 } });
  map.addLayer({ id: "finding-chosen", type: "line", source: "findings", filter: ["==", ["id"], -1], paint: { "line-color": "#1d2321", "line-width": 4 } });
  map.addSource("chosen", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({ id: "chosen-place", type: "circle", source: "chosen", paint: { "circle-color": "transparent", "circle-radius": 16, "circle-stroke-color": "#1d2321", "circle-stroke-width": 3 } });

  map.on("click", (event) => {
    const hit = map.queryRenderedFeatures(pad(event.point, 6), { layers: ["finding-point", "finding-line", "finding-area"] })[0];
    if (hit) choose(hit.properties.number, false);
  });
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => choose(Number(button.dataset.show), true));
  }
  root.dataset.ready = "1";

  function choose(number, fly) {
    const feature = found.features.find((item) => item.id === number);
    if (!feature) return;
    const box = bounds({ features: [feature] });
    map.setFilter("finding-chosen", ["==", ["get", "number"], number]);
    map.getSource("chosen").setData({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [(box[0][0] + box[1][0]) / 2, (box[0][1] + box[1][1]) / 2] } });
    for (const line of document.querySelectorAll("[data-finding]")) line.classList.toggle("findings--chosen", line.dataset.finding === String(number));
    const line = document.getElementById(`f${number}`);
    if (fly) {
      map.fitBounds(box, { padding: 80, maxZoom: 17, animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches });
      root.scrollIntoView({ block: "nearest" });
    } else if (line) {
      line.scrollIntoView({ block: "nearest" });
    }
    status.textContent = feature.properties.said;
  }
}

function drawDossier(map) {
  map.addSource("dossier", { type: "geojson", data: root.dataset.drawing, tolerance: 0.2 });
  map.addLayer({ id: "dossier-area", type: "fill", source: "dossier", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": "#ffffff", "fill-opacity": 0.6 } });
  map.addLayer({ id: "dossier-line", type: "line", source: "dossier", paint: { "line-color": "#8b8b82", "line-width": 0.8 } });
}

function pad(point, by) {
  return [[point.x - by, point.y - by], [point.x + by, point.y + by]];
}

function bounds(collection) {
  const box = [[180, 90], [-180, -90]];
  const walk = (value) => {
    if (typeof value[0] === "number") {
      box[0] = [Math.min(box[0][0], value[0]), Math.min(box[0][1], value[1])];
      box[1] = [Math.max(box[1][0], value[0]), Math.max(box[1][1], value[1])];
      return;
    }
    for (const part of value) walk(part);
  };
  const parts = (geometry) => (geometry.geometries ? geometry.geometries.flatMap(parts) : [geometry.coordinates]);
  for (const feature of collection.features) for (const part of parts(feature.geometry)) if (part.length) walk(part);
  return box;
}
