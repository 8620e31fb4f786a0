// A plan on a map: a pale plate under it, zones in the colours of their functions, its other layers, and a strong
// boundary. What is invented is edged in broken amber and says so along the edge.
import { FONT_STRONG } from "../map/style.js";

export const OPACITY = 0.78;
const NOTHING = "#cfccc4";
const AREAS = ["match", ["geometry-type"], ["Polygon", "MultiPolygon"], true, false];

export function planId(plan, layer, part) {
  return `plan:${plan.key}:${layer.name.slice(0, 12)}:${part}`;
}

// Adds sources and layers of one version; answers with the ids of what can be clicked and of everything added.
export function addPlan(map, plan, { colours, words, before, faded = false }) {
  const parts = { sources: [], layers: [], zones: [], byLayer: new Map() };
  const drawn = [...plan.layers].filter((layer) => layer.tiles).sort((a, b) => order(a) - order(b));
  for (const layer of drawn) {
    const source = planId(plan, layer, "tiles");
    map.addSource(source, {
      type: "vector",
      tiles: [window.location.origin + layer.tiles.url],
      minzoom: layer.tiles.min_zoom,
      maxzoom: layer.tiles.max_zoom,
      bounds: layer.extent || undefined,
      attribution: words.attribution,
    });
    parts.sources.push(source);
  }
  const put = (layer, part, type, more) => {
    const id = planId(plan, layer, part);
    map.addLayer({ id, type, source: planId(plan, layer, "tiles"), "source-layer": layer.tiles.layer, ...more }, before);
    parts.layers.push(id);
    parts.byLayer.set(layer.name, [...(parts.byLayer.get(layer.name) || []), id]);
    return id;
  };
  for (const layer of drawn) if (layer.role === "boundary") put(layer, "plate", "fill", { filter: AREAS, paint: { "fill-color": "#ffffff", "fill-opacity": 0.9 } });
  for (const layer of drawn) if (layer.role === "zones") zones(put, parts, layer, colours, faded);
  for (const layer of drawn) if (layer.role === "other") other(put, layer);
  for (const layer of drawn) if (layer.role === "boundary") boundary(put, layer, plan.illustrative ? words.illustrative : "");
  return parts;
}

export function removePlan(map, parts) {
  for (const id of parts.layers) if (map.getLayer(id)) map.removeLayer(id);
  for (const id of parts.sources) if (map.getSource(id)) map.removeSource(id);
}

export function show(map, ids, shown) {
  for (const id of ids) map.setLayoutProperty(id, "visibility", shown ? "visible" : "none");
}

function order(layer) {
  return { zones: 0, other: 1, boundary: 2 }[layer.role] ?? 1;
}

function colour(colours) {
  const pairs = Object.entries(colours).filter(([key]) => key).flat();
  return pairs.length ? ["match", ["coalesce", ["get", "function"], ""], ...pairs, colours[""] || NOTHING] : colours[""] || NOTHING;
}

function zones(put, parts, layer, colours, faded) {
  const fill = put(layer, "fill", "fill", { filter: AREAS, paint: { "fill-color": colour(colours), "fill-opacity": faded ? 0.45 : OPACITY } });
  parts.zones.push(fill);
  put(layer, "edge", "line", { minzoom: 13, paint: { "line-color": "#3b403e", "line-opacity": 0.45, "line-width": ["interpolate", ["linear"], ["zoom"], 13, 0.3, 17, 1] } });
  put(layer, "chosen", "line", { filter: ["==", ["id"], -1], layout: { "line-join": "round" }, paint: { "line-color": "#1d2321", "line-width": 3.5 } });
}

function other(put, layer) {
  const line = { "line-color": "#4b5350", "line-opacity": 0.75, "line-width": ["interpolate", ["linear"], ["zoom"], 11, 0.4, 16, 1.6] };
  if (layer.geometry === "point") {
    put(layer, "points", "circle", { minzoom: 14, paint: { "circle-radius": 2.5, "circle-color": "#ffffff", "circle-stroke-width": 1.2, "circle-stroke-color": "#4b5350" } });
  } else if (layer.geometry === "line") {
    put(layer, "lines", "line", { minzoom: 12, layout: { "line-join": "round" }, paint: line });
  } else {
    put(layer, "lines", "line", { minzoom: 11, layout: { "line-join": "round" }, paint: { ...line, "line-dasharray": [4, 3] } });
  }
}

function boundary(put, layer, label) {
  put(layer, "halo", "line", { layout: { "line-join": "round" }, paint: { "line-color": "#ffffff", "line-width": 6, "line-opacity": 0.9 } });
  put(layer, "line", "line", { layout: { "line-join": "round" }, paint: { "line-color": "#1d2321", "line-width": ["interpolate", ["linear"], ["zoom"], 8, 1.2, 12, 2.6] } });
  if (!label) return;
  put(layer, "invented", "line", { paint: { "line-color": "#f2b632", "line-width": 1.6, "line-dasharray": [4, 3] } });
  put(layer, "label", "symbol", {
    minzoom: 10,
    filter: AREAS,
    layout: { "symbol-placement": "point", "text-field": label, "text-font": FONT_STRONG, "text-size": 12, "text-padding": 12, "text-allow-overlap": true },
    paint: { "text-color": "#6d4a00", "text-halo-color": "#fcf2d9", "text-halo-width": 2.2 },
  });
}

// The zone under a point of the screen, of the plan drawn uppermost: what it is, and in which layer.
export function zoneAt(map, point, plans) {
  const ids = plans.flatMap(({ parts }) => parts.zones).filter((id) => map.getLayoutProperty(id, "visibility") !== "none");
  if (!ids.length) return null;
  const feature = map.queryRenderedFeatures(point, { layers: ids })[0];
  if (!feature) return null;
  const { plan } = plans.find(({ parts }) => parts.zones.includes(feature.layer.id));
  const layer = plan.layers.find((item) => planId(plan, item, "fill") === feature.layer.id);
  return { plan, layer, number: feature.id };
}

export function mark(map, plans, zone) {
  for (const { plan, parts } of plans) {
    for (const layer of plan.layers.filter((item) => item.role === "zones" && item.tiles)) {
      const id = planId(plan, layer, "chosen");
      if (!parts.layers.includes(id)) continue;
      const here = zone && zone.plan === plan && zone.layer.name === layer.name;
      map.setFilter(id, ["==", ["id"], here ? zone.number : -1]);
    }
  }
}

export function cardAddress(template, zone, question = "") {
  const path = template.replace("KEY", encodeURIComponent(zone.plan.key)).replace("/0/o/NAME/0/", `/${zone.plan.version}/o/${zone.layer.name}/${zone.number}/`);
  return path + question;
}
