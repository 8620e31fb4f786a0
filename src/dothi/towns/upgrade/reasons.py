"""Why no programme exists: an irreducible set of reasons, and how much is lacking.

Everything that could be otherwise is a family of rows: a standard's ceiling, a group's minimum, the total, a
budget of one source and year, a goal's year. A deletion filter (Chinneck and Dravnieks 1991) leaves out what
the contradiction does not need, first in bulk and then one by one: of what remains, leaving out any one
reason would make a programme possible.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from dothi.towns.rules import ZERO
from dothi.towns.upgrade.blocks import blocks
from dothi.towns.upgrade.formulation import Family, Model, Scope, build, whole_scope
from dothi.towns.upgrade.settled import Aim, Measure, Settled

_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. ``kind`` is ``standard``, ``group``, ``total``, ``budget`` or ``time``.

    ``required`` and ``reachable`` are points (of a standard: its most, and what it can earn at best) or, of a
    budget, ``None`` and the money there is. ``late`` names projects that would help but cannot be finished in
    time.
    """

    kind: str
    town: str
    code: str
    year: int
    required: Fraction | None
    reachable: Fraction
    late: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortage:
    """Money that one pot lacks in one year in the programme that needs least more."""

    source: str
    town: str
    year: int
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons; whether they are proven irreducible; the least money lacking where money is among them."""

    reasons: tuple[Reason, ...]
    irreducible: bool
    shortages: tuple[Shortage, ...] = ()

    @property
    def lacking(self) -> Fraction:
        """Money lacking altogether."""
        return sum((one.amount for one in self.shortages), ZERO)


def why(settled: Settled, seconds: float = 300.0) -> Why:
    """Find the reasons; the settled problem is known to have no programme.

    After ``seconds`` nothing more is left out: the reasons still contradict each other, but may be too many.
    """
    scope = _scope(settled)
    tests = _Tests(settled, scope, time.monotonic() + seconds)
    kept, sure = _filtered(tests, _families(settled, scope))
    told = (_reason(settled, family) for family in kept)
    reasons = tuple(sorted(told, key=_weight))
    money = any(family[0] == "budget" for family in kept)
    return Why(reasons, sure, _shortages(settled) if money else ())


def _weight(one: Reason) -> tuple[str, bool, Fraction]:
    """Town by town, standards after what they add up to, the heaviest first."""
    lacking = ZERO if one.required is None else one.required - one.reachable
    return one.town, one.kind == "standard", -lacking


def _scope(settled: Settled) -> Scope:
    """Towns that are impossible whatever the money and the other towns, or else everything."""
    for part in blocks(settled):
        if part.model.rows.solve(seconds=_SECONDS).impossible:
            return Scope(part.jobs, part.aims, money=False)
    return whole_scope(settled)


def _families(settled: Settled, scope: Scope) -> list[list[Family]]:
    """Families in bundles; the first bundles are the first to be left out."""
    budgets = [
        ("budget", pot.source.value, pot.town, str(year))
        for pot in settled.pots
        for year, amount in zip(settled.years, pot.amounts, strict=True)
        if amount is not None and scope.money
    ]
    found: list[list[Family]] = [list(budgets)]
    last = len(settled.years) - 1
    for aim in (settled.aims[number] for number in scope.aims):
        mine: list[Family] = [("time", aim.town)] if aim.by < last else []
        mine += [("total", aim.town), *(("group", aim.town, group) for group in aim.groups)]
        open_ones = sorted((one for one in aim.measures if _open(one)), key=_short)
        mine += [("standard", aim.town, one.code) for one in open_ones]
        found.append(mine)
    return found


def _open(measure: Measure) -> bool:
    """Whether the standard earns less than its most today."""
    return measure.points(frozenset()) < measure.curve.breakpoints[-1][1]


def _short(measure: Measure) -> Fraction:
    """Points that a standard lacks of its most when everything that helps it is built.

    What lacks least is left out first, so that what remains are few reasons that weigh.
    """
    helps = frozenset(job for job, by in measure.adds.items() if by > 0) | set(measure.raises)
    now, best = measure.points(frozenset()), measure.points(helps)
    return measure.curve.breakpoints[-1][1] - max(now, best)


@dataclass(frozen=True, slots=True)
class _Tests:
    """Tests whether what is left of the problem is impossible, until the time is over."""

    settled: Settled
    scope: Scope
    ends: float

    def impossible(self, free: frozenset[Family]) -> bool | None:
        """Whether no programme exists without the families ``free``; ``None`` where time did not suffice."""
        left = min(_SECONDS, self.ends - time.monotonic())
        if left <= 0:
            return None
        model = build(self.settled, replace(self.scope, free=free))
        model.rows.costs = [0.0] * len(model.rows.costs)
        answer = model.rows.solve(seconds=left)
        if answer.impossible:
            return True
        return None if answer.x is None else False


def _filtered(tests: _Tests, bundles: list[list[Family]]) -> tuple[list[Family], bool]:
    """The families that the contradiction needs, and whether every test was decided."""
    free: frozenset[Family] = frozenset()
    sure = True
    for bundle in bundles:
        for chunk in _halves(tests, bundle, free):
            free |= chunk
    kept = [family for bundle in bundles for family in bundle if family not in free]
    for family in list(kept):
        verdict = tests.impossible(free | {family})
        if verdict:
            free |= {family}
            kept.remove(family)
        sure = sure and verdict is not None
    return kept, sure


def _halves(tests: _Tests, bundle: Sequence[Family], free: frozenset[Family]) -> list[frozenset[Family]]:
    """Parts of a bundle that can be left out together, by halving."""
    if not bundle:
        return []
    if tests.impossible(free | set(bundle)):
        return [frozenset(bundle)]
    if len(bundle) == 1:
        return []
    middle = len(bundle) // 2
    found = _halves(tests, bundle[:middle], free)
    return [*found, *_halves(tests, bundle[middle:], free.union(*found))]


def _reason(settled: Settled, family: Family) -> Reason:
    kind = family[0]
    if kind == "budget":
        return _budget_reason(settled, family)
    aim = next(one for one in settled.aims if one.town == family[1])
    year = settled.years[aim.by]
    if kind == "total":
        best = sum(_best(settled, aim, tuple(aim.groups)).values(), ZERO)
        return Reason(kind, aim.town, "", year, aim.required, best)
    if kind == "group":
        best = _best(settled, aim, (family[2],))[family[2]]
        return Reason(kind, aim.town, family[2], year, aim.groups[family[2]], best)
    if kind == "time":
        return Reason(kind, aim.town, "", year, None, ZERO)
    measure = next(one for one in aim.measures if one.code == family[2])
    only = replace(aim, measures=(measure,))
    points = _best(settled, only, (measure.group,))[measure.group]
    movers = {**measure.adds, **measure.raises}
    late = tuple(settled.jobs[job].code for job in movers if _soonest(settled, job) > aim.by)
    return Reason(kind, aim.town, measure.code, year, measure.curve.breakpoints[-1][1], points, late)


def _soonest(settled: Settled, job: int) -> int:
    """The first year in which a job can be finished, after all it needs."""
    spec = settled.jobs[job]
    after = max((_soonest(settled, other) + 1 for other in spec.needs), default=0)
    return spec.finish(max(spec.first, after))


def _budget_reason(settled: Settled, family: Family) -> Reason:
    _, source, town, year = family
    amounts = next(pot.amounts for pot in settled.pots if (pot.source.value, pot.town) == (source, town))
    have = amounts[settled.years.index(int(year))] or ZERO
    return Reason("budget", town, source, int(year), None, have)


def _best(settled: Settled, aim: Aim, groups: tuple[str, ...]) -> dict[str, Fraction]:
    """Points of ``groups`` at best, whatever the money; every rule between projects holds."""
    alone = replace(settled, aims=(aim,))
    free = frozenset([("total", aim.town), *(("group", aim.town, group) for group in aim.groups)])
    model = build(alone, Scope(range(len(settled.jobs)), (0,), money=False, free=free))
    model.rows.costs = [0.0] * len(model.rows.costs)
    for group in groups:
        for name, points in model.earned[aim.town, group]:
            model.rows.costs[name] -= points
    answer = model.rows.solve(seconds=_SECONDS)
    starts = model.starts(answer.x) if answer.x is not None else {}
    done = frozenset(job for job, year in starts.items() if settled.jobs[job].finish(year) <= aim.by)
    found = aim.points(done)
    return {group: found[group] for group in groups}


def _shortages(settled: Settled) -> tuple[Shortage, ...]:
    """Where the programme that needs least more money needs it."""
    model: Model = build(settled, replace(whole_scope(settled), elastic=True))
    small = 1e-4 / max(1, len(settled.jobs))
    model.rows.costs = [small * cost for cost in model.rows.costs]
    for name in model.short.values():
        model.rows.costs[name] = 1.0
    answer = model.rows.solve(gap=1e-6, seconds=3 * _SECONDS)
    if answer.x is None:
        return ()
    found = []
    for (pot, year), name in model.short.items():
        amount = Fraction(round(float(answer.x[name]) * model.scale, 3)).limit_denominator(1000)
        if amount > 0:
            place = settled.pots[pot]
            found.append(Shortage(place.source.value, place.town, settled.years[year], amount))
    return tuple(found)
