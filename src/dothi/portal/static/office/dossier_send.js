// Sends a dossier in pieces: a broken connection only costs the piece that was under way.
const PAUSES = [500, 1500, 4000, 8000, 15000];

for (const form of document.querySelectorAll("form[data-dossier]")) new Sending(form);

function Sending(form) {
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  const box = form.querySelector("[data-progress]");
  const button = form.querySelector("button[type=submit]");
  const status = form.querySelector("[data-status]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const refusal = form.querySelector("[data-refusal]");
  const plan = form.elements.namedItem("plan");
  const words = form.dataset;

  plan?.addEventListener("change", ofNewPlan);
  if (plan) ofNewPlan();

  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("drop--over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("drop--over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });

  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (!file) return;
    event.preventDefault();
    button.disabled = true;
    refusal.hidden = true;
    try {
      const state = words.resume ? await resumed(file) : await begun(file);
      if (state) await sendAll(file, state);
    } catch {
      refuse({ "": [words.silent] });
    } finally {
      button.disabled = false;
    }
  });

  async function begun(file) {
    const data = new FormData(form);
    data.delete("file");
    data.set("name", file.name);
    data.set("size", String(file.size));
    const answer = await fetch(words.begin, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
    const state = await answer.json();
    if (answer.status === 201) return state;
    refuse(state.errors);
    return null;
  }

  async function resumed(file) {
    if (String(file.size) !== words.size) {
      refuse({ "": [words.other] });
      return null;
    }
    return (await fetch(words.resume)).json();
  }

  async function sendAll(file, first) {
    let state = first;
    let failures = 0;
    box.hidden = false;
    while (state.state === "receiving") {
      show(state);
      const end = Math.min(state.received + state.piece, state.size);
      try {
        const answer = await fetch(`${state.send}?tu=${state.received}`, {
          method: "POST",
          body: file.slice(state.received, end),
          headers: { "X-CSRFToken": token, "Content-Type": "application/octet-stream" },
        });
        const told = await answer.json();
        if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
        if (answer.status === 409 && told.received === state.received) {
          refuse(told.errors);
          return;
        }
        state = told;
        failures = 0;
      } catch {
        if (failures >= PAUSES.length) {
          window.location.assign(state.page);
          return;
        }
        say(words.broken);
        await new Promise((resolve) => setTimeout(resolve, PAUSES[failures]));
        failures += 1;
        state = await fetch(state.send).then((answer) => (answer.ok ? answer.json() : state), () => state);
      }
    }
    show(state);
    window.location.assign(state.page);
  }

  function show(state) {
    const share = Math.floor((100 * state.received) / state.size);
    box.querySelector("progress").value = share;
    box.querySelector("[data-progress-share]").textContent = `${share} %`;
    say(words.sending);
  }

  function say(text) {
    box.querySelector("[data-progress-text]").textContent = text;
    if (status.textContent !== text) status.textContent = text;
  }

  function refuse(errors) {
    box.hidden = true;
    refusal.querySelector("[data-refusal-list]").replaceChildren(...Object.entries(errors).flatMap(([name, said]) => said.map((text) => {
      const line = document.createElement("li");
      const field = name && form.elements.namedItem(name);
      line.textContent = field ? `${labelOf(field)}: ${text}` : text;
      return line;
    })));
    refusal.hidden = false;
    const named = Object.keys(errors).find((name) => name && form.elements.namedItem(name));
    if (named) form.elements.namedItem(named).focus();
  }

  function labelOf(field) {
    return field.labels[0].firstChild.textContent.trim();
  }

  function ofNewPlan() {
    for (const name of ["title", "level", "scale"]) form.elements.namedItem(name).closest(".field").hidden = plan.value !== words.newPlan;
  }
}
