// How the map looks. Colours come from the style sheet's tokens; there is no glyph server: labels are drawn with
// the portal's own font.

export const FONT = ["Be Vietnam Pro Medium"];
export const FONT_STRONG = ["Be Vietnam Pro Bold"];
const LABELS = ["label-1", "label-2", "label-3", "label-points"];

export const LAYERS = {
  provinces: ["fill-1", "line-1", "label-1"],
  districts: ["fill-2", "line-2", "label-2"],
  communes: ["fill-3", "line-3", "points-3", "label-3", "label-points"],
  towns: ["towns", "label-towns"],
  programme: ["group-fill", "group-line", "chain-line", "aims", "label-groups", "label-chains", "label-aims"],
  labels: [...LABELS, "label-towns", "label-around", "label-sea", "label-groups", "label-chains", "label-aims"],
};

export const CLICKABLE = ["towns", "aims", "points-3", "fill-3", "fill-2", "fill-1"];

export async function fontsReady() {
  const sample = "ĐđĂăÂâÊêÔôƠơƯư ếộữẫặ ABC";
  await Promise.all([
    document.fonts.load('500 24px "Be Vietnam Pro Medium"', sample),
    document.fonts.load('700 24px "Be Vietnam Pro Bold"', sample),
  ]);
}

export function style({ backdrop, basemap, attribution, seaName }) {
  const empty = { type: "FeatureCollection", features: [] };
  return {
    version: 8,
    sources: {
      backdrop: { type: "geojson", data: backdrop },
      units: { type: "geojson", data: empty, promoteId: "key", tolerance: 0.2 },
      names: { type: "geojson", data: empty },
      towns: { type: "geojson", data: empty, promoteId: "key" },
      groups: { type: "geojson", data: empty },
      "group-names": { type: "geojson", data: empty },
      aims: { type: "geojson", data: empty },
      me: { type: "geojson", data: empty },
      sea: { type: "geojson", data: { type: "Feature", properties: { name: seaName }, geometry: { type: "Point", coordinates: [108.82, 16.08] } } },
      ...(basemap ? { basemap: { type: "raster", tiles: [basemap], tileSize: 256, attribution } } : {}),
    },
    layers: [...ground(Boolean(basemap)), ...units(Boolean(basemap)), ...groups(), ...labels(), ...aims(), ...towns(), ...me()],
  };
}

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function ground(raster) {
  return [
    { id: "sea", type: "background", paint: { "background-color": token("--sea") } },
    { id: "land", type: "fill", source: "backdrop", filter: ["==", ["get", "role"], "land"], paint: { "fill-color": token("--map-abroad"), "fill-antialias": false } },
    { id: "around", type: "fill", source: "backdrop", filter: ["==", ["get", "role"], "province"], paint: { "fill-color": token("--map-around") } },
    { id: "around-line", type: "line", source: "backdrop", filter: ["==", ["get", "role"], "province"], paint: { "line-color": token("--map-around-line"), "line-width": 0.8 } },
    ...(raster ? [{ id: "basemap", type: "raster", source: "basemap" }] : []),
  ];
}

function units(raster) {
  const ofLevel = (level) => ["all", ["==", ["get", "level"], level], ["match", ["geometry-type"], ["Polygon", "MultiPolygon"], true, false]];
  const fill = (level) => ({
    id: `fill-${level}`, type: "fill", source: "units", filter: ofLevel(level),
    paint: {
      "fill-color": ["case", ["boolean", ["feature-state", "hover"], false], token("--accent-soft"), token("--map-unit")],
      "fill-opacity": raster ? 0.25 : level === 1 ? 1 : ["case", ["boolean", ["feature-state", "hover"], false], 0.9, 0.55],
    },
  });
  const line = (level, width, colour) => ({
    id: `line-${level}`, type: "line", source: "units", filter: ofLevel(level),
    layout: { "line-join": "round" },
    paint: { "line-color": colour, "line-width": ["interpolate", ["linear"], ["zoom"], 7, width * 0.6, 12, width * 1.6] },
  });
  return [
    fill(1), fill(2), fill(3),
    { id: "illustrative", type: "fill", source: "units", filter: ["all", ["==", ["get", "illustrative"], true], ["match", ["geometry-type"], ["Polygon", "MultiPolygon"], true, false]], paint: { "fill-pattern": "hatch" } },
    { id: "chosen-fill", type: "fill", source: "units", filter: ["in", ["get", "key"], ["literal", []]], paint: { "fill-color": token("--accent"), "fill-opacity": 0.16 } },
    line(3, 0.7, token("--map-line")), line(2, 1, token("--map-line-strong")), line(1, 1.5, token("--map-line-strong")),
    { id: "chosen-halo", type: "line", source: "units", filter: ["in", ["get", "key"], ["literal", []]], layout: { "line-join": "round" }, paint: { "line-color": "#ffffff", "line-width": 6, "line-opacity": 0.85 } },
    { id: "chosen-line", type: "line", source: "units", filter: ["in", ["get", "key"], ["literal", []]], layout: { "line-join": "round" }, paint: { "line-color": token("--accent"), "line-width": 3 } },
    {
      id: "points-3", type: "circle", source: "units", minzoom: 8.6, filter: ["all", ["==", ["get", "level"], 3], ["==", ["geometry-type"], "Point"]],
      paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 8.4, 1.6, 12, 4.5], "circle-color": token("--paper"), "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 8.4, 0.8, 12, 2], "circle-stroke-color": token("--line-control") },
    },
    {
      id: "chosen-point", type: "circle", source: "names", filter: ["in", ["get", "key"], ["literal", []]],
      paint: { "circle-radius": 8, "circle-color": token("--accent"), "circle-stroke-width": 3, "circle-stroke-color": "#ffffff" },
    },
  ];
}

