// The map on a sheet of A4 or A3: map, legend, north, scale, sources, day. Printing is the browser's own.

const MILLIMETRES = 25.4 / 96; // of a pixel of the page
const ROUND = [1000, 2000, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000];
const GIRTH = 40075016.686; // metres around the equator
const SHARP = 2; // pixels of the canvas for one of the page

export class Paper {
  constructor(page) {
    this.page = page;
    this.map = page.map;
    this.bar = document.querySelector("[data-paper-bar]");
    this.size = this.bar.querySelector("[name=paper]");
    this.scale = this.bar.querySelector("[name=scale]");
    this.parts = [...document.querySelectorAll("[data-paper-part]")];
    this.follow = () => this.tell();
    this.size.addEventListener("change", () => this.open(this.size.value));
    this.scale.addEventListener("change", () => this.zoomTo(Number(this.scale.value)));
    this.bar.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); this.print(); });
    this.bar.querySelector("[data-paper-close]").addEventListener("click", () => this.close());
  }

  open(paper) {
    const { page, map } = this;
    page.quiet(this);
    page.state.paper = paper;
    this.size.value = paper;
    if (!document.body.classList.contains("map-sheet")) {
      this.before = { padding: map.getPadding(), ratio: map.getPixelRatio() };
      document.body.classList.add("map-sheet");
      for (const part of [this.bar, ...this.parts]) part.hidden = false;
      map.on("idle", this.follow);
      map.setPixelRatio(SHARP);
    }
    document.body.dataset.paper = paper;
    map.resize();
    map.setPadding({ top: 0, left: 0, right: 0, bottom: 0 });
    page.swipe?.side?.resize();
    this.zoomTo(this.nearest());
    page.remember();
    this.tell();
    this.size.focus({ preventScroll: true });
  }

  close() {
    document.body.classList.remove("map-sheet");
    delete document.body.dataset.paper;
    for (const part of [this.bar, ...this.parts]) part.hidden = true;
    this.map.off("idle", this.follow);
    this.map.setPixelRatio(this.before.ratio);
    this.map.resize();
    this.map.setPadding(this.before.padding);
    this.page.swipe?.side?.resize();
    this.page.state.paper = "";
    this.page.remember();
    document.querySelector("[data-paper]").focus({ preventScroll: true });
  }

  async print() {
    if (this.page.root.dataset.drawn !== "1") await this.map.once("idle");
    this.tell();
    window.print();
  }

  // One to how many the middle of the map is on the paper.
  get denominator() {
    const metres = (GIRTH * Math.cos((this.map.getCenter().lat * Math.PI) / 180)) / (512 * 2 ** this.map.getZoom());
    return (metres * 1000) / MILLIMETRES;
  }

  nearest() {
    const now = Math.log(this.denominator);
    return ROUND.reduce((best, one) => (Math.abs(Math.log(one) - now) < Math.abs(Math.log(best) - now) ? one : best));
  }

  zoomTo(denominator) {
    this.map.jumpTo({ zoom: this.map.getZoom() + Math.log2(this.denominator / denominator) });
    this.tell();
  }

  // Title, scale, legend and sources of what is drawn just now.
  tell() {
    const { page } = this;
    const put = (name, text) => { document.querySelector(`[data-paper-${name}]`).textContent = text; };
    const number = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en-GB" : "vi-VN", { maximumFractionDigits: 0 });
    const round = ROUND.find((one) => Math.abs(this.denominator / one - 1) < 0.005);
    this.scale.value = round ? String(round) : "";
    put("scale", `1:${number.format(round || Number(this.denominator.toPrecision(3)))}`);
    const { lng, lat } = this.map.getCenter();
    put("middle", `${lat.toFixed(5)}, ${lng.toFixed(5)}`);
    const plans = [...(page.plans?.shown || []), ...(page.swipe?.plans?.day ? page.swipe.plans.shown : [])].filter((plan) => this.sees(plan.extent));
    const layer = page.swipe?.theme?.layer;
    const rows = [...new Map(plans.map((plan) => [`${plan.key}:${plan.version}`, plan])).values()];
    const said = rows.map((plan) => this.line(`${title(plan)}, ${page.words.paper.version} ${plan.version}${plan.decision?.number ? `, ${plan.decision.number}` : ""} (${plan.digest.slice(0, 12)})`));
    if (layer) said.push(this.line(`${title(layer)}, ${layer.document} (${layer.layer.slice(0, 12)})`));
    document.querySelector("[data-paper-sources]").replaceChildren(...said);
    document.querySelector("[data-paper-invented]").hidden = !(rows.some((plan) => plan.illustrative) || layer?.illustrative);
    this.legend();
  }

  // The legends of the panel as they stand.
  legend() {
    const place = document.querySelector("[data-paper-legend]");
    const copied = [];
    for (const list of document.querySelectorAll(".map-answers ul.legend")) {
      if (!list.children.length || list.closest("[hidden]") || list.closest("[data-paper-part]")) continue;
      const heading = document.createElement("h3");
      const block = list.closest(".plans-block");
      if (block) {
        const half = this.page.swipe?.open ? block.querySelector("[data-swipe-left], [data-swipe-right]")?.parentElement : null;
        heading.textContent = half ? half.textContent : block.querySelector("legend")?.textContent || "";
      } else heading.textContent = list.previousElementSibling?.textContent || "";
      const copy = list.cloneNode(true);
      copyCanvases(list, copy);
      for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
      copied.push(...(heading.textContent ? [heading] : []), copy);
    }
    place.replaceChildren(...copied);
    this.cut(place);
  }

  // What does not fit is counted, never cut off unsaid.
  cut(place) {
    const fits = () => place.scrollHeight <= place.clientHeight + 1 && place.scrollWidth <= place.clientWidth + 1;
    if (fits()) return;
    const note = document.createElement("p");
    place.append(note);
    const rows = [...place.querySelectorAll("li")];
    for (let left = 1; rows.length; left += 1) {
      rows.pop().remove();
      note.textContent = this.page.words.paper.more.replace("{count}", String(left));
      if (fits()) break;
    }
    for (const list of place.querySelectorAll("ul:empty")) {
      if (list.previousElementSibling?.tagName === "H3") list.previousElementSibling.remove();
      list.remove();
    }
  }

  sees(extent) {
    if (!extent) return false;
    const box = this.map.getBounds();
    return extent[0] < box.getEast() && extent[2] > box.getWest() && extent[1] < box.getNorth() && extent[3] > box.getSouth();
  }

  line(text) {
    const line = document.createElement("li");
    line.textContent = text;
    return line;
  }
}

function title(item) {
  return (document.documentElement.lang === "en" && item.title_en) || item.title;
}

function copyCanvases(from, to) {
  const made = to.querySelectorAll("canvas");
  from.querySelectorAll("canvas").forEach((canvas, at) => made[at].getContext("2d").drawImage(canvas, 0, 0));
}
