"""The score of a town as an interval, and whether it reaches the class.

A value that is missing is not zero: its standard earns anything from nothing to full points, and so the
total is an interval. The town reaches the class when even the worst case does, does not reach it when even
the best case does not, and otherwise it is undecided, by what :attr:`Score.undecided_by` names.

What the number does not mean: it is no recognition, and where a row it rests on is not official text it is no
legal finding either (:attr:`Score.official`).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dothi.base.time import Truth, all_of
from dothi.law.rows import Confidence
from dothi.towns.rules import ZERO, Condition, Group, Scheme, Standard, UnitScheme
from dothi.towns.values import UNKNOWN, Town, Value

TABLE_2B = "2B"
ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Interval:
    """Points from ``low`` to ``high``, both included."""

    low: Fraction
    high: Fraction

    @property
    def width(self) -> Fraction:
        """How much is open."""
        return self.high - self.low

    def reaches(self, required: Fraction) -> Truth:
        """Whether it is at least ``required``."""
        if self.low >= required:
            return Truth.YES
        return Truth.NO if self.high < required else Truth.UNKNOWN


class Status(enum.Enum):
    """Where the value of a standard stands among its levels."""

    FULL = "full"
    BETWEEN = "between"
    MINIMUM = "minimum"
    RELAXED = "relaxed"
    """Below the ordinary minimum level, at or above the relaxed one."""
    BELOW = "below"
    ASIDE = "not considered"
    MET = "met"
    """At or above the minimum level; the points are not known."""
    DOUBTFUL = "doubtful"
    """Hangs on a relaxation whose text or percentage is not known."""
    OPEN = "open"
    """The value is known as a range that lies on both sides of a level."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Judged:
    """One standard of one town. ``points`` is ``None`` where no source tells the points."""

    standard: Standard
    value: Value
    points: Interval | None
    status: Status

    @property
    def meets(self) -> Truth:
        """Whether the value reaches the floor below which nothing is earned."""
        if self.status in {Status.UNKNOWN, Status.OPEN, Status.DOUBTFUL}:
            low, high = _meets(self.standard, self.value)
            return low if low is high else Truth.UNKNOWN
        return Truth.of(self.status is not Status.BELOW)


@dataclass(frozen=True, slots=True)
class GroupScore:
    """One group: its interval, and whether it reaches its own minimum."""

    group: Group
    points: Interval
    reaches: Truth


@dataclass(frozen=True, slots=True)
class UnitScore:
    """One commune of a town of several, by Table 2B."""

    name: str
    standards: tuple[Judged, ...]
    groups: tuple[GroupScore, ...]
    total: Interval

    def of(self, section: str) -> Interval:
        """Points of one group, or of the whole table for ``""``."""
        found = (one.points for one in self.groups if one.group.code == section)
        return next(found, self.total) if section else self.total


@dataclass(frozen=True, slots=True)
class Checked:
    """One condition of Table 2B: whether it holds; ``points`` is the mean where it asks for one."""

    condition: Condition
    holds: Truth
    points: Interval | None = None


class Verdict(enum.Enum):
    """What can be said of a town and a class."""

    REACHED = "reached"
    NOT_REACHED = "not reached"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Score:
    """A town under one scheme.

    ``undecided_by`` names what decides, widest first: codes of standards, of relaxations in doubt,
    :data:`TABLE_2B` for a town of several units, :data:`ANNEX` where standards of the class are not known.
    ``units`` and ``conditions`` are filled for a town of several communes once Table 2B is imported;
    ``unknown_units`` counts communes of which no name is given, ``None`` where their number is not known.
    """

    town: Town
    scheme: Scheme
    standards: tuple[Judged, ...]
    groups: tuple[GroupScore, ...]
    total: Interval
    reaches: Truth
    verdict: Verdict
    undecided_by: tuple[str, ...]
    units: tuple[UnitScore, ...] = ()
    conditions: tuple[Checked, ...] = ()
    unknown_units: int | None = 0

    @property
    def official(self) -> bool:
        """Whether everything it rests on is official text, so that a legally worded verdict may be given."""
        rules = self.scheme.complete and self.scheme.least_sure is Confidence.OFFICIAL
        judged = [*self.standards, *(one for unit in self.units for one in unit.standards)]
        table = self.scheme.units
        sure = not self.conditions or (table is not None and table.confidence is Confidence.OFFICIAL)
        return rules and sure and all(one.value.cited for one in judged if not one.value.unknown)

    @property
    def below(self) -> tuple[Judged, ...]:
        """Standards that are certainly below their minimum."""
        return tuple(judged for judged in self.standards if judged.status is Status.BELOW)


