"""What makes a value acceptable: a pass, a fail by a hair, no data, nonsense."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from dothi.base.time import Bound, Period
from dothi.registry.observations.catalogue import indicators
from dothi.registry.observations.checks import Entry, check
from dothi.registry.observations.where import PlaceIndex, PlaceState

TODAY = date(2026, 11, 22)
ROWS = {
    "nguoi": SimpleNamespace(
        code="nguoi",
        title_vi="Dân số",
        title_en="Population",
        unit="người",
        decimals=0,
        minimum=Decimal(0),
        maximum=None,
    ),
    "xanh": SimpleNamespace(
        code="xanh",
        title_vi="Cây xanh",
        title_en="Green",
        unit="m²/người",
        decimals=1,
        minimum=Decimal(0),
        maximum=Decimal(100),
    ),
}
PLACES = PlaceIndex(
    [
        PlaceState("moi", "Phường Mới", Period.between(date(2025, 7, 1))),
        PlaceState("cu", "Xã Cũ", Period.between(date(2010, 1, 1), date(2025, 7, 1))),
        PlaceState(
            "ro",
            "Xã Chưa Rõ",
            Period(Bound(None, date(2019, 4, 1)), Bound(date(2019, 4, 2), date(2025, 7, 1))),
        ),
    ]
)


def entry(**changes: Any) -> Entry:
    whole = {
        "indicator": "xanh",
        "place_key": "moi",
        "value": Decimal("7.5"),
        "unit": "m²/người",
        "first_day": date(2026, 6, 30),
        "last_day": date(2026, 6, 30),
    }
    return Entry(**{**whole, **changes})


def found(**changes: Any) -> list[tuple[str, str, bool]]:
    return [(one.field, one.fault.code, one.refuses) for one in check(entry(**changes), ROWS, PLACES, TODAY)]


def test_a_good_value_has_nothing_against_it() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("0", None),
        ("-0.1", "value.beyond_limit"),
        ("100", None),
        ("100.1", "value.beyond_limit"),
        ("7.50", None),
        ("7.55", "value.decimals"),
        ("1E+20", "value.too_long"),
        ("NaN", "value.too_long"),
        ("Infinity", "value.too_long"),
    ],
)
def test_limits_and_decimals(value: str, code: str | None) -> None:
    assert found(value=Decimal(value)) == ([("value", code, True)] if code else [])


@pytest.mark.parametrize(("value", "good"), [("120", True), ("0", True), ("120.5", False), ("-1", False)])
def test_people_are_whole_and_not_negative(value: str, good: bool) -> None:
    assert (found(indicator="nguoi", unit="người", value=Decimal(value)) == []) is good


@pytest.mark.parametrize("code", ["population", "population-urban", "population-rural"])
def test_the_law_tables_hold_people_to_whole_numbers_from_zero(code: str) -> None:
    row = indicators()[code]
    assert (row.unit, row.decimals, row.minimum) == ("người", 0, 0)


def test_another_unit_is_refused_and_never_converted() -> None:
    assert found(unit="ha") == [("unit", "value.unit", True)]
    assert found(unit="") == [("unit", "value.unit", True)]
    assert found(unit="m²/Người") == []


def test_the_place_stands_on_the_day() -> None:
    assert found(place_key="cu") == [("place_key", "value.place_not_standing", True)]
    day = date(2025, 6, 30)
    assert found(place_key="cu", first_day=day, last_day=day) == []
    assert found(first_day=day, last_day=day) == [("place_key", "value.place_not_standing", True)]


def test_not_known_whether_the_place_stands_warns_and_does_not_refuse() -> None:
    day = date(2022, 1, 1)
    assert found(place_key="ro", first_day=day, last_day=day) == [
        ("place_key", "value.place_perhaps_standing", False)
    ]


def test_a_place_younger_than_the_period_warns() -> None:
    year = {"first_day": date(2025, 1, 1), "last_day": date(2025, 12, 31)}
    assert found(**year) == [("place_key", "value.place_later", False)]


def test_the_future_and_reversed_days_are_refused() -> None:
    assert found(last_day=TODAY, first_day=TODAY) == []
    tomorrow = date(2026, 11, 23)
    assert found(last_day=tomorrow) == [("last_day", "value.day_out_of_reach", True)]
    assert found(first_day=date(2026, 7, 1)) == [("last_day", "value.days_reversed", True)]


def test_unknown_codes_name_the_nearest() -> None:
    findings = check(entry(indicator="xanhh", place_key="phuong moi"), ROWS, PLACES, TODAY)
    remedies = {one.fault.code: one.fault.remedy_vi for one in findings}
    assert "xanh (Cây xanh)" in remedies["value.unknown_indicator"]
    assert "moi (Phường Mới)" in remedies["value.unknown_place"]


def test_a_name_of_nothing_gets_the_list_as_its_remedy() -> None:
    findings = check(entry(place_key="zzzz"), ROWS, PLACES, TODAY)
    assert findings[0].fault.remedy_vi == "Chọn mã trong danh sách địa điểm"
