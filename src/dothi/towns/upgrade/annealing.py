"""A good programme found by trying: selections are swapped and starts moved, at first freely, then strictly.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) over one selection for each block and one start for
each of its jobs. Money may lack on the way at a price; what ends without any lacking is a programme. It
proves nothing, and draws its lots from a fixed seed: the same problem meets the same lots.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from dothi.towns.upgrade.settled import Settled
from dothi.towns.upgrade.yard import Yard, in_turn

Columns = Sequence[Sequence[frozenset[int]]]
_SWAPS = 0.2
"""The share of tries that swap a block's selection; the others move the start of one job."""

_ANYWHERE = 0.5
"""The share of moves whose job is drawn from all, also while money lacks in some years."""


@dataclass(frozen=True, slots=True)
class Heat:
    """How freely tries are taken: ``hot`` at first and ``cold`` at last, in money, and what lacking costs."""

    hot: float
    cold: float
    dear: float


@dataclass(slots=True)
class Trial:
    """Where the search stands: a selection for each block and the layout of its jobs.

    ``best`` is the cheapest programme met, ``low`` the least of cost and lacking with its layout.
    """

    settled: Settled
    yard: Yard
    dice: random.Random
    picks: list[frozenset[int]]
    best: dict[int, int] | None = None
    best_picks: list[frozenset[int]] = field(default_factory=list)
    best_cost: float = math.inf
    low: float = math.inf
    low_picks: list[frozenset[int]] = field(default_factory=list)
    low_starts: dict[int, int] = field(default_factory=dict)

    @property
    def cost(self) -> float:
        """What the jobs laid out cost."""
        return sum(self.weigh(one) for one in self.picks)

    def weigh(self, jobs: frozenset[int]) -> float:
        """What some jobs cost."""
        return float(sum(self.settled.jobs[job].total for job in jobs))


def trial(settled: Settled, columns: Columns, latest: dict[int, int]) -> Trial:
    """Begin with the cheapest selection of every block, laid out one job after the other."""
    found = Trial(settled, Yard(settled, latest), random.Random(1), [])  # noqa: S311 (no secret)
    for block in columns:
        chosen = min(block, key=lambda one: (found.weigh(one), sorted(one)))
        found.picks.append(chosen)
        found.yard.lay(chosen)
    return found


def anneal(on: Trial, columns: Columns, heat: Heat, tries: int, ends: float | None = None) -> None:
    """Go on for so many tries, not beyond ``ends``; ``on.best`` and ``on.low`` hold what was met."""
    weights = {one: on.weigh(one) for block in columns for one in block}
    cost = sum(weights[one] for one in on.picks)
    many = [number for number, block in enumerate(columns) if len(block) > 1]
    on.low = math.inf
    for number in range(tries):
        if number % 256 == 0 and ends is not None and time.monotonic() > ends:
            break
        warm = heat.hot * (heat.cold / heat.hot) ** (number / tries)
        if many and on.dice.random() < _SWAPS:
            block = on.dice.choice(many)
            fresh = on.dice.choice(columns[block])
            _swap(on, block, fresh, weights[fresh] - weights[on.picks[block]], (warm, heat.dear))
            cost = sum(weights[one] for one in on.picks)
        elif on.yard.starts:
            _move(on, warm, heat.dear)
        _note(on, cost, heat.dear)


def _note(on: Trial, cost: float, dear: float) -> None:
    lack = on.yard.lack
    if lack >= 1e-6 and cost + dear * lack >= on.low:
        return
    if cost + dear * lack < on.low - 1e-6:
        on.low, on.low_picks, on.low_starts = cost + dear * lack, list(on.picks), dict(on.yard.starts)
    laid = len(on.yard.starts) == sum(len(one) for one in on.picks)
    if laid and lack < 1e-6 and cost < on.best_cost - 1e-6 and on.yard.sure():
        on.best, on.best_picks, on.best_cost = dict(on.yard.starts), list(on.picks), cost


def _move(on: Trial, warm: float, dear: float) -> None:
    """Move one job to a year drawn by how little would lack (a heat bath)."""
    job = on.dice.choice(_pressed(on) or list(on.yard.starts))
    start = on.yard.take(job)
    options = on.yard.options(job) or [(0.0, start)]
    least = min(lack for lack, _ in options)
    weights = [math.exp(-dear * (lack - least) / warm) for lack, _ in options]
    on.yard.put(job, on.dice.choices(options, weights)[0][1])


def _pressed(on: Trial) -> list[int]:
    """Half the time the jobs at work in one of the years in which money lacks."""
    short = on.yard.short.tolist()
    if not any(short) or on.dice.random() < _ANYWHERE:
        return []
    year = on.dice.choices(range(len(short)), short)[0]
    return [job for job, start in on.yard.starts.items() if start <= year < start + len(on.yard.costs[job])]


def _swap(on: Trial, block: int, fresh: frozenset[int], dearer: float, at: tuple[float, float]) -> None:
    """Lay out another selection of a block; keep it when it is better, or by lot."""
    old, (warm, dear) = on.picks[block], at
    if fresh == old or dearer - dear * on.yard.lack > 8 * warm:
        return
    before = on.yard.lack
    gone = {job: on.yard.take(job) for job in old - fresh if job in on.yard.starts}
    rise = math.inf
    if on.yard.lay(fresh - old):
        rise = dearer + dear * (on.yard.lack - before)
    if rise <= 0 or on.dice.random() < math.exp(-rise / warm):
        on.picks[block] = fresh
        return
    for job in fresh - old:
        if job in on.yard.starts:
            on.yard.take(job)
    for job in in_turn(on.settled, gone):
        on.yard.put(job, gone[job])


def restart(on: Trial, *, from_best: bool = False) -> None:
    """Go back to the layout of the least cost and lacking, or to the best programme."""
    picks, starts = on.low_picks, on.low_starts
    if from_best and on.best is not None:
        picks, starts = on.best_picks, on.best
    for job in list(on.yard.starts):
        on.yard.take(job)
    on.picks = list(picks)
    for job in in_turn(on.settled, starts):
        on.yard.put(job, starts[job])
