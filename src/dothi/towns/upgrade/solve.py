"""The cheapest programme of one settled problem, its proof, and the ones next to it.

Small problems are solved
whole; larger ones first apart (:mod:`~dothi.towns.upgrade.apart`), then together.
"""

from __future__ import annotations

import time

from dothi.towns.upgrade.apart import apart
from dothi.towns.upgrade.formulation import Scope, build
from dothi.towns.upgrade.found import Found, Limits, better, exactly, holds
from dothi.towns.upgrade.settled import Settled

WHOLE = 150
"""Up to so many projects the whole model is solved at once."""


def solve(settled: Settled, limits: Limits | None = None) -> Found:
    """Find the cheapest programme that reaches every goal by its year within the budgets."""
    limits = limits or Limits()
    if len(settled.jobs) <= WHOLE or len(settled.aims) == 1:
        return exactly(build(settled), limits)
    began = time.monotonic()
    found, model = apart(settled, limits)
    if found.impossible or (found.gap is not None and found.gap <= limits.gap):
        return found
    left = None if limits.seconds is None else limits.seconds - (time.monotonic() - began)
    together = exactly(model, Limits(limits.gap, left))
    return better(found, together)


def alternatives(settled: Settled, best: Found, count: int, limits: Limits) -> tuple[Found, ...]:
    """Find the next cheapest programmes, each without some project of every one before it.

    A programme that only adds projects to one before it is no alternative and is passed over.
    """
    model = build(settled)
    found: list[Found] = []
    last = best
    while last.starts and len(found) < count:
        model.forbid(last.starts)
        last = exactly(model, limits)
        if last.starts is not None:
            found.append(last)
    return tuple(found)


_EARLIER = Limits(0.01, 20.0)


def earlier(settled: Settled, found: Found, limits: Limits = _EARLIER) -> Found:
    """The same projects, each started as early as the rules and the money allow together."""
    if not found.starts:
        return found
    model = build(settled, Scope(sorted(found.starts), range(len(settled.aims)), points=False))
    for job, names in model.start.items():
        model.rows.row(((name, 1.0) for name in names.values()), low=1.0)
        for year, name in names.items():
            model.rows.costs[name] = float(settled.jobs[job].finish(year))
            model.rows.upper[name] = float(year <= found.starts[job])
    answer = model.rows.solve(gap=limits.gap, seconds=limits.seconds)
    if answer.x is None or not holds(settled, starts := model.starts(answer.x)):
        return found
    return Found(starts, found.cost, found.bound)
