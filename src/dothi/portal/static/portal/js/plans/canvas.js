// A map for plans alone: paper, the optional base map, and what is added to it.
import * as maplibre from "../../../vendor/maplibre-gl/maplibre-gl.mjs";

export function planMap(container, extent, words, options = {}) {
  const { basemap, basemapAttribution } = container.dataset;
  const map = new maplibre.Map({
    container,
    style: {
      version: 8,
      sources: basemap ? { basemap: { type: "raster", tiles: [basemap], tileSize: 256, attribution: basemapAttribution } } : {},
      layers: [
        { id: "paper", type: "background", paint: { "background-color": "#f6f5f2" } },
        ...(basemap ? [{ id: "basemap", type: "raster", source: "basemap" }] : []),
      ],
    },
    bounds: [[extent[0], extent[1]], [extent[2], extent[3]]],
    fitBoundsOptions: { padding: 24 },
    minZoom: 8,
    maxZoom: 19,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    attributionControl: false,
    locale: words.controls,
    fadeDuration: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
    cooperativeGestures: false,
    ...options,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ maxWidth: 120 }), "bottom-right");
  map.addControl(new maplibre.AttributionControl({ compact: false }), "bottom-right");
  map.on("movestart", () => { container.dataset.drawn = "0"; });
  map.on("idle", () => {
    container.dataset.drawn = "1";
    container.closest(".plan-stage").dataset.shown = "1";
  });
  return map;
}

export function values(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

export function say(sentence) {
  const place = document.querySelector("[data-map-status]");
  place.textContent = sentence;
  place.dataset.kind = "error";
  place.hidden = !sentence;
}

export async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response;
}
