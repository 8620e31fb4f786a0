"""The rules by which a town is given one class, as plain data.

A :class:`Scheme` is one class of one rule set: groups of standards, each standard with its levels and points.
Points rise with the value and never fall: nothing below the floor, the minimum points from the floor to the
minimum level, then linearly (or in steps, for words and years) to the maximum (NQ 111/2025/UBTVQH15,
article 9.4). Everything is exact: values and points are :class:`fractions.Fraction`.

What a source does not tell is ``None`` (points of a standard, the minimum of a group), never a guess.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from dothi.law.rows import Confidence

HALF = Fraction(1, 2)
ZERO = Fraction(0)


class Kind(enum.Enum):
    """How a standard is measured."""

    NUMBER = "number"
    """Any number from nothing up."""
    COUNT = "count"
    """A number of works: whole, and its relaxed minimum is rounded and never below one."""
    STEPS = "steps"
    """A number that earns points in steps, with nothing in between (years of a regulation)."""
    WORDS = "words"
    """One of the law's own words; a value is the place of the word in :attr:`Standard.words`."""

    @property
    def linear(self) -> bool:
        """Whether points rise linearly between the levels."""
        return self in {Kind.NUMBER, Kind.COUNT}


@dataclass(frozen=True, slots=True)
class Levels:
    """The minimum and the maximum level of a standard and their points.

    ``high`` and the points are ``None`` where no source tells them: then only whether the minimum is met can
    be said.
    """

    low: Fraction
    high: Fraction | None
    low_points: Fraction | None
    high_points: Fraction | None

    @property
    def complete(self) -> bool:
        """Whether points can be given."""
        return None not in (self.high, self.low_points, self.high_points)


@dataclass(frozen=True, slots=True)
class Curve:
    """Points as a function of the value, by its breakpoints ``(value, points)``, points never falling.

    The same value twice is a jump: at that value the second points hold. Before the first breakpoint points
    are those of the first, after the last those of the last; between two they rise linearly.
    """

    breakpoints: tuple[tuple[Fraction, Fraction], ...]

    def at(self, value: Fraction) -> Fraction:
        """Points of an exact value."""
        before = [point for point in self.breakpoints if point[0] <= value]
        after = [point for point in self.breakpoints if point[0] > value]
        if not before:
            return self.breakpoints[0][1]
        if not after:
            return before[-1][1]
        (left, low), (right, high) = before[-1], after[0]
        return low + (high - low) * (value - left) / (right - left)

    @property
    def jumps(self) -> tuple[tuple[Fraction, Fraction, Fraction], ...]:
        """Where points jump: value, points before it, points from it on."""
        pairs = zip(self.breakpoints, self.breakpoints[1:], strict=False)
        return tuple((left[0], left[1], right[1]) for left, right in pairs if left[0] == right[0])


@dataclass(frozen=True)
class Standard:
    """One standard of one class.

    ``floor`` is the value from which the minimum points are given: the minimum level, or less where a
    relaxation applies. ``doubtful_floor`` is a lower one that perhaps applies (a relaxation whose text or
    whose percentage is not known; ``None`` means that none is in doubt). ``considered`` is false where the
    rules leave the standard aside: it then earns its minimum points whatever the value (article 9.4.a).
    ``most`` is the largest plausible value, set by the project to catch slips.
    """

    code: str
    group: str
    title_vi: str
    title_en: str
    unit: str
    kind: Kind
    levels: Levels
    words: tuple[str, ...] = ()
    floor: Fraction = ZERO
    doubtful_floor: Fraction | None = None
    considered: bool = True
    least: Fraction = ZERO
    most: Fraction | None = None
    subgroup: str = ""
    basis: str = ""
    confidence: Confidence = Confidence.SECONDARY

    @cached_property
    def curve(self) -> Curve | None:
        """Points from the floor that certainly applies; ``None`` where the points are not known."""
        return self._curve(self.floor)

    @cached_property
    def best_curve(self) -> Curve | None:
        """Points if every relaxation in doubt applies: nowhere below :attr:`curve`."""
        return self.curve if self.doubtful_floor is None else self._curve(self.doubtful_floor)

    def _curve(self, floor: Fraction) -> Curve | None:
        low, high = self.levels.low_points, self.levels.high_points
        top = self.levels.high
        if low is None or high is None or top is None:
            return None
        if not self.considered:
            return Curve(((ZERO, low),))
        points = [(ZERO, ZERO), (floor, ZERO), (floor, low)]
        if floor < self.levels.low:
            points.append((self.levels.low, low))
        if top > self.levels.low:
            points += [(top, high)] if self.kind.linear else [(top, low), (top, high)]
        elif high > low:
            points.append((top, high))
        return Curve(tuple(dict.fromkeys(points)) if floor > 0 else tuple(points[2:]))

    def title(self, language: str = "vi") -> str:
        """Write the title in one language."""
        return self.title_en if language == "en" else self.title_vi

    def write(self, value: Fraction) -> str:
        """Write a value as the law does: its word, or the number without its unit."""
        named = self.word(value)
        return named or str(Decimal(value.numerator) / Decimal(value.denominator))

    def word(self, value: Fraction) -> str:
        """The word that stands for ``value``, ``""`` where it is a plain number."""
        for position, name in enumerate(self.words):
            if word_value(position, self.kind) == value:
                return name
        return ""


