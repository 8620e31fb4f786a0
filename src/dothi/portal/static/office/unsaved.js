// Lists on the desk what this person was writing on this machine and did not save.
import { draftsOf } from "./drafts.js";

for (const place of document.querySelectorAll("[data-unsaved]")) {
  const list = place.querySelector("[data-unsaved-list]");
  for (const { path, draft } of draftsOf(place.dataset.unsaved)) {
    if (!path.startsWith("/") || path.startsWith("//")) continue;
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = path;
    link.textContent = [draft.title, draft.values.place].filter(Boolean).join(": ");
    item.append(link);
    list.append(item);
    place.hidden = false;
  }
}
