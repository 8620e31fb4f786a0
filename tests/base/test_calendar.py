"""Working days, counted by hand from a wall calendar of 2025."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.calendar import DayKind, WorkCalendar
from dothi.base.errors import InputError
from dothi.base.time import Truth

CALENDAR = WorkCalendar.from_rows(
    [2025],
    [
        (date(2025, 1, 1), DayKind.HOLIDAY),
        (date(2025, 4, 30), DayKind.HOLIDAY),
        (date(2025, 5, 1), DayKind.HOLIDAY),
        (date(2025, 5, 2), DayKind.SWAPPED_OFF),
        (date(2025, 4, 26), DayKind.SWAPPED_WORKING),
    ],
)


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2025, 4, 25), Truth.YES),
        (date(2025, 4, 26), Truth.YES),  # a Saturday worked in place of 2 May
        (date(2025, 4, 27), Truth.NO),
        (date(2025, 4, 30), Truth.NO),
        (date(2025, 5, 2), Truth.NO),  # a Friday off
        (date(2025, 5, 5), Truth.YES),
        (date(2024, 12, 31), Truth.UNKNOWN),
        (date(2026, 1, 1), Truth.UNKNOWN),
    ],
)
def test_is_working_day(day: date, answer: Truth) -> None:
    assert CALENDAR.is_working_day(day) is answer


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2025, 4, 24), 1, date(2025, 4, 25)),
        (date(2025, 4, 24), 2, date(2025, 4, 26)),
        (date(2025, 4, 24), 5, date(2025, 5, 5)),  # 25, 26, 28, 29 April, 5 May
        (date(2025, 5, 5), -1, date(2025, 4, 29)),
        (date(2025, 5, 5), -4, date(2025, 4, 25)),
        (date(2025, 4, 27), 0, date(2025, 4, 28)),
        (date(2025, 4, 28), 0, date(2025, 4, 28)),
        (date(2025, 6, 2), 20, date(2025, 6, 30)),
    ],
)
def test_add_working_days(start: date, count: int, end: date) -> None:
    assert CALENDAR.add_working_days(start, count) == end


def test_working_days_between_counts_the_last_day_and_not_the_first() -> None:
    assert CALENDAR.working_days_between(date(2025, 4, 24), date(2025, 5, 5)) == 5
    assert CALENDAR.working_days_between(date(2025, 5, 1), date(2025, 5, 4)) == 0
    assert CALENDAR.working_days_between(date(2025, 5, 1), date(2025, 5, 1)) == 0


@pytest.mark.parametrize(
    ("start", "count"), [(date(2025, 12, 31), 1), (date(2025, 1, 2), -1), (date(2030, 1, 1), 0)]
)
def test_a_count_that_leaves_the_covered_years_is_refused(start: date, count: int) -> None:
    with pytest.raises(InputError) as caught:
        CALENDAR.add_working_days(start, count)
    fault = caught.value.faults[0]
    assert fault.code == "calendar.year-not-covered"
    assert "2025–2025" in fault.vi
    assert "public_holidays" in fault.remedy_vi


def test_between_refuses_uncovered_years_and_swapped_ends() -> None:
    with pytest.raises(InputError) as caught:
        CALENDAR.working_days_between(date(2025, 12, 1), date(2026, 1, 5))
    assert caught.value.code == "calendar.year-not-covered"
    with pytest.raises(InputError) as caught:
        CALENDAR.working_days_between(date(2025, 5, 2), date(2025, 5, 1))
    assert caught.value.code == "calendar.backwards"


def test_a_calendar_without_years_knows_nothing() -> None:
    empty = WorkCalendar.from_rows([], [])
    assert empty.is_working_day(date(2025, 5, 5)) is Truth.UNKNOWN
    with pytest.raises(InputError, match="không có năm nào"):
        empty.add_working_days(date(2025, 5, 5), 1)


def test_contradicting_rows_are_refused() -> None:
    day = date(2025, 5, 3)
    with pytest.raises(ValueError, match="both off and worked"):
        WorkCalendar.from_rows([2025], [(day, DayKind.HOLIDAY), (day, DayKind.SWAPPED_WORKING)])
    with pytest.raises(ValueError, match="outside the covered years"):
        WorkCalendar.from_rows([2024], [(day, DayKind.HOLIDAY)])
    with pytest.raises(ValueError, match="weekly rest days"):
        WorkCalendar.from_rows([2025], [], range(7))


@given(st.dates(date(2025, 3, 1), date(2025, 9, 30)), st.integers(1, 60))
def test_adding_and_counting_agree(start: date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count)
    assert CALENDAR.is_working_day(end) is Truth.YES
    assert CALENDAR.working_days_between(start, end) == count
    by_hand = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert sum(CALENDAR.is_working_day(day) is Truth.YES for day in by_hand) == count
