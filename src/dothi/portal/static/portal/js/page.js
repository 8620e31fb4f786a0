// What every page has: dialogs, printing, the day form, and the search box with suggestions.
import { searchBoxes } from "./search.js";

document.documentElement.classList.remove("no-js");

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

for (const opener of document.querySelectorAll("[data-dialog]")) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!(dialog instanceof HTMLDialogElement)) continue;
  opener.addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("close", () => opener.focus());
}

// The slider walks along the stops; letting go of it opens the stop, unless the map takes the day itself.
for (const form of document.querySelectorAll("[data-day-form]")) {
  const range = form.querySelector("[data-day-range]");
  const stops = [...form.querySelectorAll("[data-day-stop]")];
  if (!range || !stops.length) continue;
  const place = () => {
    const at = stops.findLastIndex((stop) => stop.dataset.dayStop <= form.dataset.dayNow);
    range.value = String(Math.max(0, at));
    range.setAttribute("aria-valuetext", stops[range.value].textContent);
  };
  place();
  form.addEventListener("day:placed", place);
  range.addEventListener("input", () => {
    range.setAttribute("aria-valuetext", `${stops[range.value].textContent}: ${stops[range.value].dataset.note}`);
  });
  range.addEventListener("change", () => {
    const stop = stops[range.value];
    const chosen = new CustomEvent("day:chosen", { bubbles: true, cancelable: true, detail: stop.dataset.dayStop });
    if (form.dispatchEvent(chosen)) window.location.assign(stop.href);
  });
}

// A source sentence shown on hover or focus goes away with Escape and comes back when it is asked for again.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const quote of document.querySelectorAll(".quote:hover, .quote:focus-within, .quote:has(> details[open])")) {
    quote.firstElementChild.open = false;
    quote.classList.add("quote--shut");
    const again = () => quote.classList.remove("quote--shut");
    quote.addEventListener("mouseleave", again, { once: true });
    quote.addEventListener("focusout", again, { once: true });
    quote.addEventListener("toggle", again, { once: true, capture: true });
  }
});

const summary = document.querySelector(".error-summary");
if (summary) summary.focus();

searchBoxes();
