"""Towns that projects bind together: each such block is a small problem of its own under prices of money."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from dothi.towns.upgrade.formulation import Model, Scope, build
from dothi.towns.upgrade.rows import Answer
from dothi.towns.upgrade.settled import Settled

Prices = Mapping[tuple[int, int], float]


@dataclass
class Block:
    """Towns that projects bind together: their model without money, selections found, and cuts proven.

    A cut is a price of each start ``(job, year)`` and the least that the block can come to at those prices.
    """

    jobs: list[int]
    aims: list[int]
    model: Model
    timed: frozenset[int]
    columns: list[frozenset[int]] = field(default_factory=list)
    cuts: list[tuple[dict[tuple[int, int], float], float]] = field(default_factory=list)


def blocks(settled: Settled, *, fitting: bool = False) -> list[Block]:
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
            model = build(settled, Scope(jobs, aims, money=False, fitting=fitting))
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


def solved(part: Block, prices: Prices) -> Answer:
    """Solve one block at ``prices``; a job that nothing ties to others starts when it is cheapest."""
    settled, model = part.model.settled, part.model
    scale = model.scale
    for job in part.jobs:
        costs = {year: _priced(settled, scale, job, year, prices) for year in model.start[job]}
        cheapest = min(costs, key=lambda year: (costs[year], year), default=None)
        for year, name in model.start[job].items():
            model.rows.costs[name] = costs[year]
            model.rows.upper[name] = float(job in part.timed or year == cheapest)
    return model.rows.solve()


def _priced(settled: Settled, scale: float, job: int, start: int, prices: Prices) -> float:
    """Cost of a job that starts in a year, with the cheapest price of what it draws."""
    spec = settled.jobs[job]
    extra = sum(
        float(cost) * min((prices.get((pot, start + place), 0.0) for pot in spec.pots), default=0.0)
        for place, cost in enumerate(spec.costs)
    )
    return (float(spec.total) + extra) / scale


def solved_each(parts: Sequence[Block], prices: Prices) -> list[Answer]:
    """Solve several blocks at ``prices``, some at a time: the solver leaves Python to others meanwhile."""
    if len(parts) < 2:
        return [solved(part, prices) for part in parts]
    with ThreadPoolExecutor(min(len(parts), os.cpu_count() or 1)) as hands:
        return list(hands.map(lambda part: solved(part, prices), parts))
