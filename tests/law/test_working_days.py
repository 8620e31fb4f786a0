"""The calendar of the law's tables, against days known from the published announcements."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from dothi.base.errors import InputError
from dothi.base.time import Truth
from dothi.law import Confidence, Law, load_law
from dothi.law.working_days import work_calendar


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2019, 1, 5), Truth.YES),  # Saturday worked for 31 December 2018
        (date(2019, 5, 4), Truth.YES),
        (date(2019, 4, 29), Truth.NO),
        (date(2024, 5, 4), Truth.YES),
        (date(2024, 4, 29), Truth.NO),
        (date(2025, 4, 26), Truth.YES),
        (date(2025, 5, 2), Truth.NO),
        (date(2025, 1, 29), Truth.NO),  # lunar new year
        (date(2025, 9, 2), Truth.NO),
        (date(2026, 8, 22), Truth.YES),
        (date(2026, 8, 31), Truth.NO),
        (date(2026, 11, 23), Truth.YES),
        (date(2018, 12, 31), Truth.UNKNOWN),
        (date(2027, 1, 4), Truth.UNKNOWN),
    ],
)
def test_days(law: Law, day: date, answer: Truth) -> None:
    assert work_calendar(law).is_working_day(day) is answer


def test_fifteen_working_days_across_the_holidays_of_spring_2025(law: Law) -> None:
    """From 14 April: 15 to 18 (4), 21 to 25 (5), 26, 28, 29 (3), 5 to 7 May (3) make 15."""
    assert work_calendar(law).add_working_days(date(2025, 4, 14), 15) == date(2025, 5, 7)


def test_every_year_is_covered_and_secondary(law: Law) -> None:
    assert list(law.calendar_years) == [str(year) for year in range(2019, 2027)]
    rows = [*law.calendar_years.every_row, *law.public_holidays.every_row]
    assert {row.confidence for row in rows} == {Confidence.SECONDARY}


def test_swaps_name_each_other(law: Law) -> None:
    for row in law.public_holidays.every_row:
        if row.in_place_of is not None and row.in_place_of.year >= 2019:
            other = law.public_holidays[row.in_place_of.isoformat()]
            assert other.in_place_of == row.day
            assert {row.kind, other.kind} == {"swapped-off", "swapped-working"}


def test_an_office_adds_a_year(law: Law, overlay) -> None:
    year = {
        "code": "2027",
        "rest_weekdays": "sat sun",
        "starts_earliest": "2027-01-01",
        "starts_latest": "2027-01-01",
    }
    folder = overlay("calendar_years", {**year, "ends_earliest": "2028-01-01", "ends_latest": "2028-01-01"})
    day = {
        "code": "2027-01-01",
        "kind": "holiday",
        "starts_earliest": "2027-01-01",
        "starts_latest": "2027-01-01",
    }
    overlay("public_holidays", {**day, "ends_earliest": "2027-01-02", "ends_latest": "2027-01-02"})
    calendar = work_calendar(load_law(folder))
    assert calendar.is_working_day(date(2027, 1, 1)) is Truth.NO
    assert calendar.is_working_day(date(2027, 1, 4)) is Truth.YES
    assert calendar.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)


def test_an_unconfirmed_year_is_not_covered(law: Law, overlay) -> None:
    year = {
        "code": "2027",
        "rest_weekdays": "sat sun",
        "starts_earliest": "2027-01-01",
        "starts_latest": "2027-01-01",
    }
    ends = {"ends_earliest": "2028-01-01", "ends_latest": "2028-01-01", "confidence": "unconfirmed"}
    calendar = work_calendar(load_law(overlay("calendar_years", {**year, **ends})))
    assert calendar.is_working_day(date(2027, 1, 4)) is Truth.UNKNOWN


def test_years_of_unlike_weekly_rest_are_refused(overlay) -> None:
    year = {
        "code": "2027",
        "rest_weekdays": "sun",
        "starts_earliest": "2027-01-01",
        "starts_latest": "2027-01-01",
    }
    folder = overlay("calendar_years", {**year, "ends_earliest": "2028-01-01", "ends_latest": "2028-01-01"})
    with pytest.raises(InputError) as caught:
        work_calendar(load_law(folder))
    assert caught.value.code == "law.rest-days"
    assert caught.value.faults[0].where.endswith("calendar_years.csv, dòng 2")


def test_the_tables_are_what_the_builder_writes(root: Path) -> None:
    spec = importlib.util.spec_from_file_location("build_calendar", root / "tools" / "build_calendar.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    for name, text in builder.tables().items():
        assert (root / "src" / "dothi" / "law" / "data" / name).read_text(encoding="utf-8") == text
