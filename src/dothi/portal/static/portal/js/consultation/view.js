// Statements on the map of a consultation's page: where many speak, and each by itself beside its words.
import { consultationMap, say, values } from "./map.js";
import { collection, feature } from "../map/shapes.js";

const COLOURS = ["match", ["get", "outcome"], "accepted", "#1d6638", "part", "#1f5489", "not", "#55554f", "#9a3a10"];
const root = document.querySelector("[data-consultation-map]");

async function start() {
  const given = values();
  const [{ map, plan }, found] = await Promise.all([
    consultationMap(root, given),
    fetch(given.statements).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }),
  ]);
  const drawn = found.features.filter((item) => item.geometry);
  draw(map, drawn);
  const layers = { heat: ["heat"], statements: ["said-fill", "said-line", "said-point"], plan };
  for (const box of document.querySelectorAll("[data-map-layer]")) {
    const turn = () => {
      for (const id of layers[box.dataset.mapLayer]) map.setLayoutProperty(id, "visibility", box.checked ? "visible" : "none");
    };
    box.addEventListener("change", turn);
    turn();
  }
  const choose = (number, fly) => {
    const one = drawn.find((item) => item.id === number);
    if (!one) return;
    map.getSource("chosen-said").setData(collection([feature(middle(one.geometry)), one]));
    say(`${given.words.statement} ${number}`);
    if (fly) {
      map.easeTo({ center: middle(one.geometry).coordinates, zoom: Math.max(map.getZoom(), 15), animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches });
      root.scrollIntoView({ block: "center" });
    } else document.getElementById(`y-kien-${number}`)?.scrollIntoView({ block: "center" });
  };
  map.on("click", (event) => {
    const box = [[event.point.x - 6, event.point.y - 6], [event.point.x + 6, event.point.y + 6]];
    const hit = map.queryRenderedFeatures(box, { layers: layers.statements })[0];
    if (hit) choose(hit.properties.number, false);
  });
  map.on("mousemove", (event) => { map.getCanvas().style.cursor = map.queryRenderedFeatures(event.point, { layers: layers.statements }).length ? "pointer" : ""; });
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => choose(Number(button.dataset.show), true));
  }
  if (!drawn.length) say(given.words.noStatements);
  root.setAttribute("aria-busy", "false");
  root.dataset.ready = "1";
}

function draw(map, drawn) {
  map.addSource("middles", { type: "geojson", data: collection(drawn.map((item) => feature(middle(item.geometry)))) });
  map.addLayer({
    id: "heat", type: "heatmap", source: "middles", maxzoom: 17,
    paint: {
      "heatmap-radius": ["interpolate", ["linear"], ["zoom"], 9, 12, 15, 46],
      "heatmap-opacity": 0.6,
      "heatmap-color": ["interpolate", ["linear"], ["heatmap-density"], 0, "rgba(242,182,50,0)", 0.25, "#f7d98c", 0.55, "#f2b632", 0.8, "#c0651a", 1, "#8a2a10"],
    },
  }, "label-sea");
  map.addSource("said", { type: "geojson", data: collection(drawn) });
  const areas = ["match", ["geometry-type"], ["Polygon", "MultiPolygon"], true, false];
  map.addLayer({ id: "said-fill", type: "fill", source: "said", filter: areas, paint: { "fill-color": COLOURS, "fill-opacity": 0.25 } });
  map.addLayer({ id: "said-line", type: "line", source: "said", filter: ["!=", ["geometry-type"], "Point"], layout: { "line-join": "round" }, paint: { "line-color": COLOURS, "line-width": 2.2 } });
  map.addLayer({ id: "said-point", type: "circle", source: "said", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": COLOURS, "circle-radius": 5.5, "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 } });
  map.addSource("chosen-said", { type: "geojson", data: collection([]) });
  map.addLayer({ id: "chosen-said-line", type: "line", source: "chosen-said", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": "#1d2321", "line-width": 4 } });
  map.addLayer({ id: "chosen-said", type: "circle", source: "chosen-said", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": "transparent", "circle-radius": 15, "circle-stroke-color": "#1d2321", "circle-stroke-width": 3 } });
}

// The middle of a drawing's box: a place to stand for it, not to measure from.
function middle(geometry) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const walk = (value) => {
    if (typeof value[0] !== "number") for (const part of value) walk(part);
    else for (const axis of [0, 1]) {
      box[axis] = Math.min(box[axis], value[axis]);
      box[axis + 2] = Math.max(box[axis + 2], value[axis]);
    }
  };
  walk(geometry.coordinates);
  return { type: "Point", coordinates: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] };
}

if (root) start().catch((error) => {
  root.closest("figure").hidden = true;
  throw error;
});
