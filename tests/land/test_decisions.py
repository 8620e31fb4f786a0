"""Decisions as an office writes them down: read strictly, in force on a day, land turned urban by year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
import shapely

from dothi.base.errors import InputError
from dothi.land.decisions import Decision, Step, Subject, Turned, decisions_from, turned_urban

GOOD = {"subject": "resolution", "number": "12/NQ-HĐND", "body": "HĐND tỉnh Quảng Nam", "day": "1/3/2025"}
URBAN = {"subject": "rural-to-urban", "number": "5/QĐ", "body": "UBND tỉnh", "day": "2025-01-10"}


def read(**cells: Any) -> Decision:
    (found,) = decisions_from([({**GOOD, **cells}, None)])
    return found


def test_a_row_as_written() -> None:
    found = read(codes="LUC RSX", until="2026-01-01", area_m2="1.234,5")
    assert found.subject is Subject.RESOLUTION
    assert (found.day, found.until, found.codes) == (date(2025, 3, 1), date(2026, 1, 1), ("LUC", "RSX"))
    assert (found.step, found.area_m2) == (Step.IN_FORCE, 1234.5)


def test_cells_of_a_map_file_are_numbers_and_moments() -> None:
    found = read(day=pd.Timestamp(2025, 3, 1), until=None, area_m2=1234.5, codes=float("nan"))
    assert (found.day, found.until, found.area_m2, found.codes) == (date(2025, 3, 1), None, 1234.5, ())


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2025, 2, 28), False),
        (date(2025, 3, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_in_force_from_its_day_until_the_first_day_it_is_not(day: date, holds: bool) -> None:
    assert read(until="1/1/2026").holds(day) is holds


def test_a_step_before_the_last_is_not_in_force() -> None:
    assert not read(step="decided").holds(date(2025, 6, 1))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"number": ""}, "decisions.empty"),
        ({"subject": "nghị quyết"}, "decisions.subject"),
        ({"step": "xong"}, "decisions.step"),
        ({"body": "UBND tỉnh Quảng Nam"}, "decisions.not-a-council"),
        ({"until": "1/3/2025"}, "decisions.backwards"),
        ({"day": "31/2/2025"}, "date.impossible"),
    ],
)
def test_a_row_at_fault_is_named(cells: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as caught:
        decisions_from([(GOOD, None), ({**GOOD, **cells}, None)])
    (fault,) = caught.value.faults
    assert (fault.code, fault.where.split(",")[0]) == (code, "quyết định thứ 2")


def test_a_table_without_the_columns() -> None:
    with pytest.raises(InputError) as caught:
        decisions_from([({"number": "1"}, None)])
    assert caught.value.faults[0].code == "decisions.column"
    assert "subject, body, day" in caught.value.faults[0].vi


def urban(number: str, day: str, step: str, shape: Any = None, area: str = "") -> tuple[dict[str, str], Any]:
    return {**URBAN, "number": number, "day": day, "step": step, "area_m2": area}, shape


def test_rural_land_by_the_furthest_step_reached_and_its_year() -> None:
    field = shapely.box(0, 0, 100, 100)
    rows = [
        urban("1", "2024-05-01", "decided", field),
        urban("1", "2025-02-01", "in-force", field),
        urban("2", "2025-03-01", "in-force", shapely.box(200, 0, 300, 50)),
        urban("3", "2025-04-01", "appraised", area="2.000"),
        urban("4", "2025-05-01", "in-force"),
        urban("5", "2026-02-01", "in-force", area="9.000"),
    ]
    decisions = decisions_from(rows)
    assert turned_urban(decisions, date(2025, 12, 31)) == (
        Turned(2025, Step.IN_FORCE, 15_000.0, ("1", "2", "4"), 1),
        Turned(2025, Step.APPRAISED, 2_000.0, ("3",), 0),
    )
    # A year earlier number 1 had only been decided.
    assert turned_urban(decisions, date(2025, 1, 31)) == (Turned(2024, Step.DECIDED, 10_000.0, ("1",), 0),)
    # On ground that takes half of the field and nothing of number 2; what gives no land stays as it says.
    half = shapely.box(0, 0, 50, 100)
    assert turned_urban(decisions[:3], date(2025, 12, 31), half) == (
        Turned(2025, Step.IN_FORCE, 5_000.0, ("1",), 0),
    )
