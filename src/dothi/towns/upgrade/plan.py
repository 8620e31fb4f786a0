"""The way up as told to a person: for the worst and the best case a programme with its proof, or reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial

from dothi.towns.rules import ZERO
from dothi.towns.upgrade.checking import check
from dothi.towns.upgrade.found import Found, Limits
from dothi.towns.upgrade.model import Case, Goal, Problem
from dothi.towns.upgrade.money import Payment, payments
from dothi.towns.upgrade.reasons import Why, why
from dothi.towns.upgrade.settled import Settled, settle
from dothi.towns.upgrade.solve import alternatives, earlier, solve


@dataclass(frozen=True, slots=True)
class Built:
    """A project of the programme: the years in which building begins and ends, and who pays what when."""

    code: str
    start: int
    finish: int
    cost: Fraction
    payments: tuple[tuple[str, str, int, Fraction], ...]
    """Source, town of the budget ("" for one that towns share), year, amount."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A town at the end of a year: values and points by standard, points by group, and the total."""

    town: str
    year: int
    values: Mapping[str, Fraction]
    points: Mapping[str, Fraction]
    groups: Mapping[str, Fraction]

    @property
    def total(self) -> Fraction:
        """Points altogether."""
        return sum(self.groups.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Programme:
    """Projects in order of their start, their cost, and where each town stands at the end of each year."""

    cost: Fraction
    built: tuple[Built, ...]
    towns: tuple[Reached, ...]

    def at(self, town: str, year: int) -> Reached:
        """A town at the end of a year."""
        return next(one for one in self.towns if (one.town, one.year) == (town, year))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case comes to.

    ``by`` is the year of the goals (the earliest, where that was asked). ``gap`` is proven; it is ``None``
    where no programme was found, and then ``why`` says why none exists, or is ``None`` where time was short.
    """

    case: Case
    by: int
    programme: Programme | None
    bound: Fraction
    gap: float | None
    others: tuple[Programme, ...] = ()
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """How to search: how many alternatives, the gap to prove, and seconds for each case.

    ``tell`` hears the case at work and the best found for it so far.
    """

    earliest: bool = False
    alternatives: int = 2
    limits: Limits = field(default_factory=lambda: Limits(0.0, 300.0))
    tell: Callable[[Case, Found], None] | None = None

    def of(self, case: Case) -> Asked:
        """The same for one case, whose findings are told with its name."""
        if self.tell is None:
            return self
        tell = partial(self.tell, case)
        tell(Found(None, ZERO, ZERO))
        return replace(self, limits=replace(self.limits, tell=tell))


def plan_upgrade(problem: Problem, asked: Asked | None = None) -> tuple[Outcome, Outcome]:
    """Plan the way up for the worst and the best case; raises :class:`InputError` for an unusable problem."""
    asked = asked or Asked()
    check(problem)
    worst = _outcome(problem, Case.WORST, asked)
    if settle(problem, Case.WORST) == settle(problem, Case.BEST):
        return worst, replace(worst, case=Case.BEST)
    return worst, _outcome(problem, Case.BEST, asked)


def _outcome(problem: Problem, case: Case, asked: Asked) -> Outcome:
    asked = asked.of(case)
    settled, found = _earliest(problem, case, asked) if asked.earliest else _by(problem, case, asked)
    by = max(settled.years[aim.by] for aim in settled.aims)
    if found.starts is None:
        reasons = why(settled, asked.limits.seconds or 3600.0) if found.impossible else None
        return Outcome(case, by, None, found.bound, None, why=reasons)
    others = alternatives(settled, found, asked.alternatives, asked.limits) if asked.alternatives else ()
    told = [programme(settled, earlier(settled, one).starts or {}) for one in (found, *others)]
    return Outcome(case, by, told[0], found.bound, found.gap, tuple(told[1:]))


def _by(problem: Problem, case: Case, asked: Asked) -> tuple[Settled, Found]:
    settled = settle(problem, case)
    return settled, solve(settled, asked.limits)


def _earliest(problem: Problem, case: Case, asked: Asked) -> tuple[Settled, Found]:
    """The first year by which every goal can be reached: what is possible by a year stays possible later."""
    last = max(goal.by for goal in problem.goals)
    for year in range(problem.first_year, last + 1):
        settled = settle(sooner(problem, year), case)
        found = solve(settled, asked.limits)
        if not found.impossible or year == last:
            return settled, found
    raise AssertionError("a problem has at least one year")


def sooner(problem: Problem, year: int) -> Problem:
    """The same problem with every goal set for ``year`` at the latest."""
    goals = tuple(Goal(goal.town, goal.scheme, min(goal.by, year)) for goal in problem.goals)
    return replace(problem, goals=goals)


def programme(settled: Settled, starts: Mapping[int, int]) -> Programme:
    """Tell a programme in names and calendar years."""
    paid = payments(settled, starts) or ()
    built = [_built(settled, job, start, paid) for job, start in starts.items()]
    built.sort(key=lambda one: (one.start, one.finish, one.code))
    towns = [
        _reached(settled, starts, aim, year)
        for aim in range(len(settled.aims))
        for year in range(-1, len(settled.years))
    ]
    return Programme(sum((one.cost for one in built), ZERO), tuple(built), tuple(towns))


def _built(settled: Settled, job: int, start: int, paid: tuple[Payment, ...]) -> Built:
    spec = settled.jobs[job]
    mine = tuple(
        (settled.pots[one.pot].source.value, settled.pots[one.pot].town, settled.years[one.year], one.amount)
        for one in paid
        if one.job == job
    )
    return Built(spec.code, settled.years[start], settled.years[spec.finish(start)], spec.total, mine)


def _reached(settled: Settled, starts: Mapping[int, int], number: int, year: int) -> Reached:
    """Where a town stands at the end of a year; year -1 is today."""
    aim = settled.aims[number]
    done = frozenset(job for job, start in starts.items() if settled.jobs[job].finish(start) <= year)
    values = {one.code: one.value(done) for one in aim.measures}
    points = {one.code: one.points(done) for one in aim.measures}
    return Reached(aim.town, settled.years[0] + year, values, points, aim.points(done))
