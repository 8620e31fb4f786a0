"""Working days, from public holidays and swapped days given as data.

A year is covered when its holidays and swaps were loaded; outside the covered years nobody knows which days
are off, so the answer is UNKNOWN and a count that must cross such a year is refused. Swaps are decided year
by year, so a calendar is never computed ahead of its data.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dothi.base.errors import Fault, InputError
from dothi.base.time import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SATURDAY, SUNDAY = 5, 6


class DayKind(enum.Enum):
    """What makes a day differ from its weekday."""

    HOLIDAY = "holiday"
    """A public holiday, or the day given in its place."""
    SWAPPED_OFF = "swapped-off"
    """An ordinary working day that is off, made up for on another day."""
    SWAPPED_WORKING = "swapped-working"
    """A weekly rest day that is worked to make up."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked, in the covered years.

    ``rest_weekdays`` are the weekly rest days, Monday being 0.
    """

    years: frozenset[int]
    days_off: frozenset[date]
    days_worked: frozenset[date]
    rest_weekdays: frozenset[int] = frozenset({SATURDAY, SUNDAY})

    def __post_init__(self) -> None:
        both = self.days_off & self.days_worked
        if both:
            raise ValueError(f"days both off and worked: {sorted(both)}")
        outside = sorted(day for day in self.days_off | self.days_worked if day.year not in self.years)
        if outside:
            raise ValueError(f"days outside the covered years: {outside}")
        if not self.rest_weekdays <= set(range(7)) or len(self.rest_weekdays) == 7:
            raise ValueError(
                f"weekly rest days must be some of 0 to 6, not all: {sorted(self.rest_weekdays)}"
            )

    @classmethod
    def from_rows(
        cls,
        years: Iterable[int],
        rows: Iterable[tuple[date, DayKind]],
        rest_weekdays: Iterable[int] = (SATURDAY, SUNDAY),
    ) -> WorkCalendar:
        """Build from data rows; a day both off and worked, or in no covered year, is a ``ValueError``."""
        listed = list(rows)
        return cls(
            frozenset(years),
            frozenset(day for day, kind in listed if kind is not DayKind.SWAPPED_WORKING),
            frozenset(day for day, kind in listed if kind is DayKind.SWAPPED_WORKING),
            frozenset(rest_weekdays),
        )

    def is_working_day(self, day: date) -> Truth:
        """Say whether ``day`` is worked; UNKNOWN outside the covered years."""
        if day.year not in self.years:
            return Truth.UNKNOWN
        return Truth.of(self._worked(day))

    def add_working_days(self, start: date, count: int) -> date:
        """Find the ``count``-th working day after ``start``, which itself is not counted.

        A negative count goes back. A count of 0 gives ``start`` if it is worked, else the next working day.
        Raises :class:`InputError` (``calendar.year-not-covered``) when a day of an uncovered year would
        have to be judged.
        """
        if count == 0:
            return next(day for day in self._walk(start, 1, include=True) if self._worked(day))
        left = abs(count)
        for day in self._walk(start, 1 if count > 0 else -1):
            left -= self._worked(day)
            if left == 0:
                return day
        raise AssertionError("the walk ends only by returning or by refusing")

    def working_days_between(self, start: date, end: date) -> int:
        """Count working days after ``start`` up to and including ``end``, as deadlines are counted.

        So ``working_days_between(d, add_working_days(d, n)) == n`` for n > 0. Raises :class:`InputError` when
        ``end`` comes before ``start`` (``calendar.backwards``) or a year is not covered.
        """
        if end < start:
            raise InputError(
                Fault(
                    "calendar.backwards",
                    f"Ngày cuối {end:%d/%m/%Y} đứng trước ngày đầu {start:%d/%m/%Y}",
                    f"The last day {end} comes before the first day {start}",
                    remedy_vi="Đổi chỗ hai ngày",
                    remedy_en="Swap the two days",
                )
            )
        if end == start:
            return 0
        return sum(self._worked(day) for day in self._walk(start, 1, until=end))

    def _walk(
        self, start: date, step: int, *, include: bool = False, until: date | None = None
    ) -> Iterator[date]:
        day = start if include else start + timedelta(days=step)
        while True:
            if day.year not in self.years:
                raise InputError(_not_covered(day.year, self.years))
            yield day
            if day == until:
                return
            day += timedelta(days=step)

    def _worked(self, day: date) -> bool:
        if day in self.days_worked:
            return True
        return day.weekday() not in self.rest_weekdays and day not in self.days_off


def _not_covered(year: int, years: frozenset[int]) -> Fault:
    known_vi = "không có năm nào" if not years else f"có các năm {min(years)}–{max(years)}"
    known_en = "it holds no year" if not years else f"it holds years of {min(years)}–{max(years)}"
    return Fault(
        "calendar.year-not-covered",
        f"Lịch làm việc chưa có dữ liệu năm {year} ({known_vi}), không đếm được ngày làm việc",
        f"The work calendar has no data for {year} ({known_en}), so working days cannot be counted",
        remedy_vi="Bổ sung ngày nghỉ và ngày hoán đổi của năm ấy vào bảng public_holidays",
        remedy_en="Add that year's holidays and swapped days to the table public_holidays",
    )
