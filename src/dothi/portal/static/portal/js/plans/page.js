// The map of a plan's page: click a zone and the panel tells what it is for.
import { fontsReady } from "../map/style.js";
import { fetched, planMap, say, values } from "./canvas.js";
import { addPlan, cardAddress, mark, show, zoneAt } from "./layers.js";

const root = document.querySelector("[data-plan-map]");

async function start() {
  const { plans: [plan], colours, zone: template, words } = values("plan-map");
  if (!plan.extent) {
    root.hidden = true;
    return;
  }
  document.body.classList.add("plan-live");
  await fontsReady();
  const map = planMap(root, plan.extent, words);
  await map.once("load");
  const drawn = [{ plan, parts: addPlan(map, plan, { colours, words }) }];
  const card = document.querySelector("[data-zone-card]");
  const place = card.querySelector("[data-card-place]");
  let asked = 0;

  const close = () => {
    asked += 1;
    card.hidden = true;
    place.replaceChildren();
    mark(map, drawn, null);
  };
  const open = async (zone) => {
    const number = ++asked;
    mark(map, drawn, zone);
    try {
      const response = await fetched(cardAddress(template, zone, question()));
      const holder = document.createElement("template");
      holder.innerHTML = await response.text();
      if (number !== asked) return;
      place.replaceChildren(holder.content);
      card.hidden = false;
      say("");
      card.querySelector("h2").focus({ preventScroll: true });
      card.scrollIntoView({ block: "nearest" });
    } catch (error) {
      say(words.failed);
      throw error;
    }
  };
  map.on("click", (event) => {
    const zone = zoneAt(map, event.point, drawn);
    if (zone) open(zone);
    else close();
  });
  map.on("mousemove", (event) => { map.getCanvas().style.cursor = zoneAt(map, event.point, drawn) ? "pointer" : ""; });
  card.querySelector("[data-card-close]").addEventListener("click", () => { close(); map.getCanvas().focus(); });
  for (const box of document.querySelectorAll("[data-plan-layer]")) {
    const turn = () => {
      root.dataset.drawn = "0";
      show(map, drawn[0].parts.byLayer.get(box.dataset.planLayer) || [], box.checked);
    };
    box.addEventListener("change", turn);
    turn();
  }
  root.setAttribute("aria-busy", "false");
  root.dataset.ready = "1";
}

// The day of the question stays on links of the card.
function question() {
  const kept = new URLSearchParams();
  for (const name of ["ngay", "biet"]) {
    const value = new URLSearchParams(window.location.search).get(name);
    if (value) kept.set(name, value);
  }
  return kept.size ? `?${kept}` : "";
}

if (root) start();
