"""The exact model: which projects, started when, paid by whom, so that every goal is reached.

One yes-or-no for each project and start year; flows of money continuous, and only for sets of projects that
the same pots may pay; points by the pieces of :mod:`~dothi.towns.upgrade.pieces`, once for each town and
standard, at the year of the goal. Money is scaled by the dearest project and values by their own range, so
that every number is near 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from dothi.towns.rules import ZERO
from dothi.towns.upgrade.pieces import pieces
from dothi.towns.upgrade.rows import INFINITE, Floats, Rows
from dothi.towns.upgrade.settled import Aim, Job, Measure, Settled

Family = tuple[str, ...]
Starts = dict[int, int]


@dataclass
class Model:
    """Rows with the meaning of their variables and of the rows that carry prices.

    ``start[job][year]`` is the variable of starting; ``budget[pot, year]`` the row of a limited amount;
    ``short[pot, year]`` the variable of money added where the model was asked to tell what is lacking;
    ``earned[town, group]`` the points above those that are sure.
    """

    settled: Settled
    scale: float
    rows: Rows = field(default_factory=Rows)
    start: dict[int, dict[int, int]] = field(default_factory=dict)
    budget: dict[tuple[int, int], int] = field(default_factory=dict)
    short: dict[tuple[int, int], int] = field(default_factory=dict)
    earned: dict[tuple[str, str], list[tuple[int, float]]] = field(default_factory=dict)

    def done(self, job: int, by: int) -> list[int]:
        """Variables of which one is 1 when the job is finished by a year."""
        spec = self.settled.jobs[job]
        return [name for year, name in self.start.get(job, {}).items() if spec.finish(year) <= by]

    def starts(self, x: Floats) -> Starts:
        """Which jobs start, and when."""
        return {
            job: year for job, names in self.start.items() for year, name in names.items() if x[name] > 0.5
        }

    def forbid(self, chosen: Collection[int]) -> None:
        """Allow no solution that holds every job of ``chosen``."""
        self.rows.row(
            ((name, 1.0) for job in chosen for name in self.start[job].values()), high=len(chosen) - 1
        )

    def forbid_exactly(self, starts: Starts, *, timed: bool) -> None:
        """Allow no solution of exactly these jobs, or (``timed``) of exactly these starts."""
        terms = [
            (name, 1.0 if job in starts and (not timed or starts[job] == year) else -1.0)
            for job, names in self.start.items()
            for year, name in names.items()
        ]
        self.rows.row(terms, high=len(starts) - 1)


@dataclass(frozen=True)
class Scope:
    """What of the problem a model holds. ``free`` are families of rows that are left out.

    With ``fitting`` a job has no start in which the money would not even do for it alone.

    Families: ``("standard", town, code)`` (it then earns its most), ``("group", town, group)``,
    ``("total", town)``, ``("budget", source, town, year)``, ``("time", town)`` (by the last year instead).
    """

    jobs: Sequence[int]
    aims: Sequence[int]
    money: bool = True
    free: frozenset[Family] = frozenset()
    elastic: bool = False
    points: bool = True
    fitting: bool = False


def whole_scope(settled: Settled) -> Scope:
    """Everything."""
    return Scope(range(len(settled.jobs)), range(len(settled.aims)))


def build(settled: Settled, scope: Scope | None = None) -> Model:
    """Write the model of a scope; its value is the cost of what is built, divided by ``scale``.

    Without a scope it is everything, and only starts that fit.
    """
    scope = scope or replace(whole_scope(settled), fitting=True)
    scale = float(max((job.total for job in settled.jobs), default=ZERO)) or 1.0
    model = Model(settled, scale)
    for number in scope.jobs:
        _start(model, number, settled.jobs[number], fitting=scope.fitting)
    for number in scope.jobs:
        _order(model, number, settled.jobs[number])
    if scope.points:
        for aim in scope.aims:
            _points(model, settled.aims[aim], scope.free)
    if scope.money:
        _money(model, scope)
    return model


def _start(model: Model, number: int, job: Job, *, fitting: bool) -> None:
    cost = float(job.total) / model.scale
    names = {
        year: model.rows.variable(cost, whole=True)
        for year in range(job.first, job.last + 1)
        if not fitting or model.settled.fits(number, year)
    }
    model.start[number] = names
    if len(names) > 1:
        model.rows.row(((name, 1.0) for name in names.values()), high=1.0)


def _order(model: Model, number: int, job: Job) -> None:
    for other in job.needs:
        for year in model.start[number]:
            terms = [(name, 1.0) for start, name in model.start[number].items() if start <= year]
            terms += [(name, -1.0) for name in model.done(other, year - 1)]
            model.rows.row(terms, high=0.0)
    for other in job.excludes:
        if other in model.start and (number < other or number not in model.settled.jobs[other].excludes):
            both = [*model.start[number].values(), *model.start[other].values()]
            model.rows.row(((name, 1.0) for name in both), high=1.0)


def _points(model: Model, aim: Aim, free: frozenset[Family]) -> None:
    """Rows of the groups and of the total."""
    earned: dict[str, list[tuple[int, float]]] = {group: [] for group in aim.groups}
    fixed = dict.fromkeys(aim.groups, ZERO)
    by = len(model.settled.years) if ("time", aim.town) in free else aim.by
    for measure in aim.measures:
        if ("standard", aim.town, measure.code) in free:
            fixed[measure.group] += measure.curve.breakpoints[-1][1]
            continue
        terms, sure = _earned(model, measure, by)
        earned[measure.group] += terms
        fixed[measure.group] += sure
    for group, required in aim.groups.items():
        model.earned[aim.town, group] = earned[group]
        if ("group", aim.town, group) not in free and required > fixed[group]:
            model.rows.row(earned[group], low=float(required - fixed[group]))
    lacking = aim.required - sum(fixed.values(), ZERO)
    if ("total", aim.town) not in free and lacking > 0:
        model.rows.row((term for terms in earned.values() for term in terms), low=float(lacking))


def _earned(model: Model, measure: Measure, by: int) -> tuple[list[tuple[int, float]], Fraction]:
    """Points of one standard: terms, and the part that is sure whatever is built."""
    adds = {job: (amount, names) for job, amount in measure.adds.items() if (names := _done(model, job, by))}
    low = measure.base + sum((amount for amount, _ in adds.values() if amount < 0), ZERO)
    high = measure.base + sum((amount for amount, _ in adds.values() if amount > 0), ZERO)
    sure = measure.curve.at(low)
    terms = _lifted(model, measure, by, sure) if measure.raises else []
    if terms or low == high:
        return terms, sure
    found = pieces(measure.curve, low, high)
    if len(found) == 1 and len(found[0]) == 1:
        return [], sure
    span = high - low
    value = [(name, float(-amount / span)) for amount, names in adds.values() for name in names]
    weights: list[int] = []
    for place, piece in enumerate(found):
        mine = [model.rows.variable(whole=len(piece) == 1 and len(found) > 1) for _ in piece]
        if len(piece) > 1 and place < len(found) - 1:
            chosen = model.rows.variable(whole=True)
            model.rows.row([*((name, 1.0) for name in mine), (chosen, -1.0)], low=0.0, high=0.0)
        value += [(name, float((at - low) / span)) for name, (at, _) in zip(mine, piece, strict=True)]
        terms += [(name, float(points - sure)) for name, (_, points) in zip(mine, piece, strict=True)]
        weights += mine
    model.rows.row(((name, 1.0) for name in weights), low=1.0, high=1.0)
    model.rows.row(value, high=float((measure.base - low) / span))
    return terms, sure


def _lifted(model: Model, measure: Measure, by: int, sure: Fraction) -> list[tuple[int, float]]:
    """Points of a standard that jobs lift to a level: the best of the levels that are reached."""
    levels: dict[Fraction, list[int]] = defaultdict(list)
    for job, to in measure.raises.items():
        if measure.curve.at(to) > sure:
            levels[measure.curve.at(to)] += _done(model, job, by)
    terms = []
    for points, names in levels.items():
        chosen = model.rows.variable(whole=True)
        model.rows.row([(chosen, 1.0), *((name, -1.0) for name in names)], high=0.0)
        terms.append((chosen, float(points - sure)))
    if len(terms) > 1:
        model.rows.row(((name, 1.0) for name, _ in terms), high=1.0)
    return terms


def _done(model: Model, job: int, by: int) -> list[int]:
    return model.done(job, by) if job in model.start else []


def _money(model: Model, scope: Scope) -> None:
    """Flows from pots to sets of jobs, year by year; where a pot has no limit its jobs need no row."""
    settled = model.settled
    sets: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number in scope.jobs:
        if settled.jobs[number].total:
            sets[settled.jobs[number].pots].append(number)
    for year in range(len(settled.years)):
        limits = {
            pot: limit
            for pot in range(len(settled.pots))
            if (limit := _limit(settled, pot, year, scope)) is not None
        }
        drawn: dict[int, list[int]] = defaultdict(list)
        for pots, jobs in sets.items():
            if all(pot in limits for pot in pots):
                _flows(model, drawn, pots, _due(model, jobs, year))
        for pot, names in drawn.items():
            terms = [(name, 1.0) for name in names]
            if scope.elastic:
                model.short[pot, year] = model.rows.variable(high=INFINITE)
                terms.append((model.short[pot, year], -1.0))
            model.budget[pot, year] = model.rows.row(terms, high=float(limits[pot]) / model.scale)


def _limit(settled: Settled, pot: int, year: int, scope: Scope) -> Fraction | None:
    place = settled.pots[pot]
    family = ("budget", place.source.value, place.town, str(settled.years[year]))
    return None if family in scope.free else place.amounts[year]


def _due(model: Model, jobs: Iterable[int], year: int) -> list[tuple[int, float]]:
    """What the jobs cost in a year, by the variables of their starts."""
    found = []
    for number in jobs:
        costs = model.settled.jobs[number].costs
        for start, name in model.start[number].items():
            if 0 <= year - start < len(costs) and costs[year - start]:
                found.append((name, float(costs[year - start]) / model.scale))
    return found


def _flows(
    model: Model,
    drawn: dict[int, list[int]],
    pots: tuple[int, ...],
    due: list[tuple[int, float]],
) -> None:
    if not due:
        return
    flows = {pot: model.rows.variable(high=INFINITE) for pot in pots}
    model.rows.row(
        [*((name, 1.0) for name in flows.values()), *((name, -cost) for name, cost in due)], low=0.0, high=0.0
    )
    for pot, name in flows.items():
        drawn[pot].append(name)
