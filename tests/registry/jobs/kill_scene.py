"""A process of its own for the kill tests: hands in a job, works, stops where told, or tells what it sees."""

# ruff: noqa: E402
from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import django

django.setup()

from django.core.management import call_command

from dothi.registry.jobs import work
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.worker import run_worker
from dothi.registry.sources.models import Source

FOLDER = Path(os.environ["DOTHI_WORKSPACE"]) / "run"
STOP_AT = os.environ.get("KILL_AT", "")


def stop_here(point: str) -> None:
    if point == STOP_AT:
        (FOLDER / "stopped").touch()
        while not (FOLDER / "go").exists():
            time.sleep(0.05)


@work.job_kind("test.kill", title_vi="Việc bị ngắt", title_en="Killed work")
def killed(run: work.Running) -> None:
    run.progress(1, 2, "giữa chừng")
    stop_here("middle")
    with run.commit({}) as result:
        count = Source.objects.filter(key__startswith="effect-").count()
        Source.objects.create(key=f"effect-{count}", title="effect")
        result["attempt"] = run.job.attempt
        stop_here("commit")
    stop_here("committed")


def main(command: str) -> None:
    if command == "prepare":
        call_command("migrate", verbosity=0)
    elif command == "enqueue":
        work.enqueue("test.kill", {}, None)
    elif command == "work":
        if STOP_AT == "claimed":
            work.perform = lambda job_id: stop_here("claimed")
        run_worker(FOLDER, until_idle="STAY" not in os.environ)
    elif command == "show":
        job = Job.objects.get()
        shown = {**work.state_of(job), "attempt": job.attempt}
        shown["effects"] = Source.objects.filter(key__startswith="effect-").count()
        sys.stdout.write(json.dumps(shown))


main(sys.argv[1])
