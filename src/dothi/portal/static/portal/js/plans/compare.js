// Two maps that move together; what changed is edged in the colour of its kind.
import { fontsReady } from "../map/style.js";
import { fetched, planMap, say, values } from "./canvas.js";
import { addPlan, planId } from "./layers.js";

const width = (far, near) => ["interpolate", ["linear"], ["zoom"], 11, far, 16, near];
const EDGES = {
  words: { "line-color": "#1f5489", "line-width": width(0, 1.6), "line-opacity": ["interpolate", ["linear"], ["zoom"], 13, 0, 14, 1] },
  added: { "line-color": "#0b6e2d", "line-width": width(0.5, 3) },
  removed: { "line-color": "#b01f1f", "line-width": width(0.5, 3) },
  moved: { "line-color": "#6a2fa0", "line-width": width(1.6, 3) },
  function: { "line-color": "#c05800", "line-width": width(2.2, 3.5) },
};

async function start() {
  const { plans, colours, changes: address, words } = values("compare-map");
  const boxes = plans.map((plan) => plan.extent).filter(Boolean);
  const roots = [...document.querySelectorAll("[data-compare-map]")];
  if (!boxes.length) {
    for (const root of roots) root.hidden = true;
    return;
  }
  document.body.classList.add("plan-live");
  await fontsReady();
  const extent = [Math.min(...boxes.map((b) => b[0])), Math.min(...boxes.map((b) => b[1])), Math.max(...boxes.map((b) => b[2])), Math.max(...boxes.map((b) => b[3]))];
  const maps = roots.map((root) => planMap(root, extent, words));
  await Promise.all(maps.map((map) => map.once("load")));
  maps.forEach((map, at) => addPlan(map, plans[at], { colours, words, faded: true }));
  together(maps);
  try {
    const changed = await (await fetched(address)).json();
    maps.forEach((map, at) => edges(map, plans[at], changed[at ? "after" : "before"]));
  } catch (error) {
    say(words.failed);
    throw error;
  }
  for (const button of document.querySelectorAll("[data-fly]")) {
    button.addEventListener("click", () => {
      const [west, south, east, north] = button.dataset.fly.split(",").map(Number);
      maps[0].fitBounds([[west, south], [east, north]], { padding: 60, maxZoom: 16, duration: 500 });
      document.querySelector("[data-two-maps]").scrollIntoView({ block: "start" });
    });
  }
  for (const root of roots) {
    root.setAttribute("aria-busy", "false");
    root.dataset.ready = "1";
  }
}

// Zones of several layers are numbered each from 1: edges belong to plans with one layer of zones.
function edges(map, plan, numbers) {
  const layers = plan.layers.filter((layer) => layer.role === "zones" && layer.tiles);
  if (layers.length !== 1) return;
  for (const [kind, paint] of Object.entries(EDGES)) {
    if (!numbers[kind]) continue;
    map.addLayer({
      id: `changed-${kind}`, type: "line", source: planId(plan, layers[0], "tiles"), "source-layer": layers[0].tiles.layer,
      filter: ["match", ["id"], numbers[kind], true, false], layout: { "line-join": "round" }, paint,
    });
  }
}

function together(maps) {
  let leading = null;
  for (const map of maps) {
    map.on("move", () => {
      if (leading && leading !== map) return;
      leading = map;
      for (const other of maps) if (other !== map) other.jumpTo({ center: map.getCenter(), zoom: map.getZoom() });
      leading = null;
    });
  }
}

if (document.querySelector("[data-compare-map]")) start();
