"""The process that does jobs: the task queue's worker, finding lost jobs at its start and while it runs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection

from dothi.registry.jobs.liveness import forget_dead, presence
from dothi.registry.jobs.recovery import recover

WATCH_SECONDS = 30.0
logger = logging.getLogger(__name__)


def run_worker(folder: Path, *, interval: float = 0.5, until_idle: bool = False) -> None:
    """Do jobs until told to stop (SIGTERM or SIGINT: the job at hand is finished first).

    ``folder`` holds the workers' lock files (the workspace's ``run``). ``until_idle`` ends when nothing
    waits.
    """
    recover(folder)
    forget_dead(folder)
    with presence(folder) as name, _watch(folder):
        call_command(
            "db_worker",
            worker_id=name,
            interval=interval,
            batch=until_idle,
            startup_delay=False,
            reload=False,
            verbosity=0,
        )


@contextmanager
def _watch(folder: Path) -> Iterator[None]:
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(WATCH_SECONDS):
            try:
                recover(folder)
            except (OperationalError, InterfaceError):
                logger.warning("Looking for lost jobs waits: the database is busy or away")
            finally:
                connection.close()

    thread = threading.Thread(target=watch, name="recovery", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
