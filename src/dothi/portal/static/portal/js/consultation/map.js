// The map of a consultation: communes quietly, the plan or its drawing, the area asked about.
import * as maplibre from "../../../vendor/maplibre-gl/maplibre-gl.mjs";
import { namePoints, unitsOn } from "../map/data.js";
import { collection, feature } from "../map/shapes.js";
import { fontsReady, style } from "../map/style.js";
import { addPlan } from "../plans/layers.js";

export function values() {
  return JSON.parse(document.getElementById("consultation-map").textContent);
}

export function say(sentence, kind = "") {
  const place = document.querySelector("[data-map-status]");
  place.textContent = sentence;
  place.dataset.kind = kind;
}

// Answers with the map once it can be drawn upon, and the ids of the layers that show the plan.
export async function consultationMap(root, given) {
  const { backdrop, basemap, basemapAttribution } = root.dataset;
  await fontsReady();
  const [west, south, east, north] = given.extent;
  const map = new maplibre.Map({
    container: root,
    style: quiet(style({ backdrop, basemap, attribution: basemapAttribution, seaName: "" })),
    bounds: [[west, south], [east, north]],
    fitBoundsOptions: { padding: 30, maxZoom: 16 },
    minZoom: 7,
    maxZoom: 19,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    locale: given.words.controls,
    fadeDuration: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ maxWidth: 120 }), "bottom-right");
  map.on("movestart", () => { root.dataset.drawn = "0"; });
  map.on("idle", () => { root.dataset.drawn = "1"; });
  await map.once("load");
  const shown = [...plans(map, given), ...drawing(map, given)];
  area(map, given);
  unitsOn(`${given.units}?level=3&outlines=1`, today()).then((units) => {
    map.getSource("units").setData(units);
    map.getSource("names").setData(namePoints(units));
  }).catch(() => undefined); // the map answers without its communes
  return { map, plan: shown };
}

// Without the hatch over invented units, whose picture only the first page brings.
function quiet(whole) {
  return { ...whole, layers: whole.layers.filter((layer) => layer.id !== "illustrative") };
}

function plans(map, given) {
  return given.plans.flatMap((plan) => addPlan(map, plan, { colours: given.colours, words: given.words, before: "line-3" }).layers);
}

function drawing(map, given) {
  if (!given.drawing) return [];
  map.addSource("dossier", { type: "geojson", data: given.drawing, tolerance: 0.2 });
  map.addLayer({ id: "dossier-area", type: "fill", source: "dossier", filter: ["match", ["geometry-type"], ["Polygon", "MultiPolygon"], true, false], paint: { "fill-color": "#ffffff", "fill-opacity": 0.55 } }, "line-3");
  map.addLayer({ id: "dossier-line", type: "line", source: "dossier", paint: { "line-color": "#5d6561", "line-width": 0.9 } }, "line-3");
  return ["dossier-area", "dossier-line"];
}

function area(map, given) {
  if (!given.area) return;
  map.addSource("asked", { type: "geojson", data: collection([feature(given.area)]) });
  map.addLayer({ id: "asked-halo", type: "line", source: "asked", layout: { "line-join": "round" }, paint: { "line-color": "#ffffff", "line-width": 6, "line-opacity": 0.9 } });
  map.addLayer({ id: "asked-line", type: "line", source: "asked", layout: { "line-join": "round" }, paint: { "line-color": "#1d2321", "line-width": 2.2, "line-dasharray": [3, 1.5] } });
}

function today() {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}
