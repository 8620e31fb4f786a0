"""Many towns: solved apart under prices of money, held together by what they share.

Towns that no project binds together share only budgets. With a price on every limited amount each block of
towns is a small problem of its own, and its optimum is a cut that every solution of the whole keeps: *what
this block spends, at these prices, is at least that*. The cuts lift the bound of the linear relaxation to
that of the Dantzig-Wolfe decomposition (Kelley 1960; Dantzig and Wolfe 1960). The selections found on the
way are columns; one small model picks a column for each block and times the projects within the budgets.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from dothi.towns.rules import ZERO
from dothi.towns.upgrade.formulation import Model, Scope, build
from dothi.towns.upgrade.found import NOTHING, Found, Limits, better, cost_of, holds, proven
from dothi.towns.upgrade.rows import Answer, Rows
from dothi.towns.upgrade.settled import Settled

Prices = Mapping[tuple[int, int], float]
_ROUNDS = 30
_SHORT_COST = 20.0


@dataclass
class Block:
    """Towns that projects bind together: their model without money, and the selections found so far."""

    jobs: list[int]
    aims: list[int]
    model: Model
    timed: frozenset[int]
    columns: list[frozenset[int]] = field(default_factory=list)


def apart(settled: Settled, limits: Limits) -> tuple[Found, Model]:
    """Bound and programme from the blocks; also the whole model with every cut, to go on from."""
    ends = None if limits.seconds is None else time.monotonic() + limits.seconds
    parts = blocks(settled)
    whole = build(settled, Scope([job for part in parts for job in part.jobs], range(len(settled.aims))))
    best = Found(None, ZERO, ZERO)
    prices: Prices = {}
    for turn in range(_ROUNDS):
        grown = [_round(part, whole, prices) for part in parts]
        if None in grown:
            return NOTHING, whole
        relaxed = whole.rows.relaxed()
        if relaxed.impossible:
            return NOTHING, whole
        bound = proven(settled, relaxed.bound * whole.scale)
        best = better(best, Found(None, ZERO, bound))
        if turn % 2 == 0 or not any(grown):
            best = better(best, _pick(settled, parts, best, limits, ends))
        if _enough(best, limits) or not any(grown) or (ends is not None and time.monotonic() > ends):
            break
        prices = _prices(whole, relaxed) if turn % 2 else _lacking(settled, parts, whole, relaxed)
    return best, whole


def blocks(settled: Settled) -> list[Block]:
    """The blocks; projects that no goal has any use of are left out."""
    groups = _groups(settled)
    needed = {other for job in settled.jobs for other in job.needs}
    found = []
    for jobs, aims in groups:
        if aims:
            years = {settled.aims[aim].by for aim in aims}
            timed = frozenset(
                job for job in jobs if settled.jobs[job].needs or job in needed or len(years) > 1
            )
            model = build(settled, Scope(jobs, aims, money=False))
            found.append(Block(jobs, aims, model, timed))
    return found


def _groups(settled: Settled) -> list[tuple[list[int], list[int]]]:
    """Connected jobs and aims."""
    size = len(settled.jobs)
    above = list(range(size + len(settled.aims)))

    def top(one: int) -> int:
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for number, aim in enumerate(settled.aims):
        for measure in aim.measures:
            for job in (*measure.adds, *measure.raises):
                above[top(job)] = top(size + number)
    for number, spec in enumerate(settled.jobs):
        for other in (*spec.needs, *spec.excludes):
            above[top(number)] = top(other)
    found: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for one in range(len(above)):
        found[top(one)][one >= size].append(one if one < size else one - size)
    return list(found.values())


def _round(part: Block, whole: Model, prices: Prices) -> bool | None:
    """Solve one block at ``prices`` and add its cut; whether its selection is new, ``None`` if impossible."""
    settled, model = part.model.settled, part.model
    for job in part.jobs:
        costs = {year: _priced(settled, whole.scale, job, year, prices) for year in model.start[job]}
        cheapest = min(costs, key=lambda year: (costs[year], year), default=None)
        for year, name in model.start[job].items():
            model.rows.costs[name] = costs[year]
            model.rows.upper[name] = float(job in part.timed or year == cheapest)
    answer = model.rows.solve()
    if answer.impossible or answer.x is None:
        return None
    terms = {
        whole.start[job][year]: model.rows.costs[name]
        for job in part.jobs
        for year, name in model.start[job].items()
    }
    whole.rows.row(terms, low=answer.bound - 1e-7)
    chosen = frozenset(model.starts(answer.x))
    if chosen in part.columns:
        return False
    part.columns.append(chosen)
    return True


def _priced(settled: Settled, scale: float, job: int, start: int, prices: Prices) -> float:
    """Cost of a job that starts in a year, with the cheapest price of what it draws."""
    spec = settled.jobs[job]
    extra = sum(
        float(cost) * min((prices.get((pot, start + place), 0.0) for pot in spec.pots), default=0.0)
        for place, cost in enumerate(spec.costs)
    )
    return (float(spec.total) + extra) / scale


def _prices(whole: Model, relaxed: Answer) -> Prices:
    if relaxed.prices is None:
        return {}
    return {key: max(0.0, -float(relaxed.prices[row])) for key, row in whole.budget.items()}


def _lacking(settled: Settled, parts: list[Block], whole: Model, relaxed: Answer) -> Prices:
    """Prices under which the columns so far are short of money; those of the whole where they are not."""
    model = _columns(settled, parts, elastic=True)
    found = model.rows.relaxed()
    prices = _prices(model, found)
    return prices if any(price > 1e-9 for price in prices.values()) else _prices(whole, relaxed)


def _columns(settled: Settled, parts: list[Block], *, elastic: bool) -> Model:
    """The model that picks one column for each block and times its jobs."""
    jobs = sorted({job for part in parts for column in part.columns for job in column})
    model = build(settled, Scope(jobs, (), points=False, elastic=elastic))
    for name in model.short.values():
        model.rows.costs[name] = _SHORT_COST
    for part in parts:
        picks = [model.rows.variable(whole=True) for _ in part.columns]
        model.rows.row(((name, 1.0) for name in picks), low=1.0, high=1.0)
        latest = min(settled.aims[aim].by for aim in part.aims)
        for job in sorted({job for column in part.columns for job in column}):
            _tie(
                model, job, [name for name, column in zip(picks, part.columns, strict=True) if job in column]
            )
            for year, name in model.start[job].items():
                if settled.jobs[job].finish(year) > latest:
                    model.rows.upper[name] = 0.0
    return model


def _tie(model: Model, job: int, picks: list[int]) -> None:
    rows: Rows = model.rows
    terms = [*((name, 1.0) for name in model.start[job].values()), *((name, -1.0) for name in picks)]
    rows.row(terms, low=0.0, high=0.0)


def _pick(settled: Settled, parts: list[Block], best: Found, limits: Limits, ends: float | None) -> Found:
    """The cheapest programme made of the columns so far."""
    model = _columns(settled, parts, elastic=False)
    left = None if ends is None else max(0.5, (ends - time.monotonic()) / 3)
    answer = model.rows.solve(gap=limits.gap / 4, seconds=left)
    if answer.x is None:
        return best
    starts = model.starts(answer.x)
    if not holds(settled, starts):
        return best
    return Found(starts, cost_of(settled, starts), ZERO)


def _enough(found: Found, limits: Limits) -> bool:
    return found.gap is not None and found.gap <= limits.gap
