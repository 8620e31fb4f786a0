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

const summary = document.querySelector(".error-summary");
if (summary) summary.focus();

searchBoxes();
