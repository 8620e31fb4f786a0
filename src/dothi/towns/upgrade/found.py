"""A programme with its proof, and the exact checks that every programme passes.

What the solver finds in floating point is checked again in exact fractions, points and money alike; a
programme that passes only through the solver's tolerance is forbidden and the search goes on.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from dothi.towns.rules import ZERO
from dothi.towns.upgrade.formulation import Model
from dothi.towns.upgrade.money import payments
from dothi.towns.upgrade.settled import Settled

_TRIES = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A programme and its proof.

    ``starts`` is ``None`` where nothing was found; then ``impossible`` says whether nothing exists. ``bound``
    is an amount below which no programme costs.
    """

    starts: Mapping[int, int] | None
    cost: Fraction
    bound: Fraction
    impossible: bool = False

    @property
    def gap(self) -> float | None:
        """The proven relative gap; 0 is a proof of the optimum, ``None`` says that nothing was found."""
        if self.starts is None:
            return None
        return float((self.cost - self.bound) / self.cost) if self.cost else 0.0


NOTHING = Found(None, ZERO, ZERO, impossible=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """How far to go: a relative gap to be proven, and seconds (``None``: as long as it takes).

    ``tell`` hears of the best found so far, from time to time.
    """

    gap: float = 0.0
    seconds: float | None = None
    tell: Callable[[Found], None] | None = field(default=None, compare=False)

    def told(self, found: Found) -> Found:
        """Tell of a programme or a bound, and hand it on."""
        if self.tell is not None:
            self.tell(found)
        return found


def cost_of(settled: Settled, starts: Mapping[int, int]) -> Fraction:
    """What the jobs cost together."""
    return sum((settled.jobs[job].total for job in starts), ZERO)


def holds(settled: Settled, starts: Mapping[int, int]) -> bool:
    """Whether the programme keeps every rule, in exact numbers."""
    return in_order(settled, starts) and reaches(settled, starts) and payments(settled, starts) is not None


def reaches(settled: Settled, starts: Mapping[int, int]) -> bool:
    """Whether every goal is reached by its year."""
    return all(
        aim.reached(
            frozenset(job for job, year in starts.items() if settled.jobs[job].finish(year) <= aim.by)
        )
        for aim in settled.aims
    )


def in_order(settled: Settled, starts: Mapping[int, int]) -> bool:
    """Whether starts lie in their windows, after what they need and without what they exclude."""
    for job, year in starts.items():
        spec = settled.jobs[job]
        if not spec.first <= year <= spec.last or any(other in starts for other in spec.excludes):
            return False
        if any(
            other not in starts or settled.jobs[other].finish(starts[other]) >= year for other in spec.needs
        ):
            return False
    return True


def better(one: Found, other: Found) -> Found:
    """The cheaper programme with the higher bound."""
    if other.impossible:
        return other if one.starts is None else one
    bound = max(one.bound, other.bound)
    best = min(
        (found for found in (one, other) if found.starts is not None), key=lambda f: f.cost, default=one
    )
    return Found(best.starts, best.cost, min(bound, best.cost) if best.starts is not None else bound)


def exactly(model: Model, limits: Limits) -> Found:
    """Solve one model until what it finds passes the exact checks."""
    settled = model.settled
    bound = ZERO
    ends = None if limits.seconds is None else time.monotonic() + limits.seconds
    for _ in range(_TRIES):
        left = None if ends is None else ends - time.monotonic()
        if left is not None and left <= 0:
            break
        answer = model.rows.solve(gap=limits.gap, seconds=left)
        if answer.impossible:
            return NOTHING
        bound = max(bound, proven(settled, answer.bound * model.scale))
        if answer.x is None:
            break
        starts = model.starts(answer.x)
        if holds(settled, starts):
            cost = cost_of(settled, starts)
            return Found(starts, cost, min(bound, cost))
        one_year = len({aim.by for aim in settled.aims}) == 1
        model.forbid_exactly(starts, timed=not one_year or reaches(settled, starts))
    return Found(None, ZERO, bound)


def proven(settled: Settled, bound: float) -> Fraction:
    """The bound as an amount: every programme costs a whole number of the smallest common unit."""
    if not math.isfinite(bound) or bound <= 0:
        return ZERO
    totals = [job.total for job in settled.jobs]
    whole = math.lcm(*(total.denominator for total in totals))
    unit = Fraction(math.gcd(*(int(total * whole) for total in totals)), whole) if any(totals) else ZERO
    slack = 2e-6 * float(max(totals))
    if not unit or float(unit) <= 4 * slack:
        return Fraction(max(bound - slack, 0.0))
    return math.ceil((bound - slack) / float(unit)) * unit
