"""The solver in a process of its own: it can be stopped at once, whatever it is in the middle of."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from dothi.base.errors import DothiError, Fault, UnusableError
from dothi.towns.upgrade.found import Found
from dothi.towns.upgrade.model import Case, Problem
from dothi.towns.upgrade.plan import Asked, Outcome, plan_upgrade

Tell = Callable[[Case | None, float | None, float | None], None]
"""Hears the case at work, and cost and gap of its best programme so far; called every second at least."""
_EVERY = 1.0


def plan_aside(problem: Problem, asked: Asked, tell: Tell) -> tuple[Outcome, Outcome]:
    """Plan in another process; what ``tell`` raises ends it. Raises :class:`InputError` as planning does."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(there, problem, asked), daemon=True)
    process.start()
    there.close()
    heard: tuple[Case | None, float | None, float | None] = (None, None, None)
    try:
        while True:
            tell(*heard)
            if not here.poll(_EVERY):
                continue
            kind, message = here.recv()
            if kind == "found":
                heard = message
            elif kind == "refused":
                raise message
            else:
                worst, best = message
                return worst, best
    except EOFError:
        raise UnusableError(_GONE) from None
    finally:
        process.kill()
        process.join()
        here.close()


def _work(pipe: Connection, problem: Problem, asked: Asked) -> None:
    """What the other process does; the solver's own library prints, which nobody reads."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 (a device, not a path of ours)
        os.dup2(nowhere.fileno(), 1)

    def heard(case: Case, found: Found) -> None:
        cost = None if found.starts is None else float(found.cost)
        _send(pipe, ("found", (case, cost, found.gap)))

    try:
        _send(pipe, ("done", plan_upgrade(problem, replace(asked, tell=heard))))
    except DothiError as error:
        _send(pipe, ("refused", error))


def _send(pipe: Connection, message: tuple[str, Any]) -> None:
    try:
        pipe.send(message)
    except BrokenPipeError:
        # Whoever asked is gone: there is nobody to work for.
        os._exit(1)


_GONE = Fault(
    "upgrade.gone",
    "Tiến trình tính toán đã dừng giữa chừng, có thể vì thiếu bộ nhớ",
    "The process that worked it out ended early, perhaps for lack of memory",
    remedy_vi="Gửi lại với ít dự án hơn, hoặc báo quản trị viên",
    remedy_en="Send it again with fewer projects, or tell the administrator",
)
