// Suggestions for the place of a plan. Without it the form still works.
import { suggestPlaces } from "./place_field.js";

for (const field of document.querySelectorAll("[data-place]")) suggestPlaces(field, () => "");
