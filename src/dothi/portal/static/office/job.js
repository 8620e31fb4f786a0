// Follows a job until it is finished, then shows the page of its outcome.
const PAUSE = 1500;

for (const place of document.querySelectorAll("[data-job]")) {
  const address = place.dataset.job;
  if (address) follow(place, address);
}

async function follow(place, address) {
  const bar = place.querySelector("progress");
  const status = place.querySelector("[data-job-status]");
  const message = place.querySelector(".progress__head > span");
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    let state;
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" }, redirect: "error" });
      if (!answer.ok) continue;
      state = await answer.json();
    } catch {
      continue;
    }
    if (state.finished) {
      window.location.reload();
      return;
    }
    if (state.total) {
      bar.max = state.total;
      bar.value = state.done;
    }
    if (message.textContent !== state.message) {
      message.textContent = state.message;
      status.textContent = state.message;
    }
  }
}
