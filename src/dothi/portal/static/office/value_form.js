// The rule of the chosen indicator beside its field, and suggestions for its place. Without it the form still works.
import { suggestPlaces } from "./place_field.js";

function indicatorRule(form) {
  const select = form.querySelector("[data-indicator] select");
  const rule = form.querySelector("[data-indicator] .field__rule p");
  const unit = form.querySelector("[data-value] .with-unit > span");
  const show = () => {
    const option = select.selectedOptions[0];
    rule.textContent = option?.dataset.rule ?? "";
    unit.textContent = option?.dataset.unit ?? "";
  };
  select.addEventListener("change", show);
  show();
}

function dayOf(form) {
  const text = (form.elements.last_day.value || form.elements.first_day.value).trim();
  return /^\d{4}$/.test(text) ? `31/12/${text}` : text;
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  indicatorRule(form);
  suggestPlaces(form.querySelector("[data-place]"), () => dayOf(form));
}
