// On a phone the panel is a sheet over the map: pulled by hand, or moved with its button and the arrow keys.

const STATES = ["low", "half", "full"];

export function sheet(panel, handle, moved) {
  const phone = window.matchMedia("(max-width: 61.99rem)");

  const set = (state) => {
    panel.dataset.sheet = state;
    panel.style.removeProperty("--sheet-pull");
    handle.setAttribute("aria-expanded", String(state !== "low"));
    handle.querySelector("[data-when]").textContent = state === "full" ? handle.dataset.lower : handle.dataset.raise;
    moved(phone.matches ? panel.getBoundingClientRect().height : 0);
  };
  const step = (by) => set(STATES[Math.min(2, Math.max(0, STATES.indexOf(panel.dataset.sheet) + by))]);

  handle.addEventListener("click", () => { if (!handle.dataset.dragged) set(panel.dataset.sheet === "full" ? "low" : STATES[STATES.indexOf(panel.dataset.sheet) + 1]); });
  handle.addEventListener("keydown", (event) => {
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      step(event.key === "ArrowUp" ? 1 : -1);
    }
  });

  let start = null;
  handle.addEventListener("pointerdown", (event) => {
    delete handle.dataset.dragged;
    start = { y: event.clientY, height: panel.getBoundingClientRect().height };
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!start) return;
    const pull = start.y - event.clientY;
    if (Math.abs(pull) > 6) handle.dataset.dragged = "1";
    if (handle.dataset.dragged) {
      panel.dataset.sheet = "pulled";
      panel.style.setProperty("--sheet-pull", `${Math.max(96, start.height + pull)}px`);
    }
  });
  const drop = () => {
    if (start && handle.dataset.dragged) {
      const part = panel.getBoundingClientRect().height / window.innerHeight;
      set(part < 0.34 ? "low" : part < 0.7 ? "half" : "full");
    }
    start = null;
  };
  handle.addEventListener("pointerup", drop);
  handle.addEventListener("pointercancel", drop);

  set("low");
  return {
    show() { if (phone.matches && panel.dataset.sheet === "low") set("half"); },
    get height() { return phone.matches ? panel.getBoundingClientRect().height : 0; },
    get phone() { return phone.matches; },
  };
}
