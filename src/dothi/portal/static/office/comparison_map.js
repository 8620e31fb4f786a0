// Places of a comparison on a map beside their list: pointing at one shows the other.
import * as maplibre from "../vendor/maplibre-gl/maplibre-gl.mjs";
import { fontsReady, style } from "../portal/js/map/style.js";

const COLOURS = [
  "match", ["get", "verdict"],
  ["conflict", "permission", "exposed", "exceeds"], "#a01c1c",
  "explain", "#c07a00",
  ["conform", "no-permission", "no-change"], "#0b6e2d",
  "waived", "#1f5489",
  "without", "#9a3a10",
  "#6d6b64",
];
const root = document.getElementById("comparison-map");
const status = document.querySelector("[data-map-status]");

if (root) start().catch(() => { status.textContent = root.dataset.failed; root.hidden = true; });

async function start() {
  const [answer] = await Promise.all([fetch(root.dataset.shapes), fontsReady()]);
  if (!answer.ok) throw new Error(String(answer.status));
  const found = await answer.json();
  if (!found.features.length) {
    status.textContent = root.dataset.nothing;
    root.hidden = true;
    return;
  }
  const map = new maplibre.Map({
    container: root,
    style: style({ backdrop: root.dataset.backdrop, seaName: "" }),
    bounds: bounds(found.features),
    fitBoundsOptions: { padding: 30, maxZoom: 16 },
    maxZoom: 19,
    dragRotate: false,
    attributionControl: false,
    cooperativeGestures: window.matchMedia("(pointer: coarse)").matches,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ maxWidth: 120 }), "bottom-right");
  await map.once("load");
  map.addSource("places", { type: "geojson", data: found });
  zones(map);
  map.addLayer({ id: "place-area", type: "fill", source: "places", paint: { "fill-color": COLOURS, "fill-opacity": 0.45 } });
  map.addLayer({ id: "place-line", type: "line", source: "places", paint: { "line-color": COLOURS, "line-width": 1 } });
  map.addLayer({ id: "place-point", type: "circle", source: "places", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": COLOURS, "circle-radius": 5, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1 } });
  map.addLayer({ id: "place-chosen", type: "line", source: "places", filter: ["==", ["get", "number"], -1], paint: { "line-color": "#1d2321", "line-width": 4 } });
  kinds(map);
  map.on("click", "place-point", (event) => choose(event.features[0].properties.number, false));
  map.on("click", "place-area", (event) => choose(event.features[0].properties.number, false));
  map.on("mousemove", (event) => { map.getCanvas().style.cursor = map.queryRenderedFeatures(event.point, { layers: ["place-area", "place-point"] }).length ? "pointer" : ""; });
  map.on("idle", () => { root.dataset.drawn = "1"; });
  for (const link of document.querySelectorAll("[data-show]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(Number(link.dataset.show), true);
    });
  }
  root.dataset.ready = "1";

  function choose(number, fly) {
    const feature = found.features.find((item) => item.id === number);
    if (!feature) return;
    show(map, feature.properties.kind);
    map.setFilter("place-chosen", ["==", ["get", "number"], number]);
    for (const row of document.querySelectorAll(".chosen-place")) row.classList.remove("chosen-place");
    const row = document.getElementById(`cho-${number}`);
    row?.classList.add("chosen-place");
    status.textContent = feature.properties.name || row?.querySelector("th, a").textContent || "";
    if (fly) {
      map.fitBounds(bounds([feature]), { padding: 80, maxZoom: 17, animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches });
      root.scrollIntoView({ block: "center" });
    } else row?.scrollIntoView({ block: "nearest" });
  }
}

// Buttons that choose which kind of places is drawn, for several kinds may lie on the same land.
function kinds(map) {
  const buttons = document.querySelectorAll("[data-kind]");
  for (const button of buttons) button.addEventListener("click", () => show(map, button.dataset.kind));
  if (buttons.length) show(map, buttons[0].dataset.kind);
}

function show(map, kind) {
  const buttons = [...document.querySelectorAll("[data-kind]")];
  if (!buttons.some((button) => button.dataset.kind === kind)) return;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
  const only = ["==", ["get", "kind"], kind];
  map.setFilter("place-area", only);
  map.setFilter("place-line", only);
  map.setFilter("place-point", ["all", ["==", ["geometry-type"], "Point"], only]);
}

// Edges of the zones that were compared, the lower plan's thin and the upper one's strong.
function zones(map) {
  const given = document.getElementById("comparison-zones");
  const layers = given ? JSON.parse(given.textContent) : [];
  layers.forEach((tiles, rank) => {
    map.addSource(`zones-${rank}`, { type: "vector", tiles: [window.location.origin + tiles.url], minzoom: tiles.min_zoom, maxzoom: tiles.max_zoom });
    map.addLayer({ id: `zones-${rank}`, type: "line", source: `zones-${rank}`, "source-layer": tiles.layer, paint: { "line-color": "#3b403e", "line-opacity": rank ? 0.8 : 0.5, "line-width": rank ? 1.6 : 0.6 } });
  });
}

function bounds(features) {
  const box = [[180, 90], [-180, -90]];
  const walk = (value) => {
    if (typeof value[0] === "number") {
      box[0] = [Math.min(box[0][0], value[0]), Math.min(box[0][1], value[1])];
      box[1] = [Math.max(box[1][0], value[0]), Math.max(box[1][1], value[1])];
    } else for (const part of value) walk(part);
  };
  const parts = (geometry) => (geometry.geometries ? geometry.geometries.flatMap(parts) : [geometry.coordinates]);
  for (const feature of features) for (const part of parts(feature.geometry)) if (part.length) walk(part);
  return box;
}
