"""Run the web server and the worker as child processes, and stop them together."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

import click

from dothi.base.errors import Fault, UnusableError

GRACE_SECONDS = 30.0
LONGEST_PAUSE = 30.0
_TICK = 0.1
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Child:
    """One process. When a ``vital`` one ends, all end; another is started again, ever more slowly.

    One that ``waits`` is started when the others are ready, so as not to slow them down.
    """

    name: str
    command: Sequence[str]
    vital: bool
    waits: bool = False
    keep_open: tuple[int, ...] = ()
    environment: dict[str, str] | None = None
    process: subprocess.Popen[bytes] | None = None
    pause: float = 0.0
    next_start: float = 0.0
    started: float = field(default=0.0)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it through us only."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            pass_fds=self.keep_open,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - this process has one thread
        )

    def look(self) -> None:
        """Start it again when it ended; raise when it was vital."""
        if self.process is None:
            if time.monotonic() >= self.next_start:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        if self.vital:
            raise UnusableError(_ended(self.name, code))
        lived = time.monotonic() - self.started
        self.pause = 1.0 if lived > LONGEST_PAUSE else min(max(2 * self.pause, 1.0), LONGEST_PAUSE)
        click.echo(f"{self.name}: mã {code}; chạy lại sau / restarting in {self.pause:.0f} s", err=True)
        self.process, self.next_start = None, time.monotonic() + self.pause


class Supervisor:
    """Keeps children running until a signal says stop."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self.stops = 0

    def run(self, is_ready: Callable[[], bool], announce: Callable[[], None]) -> None:
        """Start all, call ``announce`` once ``is_ready``, and return when told to stop and all have ended."""
        former = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        kept = [child for child in self.children if not child.waits]
        ready = False
        try:
            while not self.stops:
                for child in kept:
                    child.look()
                if not ready and is_ready():
                    ready = True
                    kept = list(self.children)
                    announce()
                time.sleep(_TICK)
        finally:
            self._end_all()
            for number, handler in former.items():
                signal.signal(number, handler)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stops += 1

    def _end_all(self) -> None:
        """Ask all to end; kill what has not ended in time, or at once when asked to stop again."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        while any(process.poll() is None for process in running):
            if time.monotonic() > deadline or self.stops > 1:
                for process in running:
                    process.kill()
            time.sleep(_TICK)


def _die_with_parent() -> None:
    """Should this process be killed outright, its children are told to end too (Linux)."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _ended(name: str, code: int) -> Fault:
    return Fault(
        "serve.ended",
        f"{name} dừng với mã {code}",
        f"{name} ended with code {code}",
        remedy_vi="Xem dòng lỗi ở trên",
        remedy_en="See the error above",
    )
