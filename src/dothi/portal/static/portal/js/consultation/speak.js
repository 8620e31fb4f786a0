// The form of a statement: the drawing, what was written kept against a closed page, and the proof of work.
import { consultationMap, say, values } from "./map.js";
import { sha256 } from "./sha256.js";
import { Sketch } from "./sketch.js";

const AT_ONCE = 4000; // digests between two looks at the page
const form = document.querySelector("[data-speak]");
const root = document.querySelector("[data-consultation-map]");

if (form) {
  remember();
  form.addEventListener("submit", submitted);
  prove();
}
if (form && root) draw().catch((error) => {
  root.closest("figure").hidden = true;
  throw error;
});

async function draw() {
  const given = values();
  const { map } = await consultationMap(root, given);
  new Sketch(map, root, form.elements.shape, given.words);
  root.setAttribute("aria-busy", "false");
  root.dataset.ready = "1";
}

// A number with which the digest of token and number begins with so many zero bits.
async function prove() {
  const { token, nonce } = form.elements;
  const bits = Number(form.dataset.bits);
  for (let number = 0; !nonce.value; number += 1) {
    const [first] = sha256(`${token.value}:${number}`);
    if (first >>> (32 - bits) === 0) nonce.value = String(number);
    else if (number % AT_ONCE === AT_ONCE - 1) await new Promise((done) => { setTimeout(done); });
  }
  form.dispatchEvent(new Event("proved"));
}

function submitted(event) {
  if (form.elements.nonce.value) return;
  event.preventDefault();
  const { submitter } = event;
  if (root) say(values().words.working);
  form.addEventListener("proved", () => form.requestSubmit(submitter), { once: true });
}

// What was written stays in this browser's tab until it is sent.
function remember() {
  const name = `y-kien:${window.location.pathname}`;
  const fields = [form.elements.text, form.elements.place];
  const before = JSON.parse(sessionStorage.getItem(name) || "[]");
  fields.forEach((field, at) => { if (!field.value && before[at]) field.value = before[at]; });
  form.addEventListener("input", () => sessionStorage.setItem(name, JSON.stringify(fields.map((field) => field.value))));
  window.addEventListener("pagehide", () => { if (form.dataset.sent) sessionStorage.removeItem(name); });
  form.addEventListener("submit", () => { form.dataset.sent = "1"; });
}