function labels() {
  const paint = (colour, halo = "#ffffff") => ({ "text-color": colour, "text-halo-color": halo, "text-halo-width": 1.5 });
  const size = (small, large) => ["interpolate", ["linear"], ["zoom"], 7, small, 12, large];
  const point = (id, filter, more, colour) => ({
    id, type: "symbol", source: "names", filter, ...more.zooms,
    layout: { "text-field": more.text || ["get", "short"], "text-font": more.font || FONT, "text-size": more.size, "text-max-width": 7, "text-padding": 4, "text-variable-anchor": more.anchors || ["center", "top", "bottom", "left", "right"], "text-radial-offset": 0.7, "text-line-height": 1.35, "symbol-sort-key": ["get", "order"] },
    paint: paint(colour),
  });
  return [
    { id: "label-sea", type: "symbol", source: "sea", minzoom: 7.9, maxzoom: 11, layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 14 }, paint: paint(token("--map-sea-name"), token("--sea")) },
    { id: "label-around", type: "symbol", source: "backdrop", maxzoom: 11, filter: ["==", ["get", "role"], "name"], layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "text-max-width": 6, "text-line-height": 1.35, visibility: "none" }, paint: paint(token("--ink-quiet"), token("--map-around")) },
    point("label-3", ["all", ["==", ["get", "level"], 3], ["get", "outlined"]], { zooms: { minzoom: 7.5 }, size: size(10.5, 14), text: ["step", ["zoom"], ["get", "short"], 11.5, ["get", "name"]] }, token("--ink-soft")),
    point("label-points", ["all", ["==", ["get", "level"], 3], ["!", ["get", "outlined"]]], { zooms: { minzoom: 9.6 }, size: size(10, 13), anchors: ["top", "bottom", "left", "right"] }, token("--ink-soft")),
    point("label-2", ["==", ["get", "level"], 2], { zooms: {}, size: size(11.5, 16), font: FONT_STRONG, text: ["step", ["zoom"], ["get", "short"], 10, ["get", "name"]] }, token("--ink")),
    point("label-1", ["==", ["get", "level"], 1], { zooms: { maxzoom: 9.2 }, size: size(13, 18), font: FONT_STRONG, text: ["get", "name"] }, token("--accent-deep")),
  ];
}