def score(town: Town, scheme: Scheme) -> Score:
    """Score ``town`` under ``scheme``."""
    judged, groups, total = _judged(scheme.groups, scheme.standards, town.values)
    total = Interval(total.low, min(total.high, scheme.most))
    reaches = total.reaches(scheme.required)
    units, conditions, left = _several(town, scheme.units) if scheme.several else ((), (), 0)
    several = _passes_2b(town.profile.units, scheme, conditions)
    truth = all_of([reaches, *(one.reaches for one in groups), several])
    verdict = {Truth.YES: Verdict.REACHED, Truth.NO: Verdict.NOT_REACHED}.get(truth, Verdict.UNDECIDED)
    hangs = several is Truth.UNKNOWN
    deciding = _deciding(scheme, judged, groups, reaches, hangs) if truth is Truth.UNKNOWN else ()
    return Score(town, scheme, judged, groups, total, reaches, verdict, deciding, units, conditions, left)


def _judged(
    groups: Sequence[Group], standards: Sequence[Standard], values: Mapping[str, Value]
) -> tuple[tuple[Judged, ...], tuple[GroupScore, ...], Interval]:
    judged = tuple(judge(standard, values.get(standard.code, UNKNOWN)) for standard in standards)
    scored = tuple(
        _group(group, [one for one in judged if one.standard.group == group.code]) for group in groups
    )
    low, high = _sum(one.points.low for one in scored), _sum(one.points.high for one in scored)
    return judged, scored, Interval(low, high)


def _several(
    town: Town, table: UnitScheme | None
) -> tuple[tuple[UnitScore, ...], tuple[Checked, ...], int | None]:
    """The communes by Table 2B and its conditions; how many communes have no name, ``None`` if not known."""
    if table is None or town.profile.units == 1:
        return (), (), 0
    units = tuple(
        UnitScore(name, *_judged(table.groups, table.standards, values))
        for name, values in town.parts.items()
    )
    number = town.profile.units
    left = None if number is None else max(0, number - len(units))
    return units, tuple(_checked(one, units, left, table) for one in table.conditions), left


def _passes_2b(number: int | None, scheme: Scheme, conditions: Sequence[Checked]) -> Truth:
    """Whether Table 2B stands in the way; of a town of one commune it does not."""
    if not scheme.several or number == 1:
        return Truth.YES
    table = Truth.UNKNOWN if scheme.units is None else all_of(one.holds for one in conditions)
    return table if number is not None else table | Truth.UNKNOWN


def _checked(
    condition: Condition, units: Sequence[UnitScore], left: int | None, table: UnitScheme
) -> Checked:
    """Judge a condition; communes of which nothing is known may have anything from nothing to all points."""
    found = [unit.of(condition.section) for unit in units]
    if condition.measure == "units":
        answers = [points.reaches(condition.required) for points in found]
        sure = sum(answer is Truth.YES for answer in answers)
        possible = None if left is None else left + sum(answer is not Truth.NO for answer in answers)
        if sure >= condition.units:
            return Checked(condition, Truth.YES)
        never = possible is not None and possible < condition.units
        return Checked(condition, Truth.of(False if never else None))
    if left is None or (not found and not left):
        return Checked(condition, Truth.UNKNOWN)
    most = _sum(one.most for one in table.groups if condition.section in {"", one.code})
    count = len(found) + left
    low, high = _sum(one.low for one in found), _sum(one.high for one in found) + left * most
    mean = Interval(low / count, high / count)
    return Checked(condition, mean.reaches(condition.required), mean)