def word_value(position: int, kind: Kind) -> Fraction:
    """The value of the word at ``position`` of a standard.

    Words of a standard measured by words stand at 0, 1, 2 …; in a standard that counts works the first word
    is none and the second is less than one work (``có dự án``).
    """
    return Fraction(position) if kind is Kind.WORDS else position * HALF


@dataclass(frozen=True, slots=True)
class Group:
    """A group of standards (tiêu chí). ``required`` is ``None`` where no source tells the minimum.

    ``listed`` says whether every standard of the group is among those of the scheme.
    """

    code: str
    title_vi: str
    title_en: str
    most: Fraction
    required: Fraction | None
    listed: bool = True
    confidence: Confidence = Confidence.SECONDARY

    def title(self, language: str = "vi") -> str:
        """Write the title in one language."""
        return self.title_en if language == "en" else self.title_vi


@dataclass(frozen=True, slots=True)
class Condition:
    """What the communes of a town of several must reach by Table 2B.

    ``mean``: the mean of all is at least ``required``; ``units``: at least ``units`` of them are. ``section``
    is the group whose points count, ``""`` the whole table.
    """

    measure: str
    section: str
    required: Fraction
    units: int = 1
    title_vi: str = ""
    title_en: str = ""


@dataclass(frozen=True)
class UnitScheme:
    """Table 2B of one class: standards by which each commune of a town of several is judged."""

    groups: tuple[Group, ...]
    standards: tuple[Standard, ...]
    conditions: tuple[Condition, ...]
    confidence: Confidence = Confidence.SECONDARY


@dataclass(frozen=True)
class Scheme:
    """One class of one rule set, as it applies to one town (relaxations are already in the floors).

    A town reaches the class when its total is at least ``required`` and every group at least its own minimum.
    ``unit`` is ``points`` or, where standards are only passed or failed, ``standards``. ``several`` says that
    a town of more than one commune must also pass Table 2B: ``units``, ``None`` until an office imports it.
    ``doubtful`` names, by the code of a standard, the relaxations that perhaps lower its minimum.
    """

    rule_set: str
    class_code: str
    groups: tuple[Group, ...]
    standards: tuple[Standard, ...]
    most: Fraction
    required: Fraction
    unit: str = "points"
    several: bool = False
    relaxations: tuple[str, ...] = ()
    doubtful: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    basis: str = ""
    confidence: Confidence = Confidence.SECONDARY
    units: UnitScheme | None = None

    def of_group(self, code: str) -> Iterator[Standard]:
        """Standards of one group, in order."""
        return (standard for standard in self.standards if standard.group == code)

    @cached_property
    def by_code(self) -> dict[str, Standard]:
        """Standards by code."""
        return {standard.code: standard for standard in self.standards}

    @property
    def complete(self) -> bool:
        """Whether every standard is known with its points, and every group with its minimum."""
        groups = all(group.listed and group.required is not None for group in self.groups)
        return groups and all(standard.levels.complete for standard in self.standards)

    @property
    def least_sure(self) -> Confidence:
        """The least sure of all it rests on."""
        sure = [self.confidence, *(group.confidence for group in self.groups)]
        sure += [standard.confidence for standard in self.standards]
        return max(sure, key=lambda item: item.rank)
