"""Time as the law and the records know it.

A fact of law holds over a *legal period*. Its ends are often known only in part: a commune counted in 2019
and gone from the list of 2025 ended somewhere between. So an end is an interval of days, and whether a period
holds on a day has three answers. Periods are half open: the last bound is the first day on which the fact no
longer holds, so a predecessor's end equals its successor's start.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Truth(enum.Enum):
    """Three-valued answer: unknown is never "no"."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """``None`` means not known."""
        if value is None:
            return cls.UNKNOWN
        return cls.YES if value else cls.NO

    def __and__(self, other: Truth) -> Truth:
        if Truth.NO in (self, other):
            return Truth.NO
        return Truth.UNKNOWN if Truth.UNKNOWN in (self, other) else Truth.YES

    def __or__(self, other: Truth) -> Truth:
        if Truth.YES in (self, other):
            return Truth.YES
        return Truth.UNKNOWN if Truth.UNKNOWN in (self, other) else Truth.NO

    def __invert__(self) -> Truth:
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, Truth.UNKNOWN)

    def __bool__(self) -> bool:
        raise TypeError("a three-valued answer has no truth value: compare it with Truth.YES or Truth.NO")


def all_of(answers: Iterable[Truth]) -> Truth:
    """YES when every answer is YES, NO when one is NO, else UNKNOWN."""
    result = Truth.YES
    for answer in answers:
        result &= answer
    return result


def any_of(answers: Iterable[Truth]) -> Truth:
    """YES when one answer is YES, NO when every one is NO, else UNKNOWN."""
    result = Truth.NO
    for answer in answers:
        result |= answer
    return result


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a period: the change happened on some day from ``earliest`` to ``latest``, both included.

    ``None`` leaves that side open. For a start, ``earliest=None`` means "at an unknown day, no later than
    ``latest``"; for an end, ``latest=None`` with an ``earliest`` means "not before it, perhaps never".
    """

    earliest: date | None = None
    latest: date | None = None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"a bound runs backwards: {self.earliest} > {self.latest}")

    @classmethod
    def on(cls, day: date) -> Bound:
        """Make the bound of a day that is known."""
        return cls(day, day)

    @property
    def exact(self) -> date | None:
        """The day, where it is known."""
        return self.earliest if self.earliest is not None and self.earliest == self.latest else None

    def reached(self, day: date) -> Truth:
        """Say whether the change has happened by ``day``."""
        if self.latest is not None and day >= self.latest:
            return Truth.YES
        if self.earliest is not None and day < self.earliest:
            return Truth.NO
        return Truth.UNKNOWN


NEVER = Bound(date.max, date.max)
"""The end of what has no end."""


@dataclass(frozen=True, slots=True)
class Period:
    """Legal validity from ``start`` (included) to ``end`` (not included).

    Uncertain ends may overlap: start between 2020 and 2024, end between 2022 and 2025 is a fact half known,
    not a contradiction. Refused is only what leaves no day at all, whatever the true ends are.
    """

    start: Bound
    end: Bound = NEVER

    def __post_init__(self) -> None:
        first, stop = self.start.earliest or date.min, self.end.latest or date.max
        if first >= stop:
            raise ValueError(f"a period has no day in it: {self.start} .. {self.end}")

    @classmethod
    def between(cls, start: date, end: date | None = None) -> Period:
        """Make a period whose ends are known; ``end`` is the first day it no longer holds."""
        if end is not None and end <= start:
            raise ValueError(f"a period ends before it starts: {start} .. {end}")
        return cls(Bound.on(start), NEVER if end is None else Bound.on(end))

    def holds(self, day: date) -> Truth:
        """Say whether this holds on ``day``."""
        return self.start.reached(day) & ~self.end.reached(day)

    def overlaps(self, other: Period) -> Truth:
        """Say whether some day has both; UNKNOWN where that hangs on an end not known to the day."""
        certain_first = max(self.start.latest or date.max, other.start.latest or date.max)
        certain_stop = min(self.end.earliest or date.min, other.end.earliest or date.min)
        if certain_first < certain_stop:
            return Truth.YES
        possible_first = max(self.start.earliest or date.min, other.start.earliest or date.min)
        possible_stop = min(self.end.latest or date.max, other.end.latest or date.max)
        return Truth.NO if possible_first >= possible_stop else Truth.UNKNOWN

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, where that is known and there is one."""
        exact = self.end.exact
        return None if exact is None or exact == date.max else exact - timedelta(days=1)
