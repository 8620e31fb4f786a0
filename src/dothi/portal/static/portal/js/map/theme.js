// A layer of a theme on a map: current use in the colours of its codes, anything else in one colour.
import { inventedRow, legendRow } from "../plans/onmap.js";

const BELOW = "line-3"; // boundaries of units and names stay above
const ONE = "#b0582a";
const ID = "theme";

export class ThemeOnMap {
  constructor(map, block, seen) {
    this.map = map;
    this.seen = seen;
    this.words = JSON.parse(block.querySelector("script").textContent);
    this.legend = block.querySelector("[data-plans-legend]");
    this.note = block.querySelector("[data-plans-note]");
    this.layer = null;
    map.on("idle", () => this.follow());
  }

  draw(layer) {
    if (layer?.number === this.layer?.number) return;
    this.clear();
    this.layer = layer;
    if (!layer?.tiles) return;
    const { tiles } = layer;
    this.map.addSource(ID, { type: "vector", tiles: [window.location.origin + tiles.url], minzoom: tiles.min_zoom, maxzoom: tiles.max_zoom, bounds: layer.extent || undefined });
    const put = (part, type, paint) => this.map.addLayer({ id: `${ID}:${part}`, type, source: ID, "source-layer": tiles.layer, paint }, BELOW);
    put("fill", "fill", { "fill-color": colour(layer), "fill-opacity": 0.78 });
    put("edge", "line", { "line-color": layer.codes ? "#3b403e" : ONE, "line-opacity": layer.codes ? 0.4 : 0.9, "line-width": ["interpolate", ["linear"], ["zoom"], 12, 0.2, 17, 1] });
    if (layer.illustrative) put("invented", "line", { "line-color": "#f2b632", "line-width": 1, "line-dasharray": [4, 3], "line-opacity": ["interpolate", ["linear"], ["zoom"], 11, 0, 13, 0.8] });
  }

  clear() {
    for (const part of ["fill", "edge", "invented"]) if (this.map.getLayer(`${ID}:${part}`)) this.map.removeLayer(`${ID}:${part}`);
    if (this.map.getSource(ID)) this.map.removeSource(ID);
    if (this.layer) {
      this.legend.replaceChildren();
      this.say("");
    }
    this.layer = null;
  }

  // The legend names what can be seen just now.
  follow() {
    if (!this.layer) return;
    if (!this.layer.tiles) {
      this.say(this.words.themeUnread);
      return;
    }
    const found = this.map.queryRenderedFeatures(this.seen(), { layers: [`${ID}:fill`] });
    const here = new Set(found.map((item) => String(item.properties[this.layer.code_column] ?? "")));
    const rows = (this.layer.codes || [{ code: "", title: this.layer.title, title_en: this.layer.title_en, colour: ONE, whole: true }]).filter((item) => (item.whole ? found.length : here.has(item.code)));
    this.legend.replaceChildren(...rows.map((item) => legendRow(item, { noCode: "" })), ...(rows.length && this.layer.illustrative ? [inventedRow(this.words)] : []));
    this.say(rows.length ? "" : this.words.themeOutside);
  }

  say(sentence) {
    this.note.textContent = sentence;
    this.note.hidden = !sentence;
  }
}

function colour(layer) {
  if (!layer.codes?.length) return ONE;
  return ["match", ["to-string", ["get", layer.code_column]], ...layer.codes.flatMap((item) => [item.code, item.colour]), "#cfccc4"];
}