function towns() {
  return [
    { id: "towns", type: "symbol", source: "towns", layout: { "icon-image": ["get", "sign"], "icon-size": ["interpolate", ["linear"], ["zoom"], 7, 0.75, 11, 1.2], "icon-allow-overlap": true, "icon-padding": 0, "symbol-sort-key": ["get", "rank"] } },
    {
      id: "label-towns", type: "symbol", source: "towns", minzoom: 9,
      layout: { "text-field": ["get", "label"], "text-font": FONT_STRONG, "text-size": ["interpolate", ["linear"], ["zoom"], 8, 11, 12, 14], "text-variable-anchor": ["left", "right", "bottom", "top"], "text-radial-offset": 0.9, "text-justify": "auto", "text-max-width": 8, "text-line-height": 1.35, "symbol-sort-key": ["get", "rank"] },
      paint: { "text-color": token("--map-town"), "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
    },
  ];
}

// What a programme wants is drawn in its own colour and in broken lines: it is not how things are.
function groups() {
  const colour = token("--map-aim");
  const ofKind = (...kinds) => ["in", ["get", "kind"], ["literal", kinds]];
  const line = (id, kinds, width, dashes, opacity) => ({
    id, type: "line", source: "groups", filter: ofKind(...kinds), layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": colour, "line-width": width, "line-dasharray": dashes, "line-opacity": opacity },
  });
  return [
    { id: "group-fill", type: "fill", source: "groups", filter: ofKind("cluster", "corridor"), paint: { "fill-color": colour, "fill-opacity": 0.07, "fill-antialias": false } },
    line("group-line", ["cluster", "corridor"], 1.8, [2.5, 1.8], 0.9),
    line("chain-line", ["chain"], 4, [1.2, 1.6], 0.5),
  ];
}

function aims() {
  const paint = { "text-color": token("--map-aim"), "text-halo-color": "#ffffff", "text-halo-width": 1.8 };
  return [
    {
      id: "label-groups", type: "symbol", source: "group-names", minzoom: 8, maxzoom: 11.5,
      layout: { "text-field": ["get", "name"], "text-font": FONT_STRONG, "text-size": 12, "text-max-width": 10, "text-line-height": 1.35, "text-variable-anchor": ["center", "top", "bottom", "left", "right"], "text-radial-offset": 1.2 },
      paint,
    },
    {
      id: "label-chains", type: "symbol", source: "groups", minzoom: 9.5, filter: ["==", ["get", "kind"], "chain"],
      layout: { "symbol-placement": "line-center", "text-field": ["get", "name"], "text-font": FONT, "text-size": 11.5, "text-max-width": 14, "text-offset": [0, 1.1] }, paint,
    },
    { id: "aims", type: "symbol", source: "aims", layout: { "icon-image": "aim", "icon-size": ["interpolate", ["linear"], ["zoom"], 7, 0.62, 11, 1], "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-padding": 0 } },
    {
      id: "label-aims", type: "symbol", source: "aims", minzoom: 9,
      layout: { "text-field": ["get", "label"], "text-font": FONT, "text-size": ["interpolate", ["linear"], ["zoom"], 9, 10.5, 12, 12.5], "text-variable-anchor": ["top", "bottom", "right", "left"], "text-radial-offset": 1.5, "text-justify": "auto", "text-max-width": 22, "text-line-height": 1.35 },
      paint,
    },
  ];
}

function me() {
  return [
    { id: "me-halo", type: "circle", source: "me", paint: { "circle-radius": 16, "circle-color": token("--course"), "circle-opacity": 0.18 } },
    { id: "me", type: "circle", source: "me", paint: { "circle-radius": 6, "circle-color": token("--course"), "circle-stroke-width": 2.5, "circle-stroke-color": "#ffffff" } },
  ];
}

// Signs drawn here and not loaded: a lozenge per rank of class, larger and fuller the higher the class.
export function signs(map, count) {
  const known = token("--map-town");
  const unknown = token("--ink-quiet");
  for (let rank = 1; rank <= count; rank += 1) {
    const radius = Math.max(8, 14 - rank * 1.2);
    map.addImage(`town-${rank}`, lozenge({ radius, colour: known, full: rank <= 3 }), { pixelRatio: 2 });
    map.addImage(`town-${rank}-planned`, lozenge({ radius, colour: known, dashed: true }), { pixelRatio: 2 });
  }
  map.addImage("town-unknown", lozenge({ radius: 9, colour: unknown }), { pixelRatio: 2 });
  map.addImage("town-unknown-planned", lozenge({ radius: 9, colour: unknown, dashed: true }), { pixelRatio: 2 });
  map.addImage("hatch", hatch(), { pixelRatio: 2 });
  map.addImage("aim", ring(), { pixelRatio: 2 });
}

// A broken ring around a town: what it is to become, not what it is.
function ring() {
  const size = 52;
  const canvas = new OffscreenCanvas(size, size);
  const pen = canvas.getContext("2d");
  pen.beginPath();
  pen.arc(size / 2, size / 2, 20, 0, 2 * Math.PI);
  pen.lineWidth = 7;
  pen.strokeStyle = "#ffffff";
  pen.stroke();
  pen.lineWidth = 3.5;
  pen.setLineDash([9, 6.7]);
  pen.strokeStyle = token("--map-aim");
  pen.stroke();
  return pen.getImageData(0, 0, size, size);
}

function lozenge({ radius, colour, full = false, dashed = false }) {
  const size = 34;
  const canvas = new OffscreenCanvas(size, size);
  const pen = canvas.getContext("2d");
  pen.translate(size / 2, size / 2);
  pen.beginPath();
  pen.moveTo(0, -radius);
  pen.lineTo(radius, 0);
  pen.lineTo(0, radius);
  pen.lineTo(-radius, 0);
  pen.closePath();
  pen.lineJoin = "round";
  pen.lineWidth = 7;
  pen.strokeStyle = "#ffffff";
  pen.stroke();
  pen.fillStyle = full ? colour : "#ffffff";
  pen.fill();
  pen.lineWidth = 3.5;
  if (dashed) pen.setLineDash([4, 3]);
  pen.strokeStyle = colour;
  pen.stroke();
  return pen.getImageData(0, 0, size, size);
}

function hatch() {
  const size = 16;
  const canvas = new OffscreenCanvas(size, size);
  const pen = canvas.getContext("2d");
  pen.strokeStyle = token("--caution");
  pen.lineWidth = 1.6;
  pen.globalAlpha = 0.6;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}