def judge(standard: Standard, value: Value) -> Judged:
    """Judge one value: its points as an interval, and where it stands."""
    curve, best = standard.curve, standard.best_curve
    if curve is None or best is None:
        return Judged(standard, value, None, _met(standard, value))
    high = _top(standard) if value.high is None else value.high
    points = Interval(curve.at(value.low), best.at(high))
    return Judged(standard, value, points, _status(standard, value, points))


def _top(standard: Standard) -> Fraction:
    """A value that earns full points."""
    return standard.levels.high or standard.levels.low


def _status(standard: Standard, value: Value, points: Interval) -> Status:
    if not standard.considered:
        return Status.ASIDE
    if not points.width:
        return _standing(standard, value, points.low)
    if value.exact is not None:
        return Status.DOUBTFUL
    return Status.UNKNOWN if value.unknown else Status.OPEN


def _standing(standard: Standard, value: Value, points: Fraction) -> Status:
    """Where a value stands whose points are certain."""
    levels = standard.levels
    if points == 0:
        return Status.BELOW
    if points == levels.high_points and value.low >= _top(standard):
        return Status.FULL
    if points == levels.low_points:
        return Status.RELAXED if value.low < levels.low else Status.MINIMUM
    return Status.BETWEEN


def _met(standard: Standard, value: Value) -> Status:
    low, high = _meets(standard, value)
    if low is high:
        return {Truth.YES: Status.MET, Truth.NO: Status.BELOW}.get(low, Status.DOUBTFUL)
    return Status.UNKNOWN if value.unknown else Status.OPEN


def _meets(standard: Standard, value: Value) -> tuple[Truth, Truth]:
    """Whether the lowest and the highest possible value reach the floor."""
    high = Truth.YES if value.high is None else _reaches_floor(standard, value.high)
    return _reaches_floor(standard, value.low), high


def _reaches_floor(standard: Standard, value: Fraction) -> Truth:
    if value >= standard.floor:
        return Truth.YES
    doubtful = standard.doubtful_floor
    return Truth.UNKNOWN if doubtful is not None and value >= doubtful else Truth.NO


def _group(group: Group, judged: Sequence[Judged]) -> GroupScore:
    """Sum a group; of standards that no source lists, anything up to the group's maximum is possible."""
    known = [one.points for one in judged if one.points is not None]
    low = _sum(points.low for points in known)
    if group.listed and len(known) == len(judged):
        high = _sum(points.high for points in known)
    else:
        lost = _sum(_most(one) - one.points.high for one in judged if one.points is not None)
        high = group.most - lost
    unmet = bool(judged) and all(one.meets is Truth.NO for one in judged)
    if unmet and group.listed:
        high = ZERO
    points = Interval(low, max(low, high))
    if group.required is not None:
        return GroupScore(group, points, points.reaches(group.required))
    return GroupScore(group, points, Truth.NO if unmet else Truth.UNKNOWN)


def _most(judged: Judged) -> Fraction:
    return judged.standard.levels.high_points or ZERO


def _deciding(
    scheme: Scheme, judged: Sequence[Judged], groups: Sequence[GroupScore], total: Truth, several: bool
) -> tuple[str, ...]:
    """Name what could still turn the verdict, widest first."""
    open_groups = {one.group.code for one in groups if one.reaches is Truth.UNKNOWN}
    matter = [
        one
        for one in judged
        if (total is Truth.UNKNOWN or one.standard.group in open_groups)
        and (one.meets is Truth.UNKNOWN if one.points is None else one.points.width > 0)
    ]
    matter.sort(key=lambda one: -(one.points.width if one.points else ZERO))
    named = [code for one in matter for code in _names(scheme, one)]
    if not scheme.complete:
        named.append(ANNEX)
    if several:
        named.append(TABLE_2B)
    return tuple(dict.fromkeys(named))


def _names(scheme: Scheme, judged: Judged) -> Iterable[str]:
    """A known value that hangs on a relaxation is decided by the relaxation, not by the value."""
    doubtful = scheme.doubtful.get(judged.standard.code, ())
    return doubtful if judged.status is Status.DOUBTFUL and doubtful else (judged.standard.code,)


def _sum(points: Iterable[Fraction]) -> Fraction:
    return sum(points, ZERO)
