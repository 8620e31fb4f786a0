// The map's state in the address: day (ngay), what is chosen (chon), land asked about (diem), plans shown (qh), what lies left of the divider (so: another day, 0 for none, qh.KEY for one plan, ht.NUMBER for a layer of a theme), the one plan right of it (phai), paper for print (in), and the view (vt=longitude,latitude,zoom).

export function read() {
  const values = new URLSearchParams(window.location.search);
  const view = (values.get("vt") || "").split(",").map(Number);
  const whole = view.length === 3 && view.every(Number.isFinite);
  return {
    day: values.get("ngay") || "",
    chosen: values.get("chon") || "",
    point: values.get("diem") || "",
    plans: values.get("qh") || "",
    other: /^(0|\d{4}-\d{2}-\d{2}|qh\.[\w-]+|ht\.\d+)$/.test(values.get("so") || "") ? values.get("so") : "",
    right: /^[\w-]+$/.test(values.get("phai") || "") ? values.get("phai") : "",
    paper: /^a[34]d?$/.test(values.get("in") || "") ? values.get("in") : "",
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
  put(values, "phai", state.other ? state.right : "");
  put(values, "in", state.paper);
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
