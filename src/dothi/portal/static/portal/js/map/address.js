// The map's state in the address: day (ngay), what is chosen (chon), land asked about (diem), plans shown (qh), what lies beside them (so: another day, or 0 for none), and the view (vt=longitude,latitude,zoom).

export function read() {
  const values = new URLSearchParams(window.location.search);
  const view = (values.get("vt") || "").split(",").map(Number);
  const whole = view.length === 3 && view.every(Number.isFinite);
  return {
    day: values.get("ngay") || "",
    chosen: values.get("chon") || "",
    point: values.get("diem") || "",
    plans: values.get("qh") || "",
    other: /^(0|\d{4}-\d{2}-\d{2})$/.test(values.get("so") || "") ? values.get("so") : "",
    view: whole && Math.abs(view[0]) <= 180 && Math.abs(view[1]) <= 85 ? view : null,
  };
}

export function write(state, { push = false } = {}) {
  const values = new URLSearchParams(window.location.search);
  put(values, "ngay", state.day === state.today ? "" : state.day);
  put(values, "chon", state.chosen);
  put(values, "diem", state.point);
  put(values, "qh", state.plans);
  put(values, "so", state.other);
  put(values, "vt", state.view ? state.view.map((number, index) => number.toFixed(index === 2 ? 2 : 4)).join(",") : "");
  const query = values.toString().replaceAll("%2C", ",");
  const address = query ? `?${query}` : window.location.pathname;
  if (push) window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
}

function put(values, name, value) {
  if (value) values.set(name, value);
  else values.delete(name);
}
