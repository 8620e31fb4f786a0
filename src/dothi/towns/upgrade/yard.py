"""Jobs laid out over the years: how much money lacks, and what moving one job would change.

Money is enough in a year exactly when, for every set of pots, the jobs that only these may pay do not ask for
more than they hold (Gale 1957; Hall's condition). The year's lack is the largest excess over such sets. The
sets that matter are unions of the jobs' own; where these are too many to keep, a set is added once a layout
that seemed to do is found to break it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dothi.towns.upgrade.money import lacking
from dothi.towns.upgrade.settled import Settled

_MANY = 1000
_ENDLESS = 1e15
Floats = NDArray[np.float64]


class Yard:
    """Jobs with their starts, and the excess of every year over every set of pots.

    ``latest`` is the year by which each job must be finished; only its jobs can be laid out.
    """

    def __init__(self, settled: Settled, latest: Mapping[int, int]) -> None:
        self.settled, self.latest = settled, latest
        self.starts: dict[int, int] = {}
        self.costs = {job: [float(cost) for cost in settled.jobs[job].costs] for job in latest}
        self._fits = {
            job: {year for year in range(spec.first, spec.last + 1) if settled.fits(job, year)}
            for job in latest
            for spec in [settled.jobs[job]]
        }
        self.after: dict[int, list[int]] = {}
        for job in latest:
            for other in settled.jobs[job].needs:
                self.after.setdefault(other, []).append(job)
        self._set(_unions({frozenset(settled.jobs[job].pots) for job in latest}))

    def _set(self, sets: Iterable[frozenset[int]]) -> None:
        """Take these sets of pots, and reckon everything anew."""
        self.sets = sorted(sets, key=sorted) or [frozenset()]
        kinds = {self.settled.jobs[job].pots for job in self.latest}
        self._within = {pots: np.array([set(pots) <= one for one in self.sets]) for pots in kinds}
        years = range(len(self.settled.years))
        self.excess: Floats = -np.array([[self._held(one, year) for one in self.sets] for year in years])
        self.short: Floats = np.maximum(self.excess.max(axis=1), 0.0)
        placed, self.starts = self.starts, {}
        for job, start in placed.items():
            self.put(job, start)

    def _held(self, pots: frozenset[int], year: int) -> float:
        amounts = [self.settled.pots[pot].amounts[year] for pot in pots]
        return sum(_ENDLESS if amount is None else float(amount) for amount in amounts)

    @property
    def lack(self) -> float:
        """Money lacking altogether."""
        return float(self.short.sum())

    def put(self, job: int, start: int) -> None:
        """Let a job start in a year."""
        self._add(job, start, 1.0)
        self.starts[job] = start

    def take(self, job: int) -> int:
        """Take a job away; returns when it started."""
        start = self.starts.pop(job)
        self._add(job, start, -1.0)
        return start

    def _add(self, job: int, start: int, sign: float) -> None:
        within, costs = self._within[self.settled.jobs[job].pots], self.costs[job]
        end = start + len(costs)
        part = self.excess[start:end]
        part += np.array(costs)[:, None] * (sign * within)
        self.short[start:end] = np.maximum(part.max(axis=1), 0.0)

    def window(self, job: int) -> range:
        """The years in which a job may start beside the others."""
        spec = self.settled.jobs[job]
        first, last = spec.first, min(spec.last, self.latest[job] - spec.years + 1)
        for other in spec.needs:
            if other in self.starts:
                first = max(first, self.settled.jobs[other].finish(self.starts[other]) + 1)
        for other in self.after.get(job, ()):
            if other in self.starts:
                last = min(last, self.starts[other] - spec.years)
        return range(first, last + 1)

    def options(self, job: int) -> list[tuple[float, int]]:
        """What would lack altogether, for each year in which a job that is away may start."""
        window = self.window(job)
        if not window:
            return []
        within = self._within[self.settled.jobs[job].pots]
        grows = np.where(within, self.excess, -_ENDLESS).max(axis=1).tolist()
        stays = np.maximum(np.where(within, -_ENDLESS, self.excess).max(axis=1), 0.0).tolist()
        short = self.short.tolist()
        lack, costs = sum(short), self.costs[job]
        return [
            (
                lack
                + sum(
                    max(stays[year], grows[year] + cost) - short[year]
                    for year, cost in enumerate(costs, start)
                ),
                start,
            )
            for start in window
            if start in self._fits[job]
        ]

    def lay(self, jobs: Iterable[int]) -> bool:
        """Lay out jobs one by one, each where least lacks; whether each found a year."""
        for job in in_turn(self.settled, jobs):
            found = min(self.options(job), default=None)
            if found is None:
                return False
            self.put(job, found[1])
        return True

    def sure(self) -> bool:
        """Whether the money is enough in exact numbers; if not, the sets that lack are kept from now on."""
        broken = {frozenset(pots) for _year, pots in lacking(self.settled, self.starts)}
        if broken - set(self.sets):
            self._set({*self.sets, *broken})
        return not broken


def _unions(sets: Iterable[frozenset[int]]) -> set[frozenset[int]]:
    found: set[frozenset[int]] = set()
    for one in sorted(sets, key=lambda pots: (len(pots), sorted(pots))):
        found |= {one} | ({one | other for other in found} if len(found) < _MANY else set())
    return found - {frozenset()}


def in_turn(settled: Settled, jobs: Iterable[int]) -> Sequence[int]:
    """Jobs in an order in which each comes after those it needs."""
    found: list[int] = []
    left = sorted(jobs)
    while left:
        ready = [job for job in left if not set(settled.jobs[job].needs) & set(left)]
        found += ready
        left = [job for job in left if job not in ready] if ready else []
    return found
