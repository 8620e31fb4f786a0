"""What a person fills in: read in every form it may come in, refused field by field with a sentence."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.programme.fields import LeftOut, as_far_as_read, cleaned
from dothi.programme.items import KINDS


def target(**given: object) -> dict[str, object]:
    return {"indicator": "Tỷ lệ đô thị hóa", **given}


def refused(kind: str, fields: dict[str, object]) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        cleaned(kind, fields)
    assert all(fault.vi and fault.en for fault in caught.value.faults)
    return {fault.where: fault.code for fault in caught.value.faults}


def test_text_of_a_form_and_values_of_a_sheet_read_alike() -> None:
    form = cleaned("target", target(year_to="2030", min="37,5", max="37,5", comparison="=", unit=" % "))
    sheet = cleaned("target", target(year_to=2030.0, min=Decimal("37.5"), max=37.5, comparison="=", unit="%"))
    assert form == sheet
    assert (form["year_to"], form["min"], form["unit"], form["approximate"]) == (2030, 37.5, "%", False)
    assert form["place"] is None


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, {"indicator": "programme.field_missing"}),
        ({"indicator": "a", "year_to": "30"}, {"year_to": "programme.field_year"}),
        ({"indicator": "a", "year_to": "2030,5"}, {"year_to": "programme.field_year"}),
        ({"indicator": "a", "min": "abc"}, {"min": "number.unreadable"}),
        ({"indicator": "a", "min": True}, {"min": "programme.field_number"}),
        ({"indicator": "a", "comparison": "≈"}, {"comparison": "programme.field_choice"}),
        ({"indicator": "a", "approximate": "đôi khi"}, {"approximate": "programme.field_flag"}),
        ({"indicator": "x" * 2001}, {"indicator": "programme.field_too_long"}),
        ({"indicator": "a", "year_from": 2031, "year_to": 2030}, {"year_to": "programme.field_backwards"}),
        ({"indicator": "a", "comparison": "="}, {"min": "programme.field_no_value"}),
        ({"indicator": "a", "min": 1}, {"comparison": "programme.field_no_sign"}),
        ({"indicator": "a", "comparison": "=", "min": 1, "max": 2}, {"min": "programme.field_value"}),
        ({"indicator": "a", "comparison": ">=", "min": 1, "max": 2}, {"min": "programme.field_value"}),
        ({"indicator": "a", "comparison": "<=", "min": 1}, {"min": "programme.field_value"}),
        ({"indicator": "a", "comparison": "range", "min": 2, "max": 1}, {"min": "programme.field_value"}),
    ],
)
def test_a_target_that_cannot_be_is_refused_at_its_field(
    given: dict[str, object], wrong: dict[str, str]
) -> None:
    assert refused("target", given) == wrong


@pytest.mark.parametrize(
    "value",
    [
        {"comparison": "=", "min": 37, "max": 37},
        {"comparison": "~", "min": 37, "max": 37},
        {"comparison": "range", "min": 6, "max": 8},
        {"comparison": ">=", "min": 80},
        {"comparison": "<=", "max": 5},
        {},
    ],
)
def test_every_comparison_has_a_form_that_passes(value: dict[str, object]) -> None:
    fields = cleaned("target", target(**value))
    assert fields["comparison"] == value.get("comparison")


def test_several_faults_are_told_at_once() -> None:
    assert set(refused("target", {"min": "x", "year_to": "y"})) == {"indicator", "min", "year_to"}


def test_names_come_from_lists_lines_and_semicolons() -> None:
    given = {"name": "Cụm 1", "kind": "cluster"}
    for towns in (
        ["Hội An", " Điện Bàn "],
        "Hội An; Điện Bàn",
        "Hội An\nĐiện Bàn\n",
        "Hội An;;Điện Bàn;Hội An",
    ):
        assert cleaned("cluster", given | {"towns": towns})["towns"] == ["Hội An", "Điện Bàn"]


def test_days_come_written_and_as_cells() -> None:
    for day in ("24/1/2022", "2022-01-24", date(2022, 1, 24), datetime(2022, 1, 24, 8)):  # noqa: DTZ001
        assert cleaned("citation", {"kind": "Nghị quyết", "date": day})["date"] == "2022-01-24"
    assert cleaned("citation", {"kind": "Nghị quyết", "date": "2022-01"})["date"] == "2022-01"
    assert refused("citation", {"kind": "Nghị quyết", "date": "31/2/2022"}) == {"date": "date.impossible"}


@pytest.mark.parametrize("value", ["2025-99", "2025-00", "2025-13", "0000", "0000-01"])
def test_a_year_or_month_that_does_not_exist_is_no_day(value: str) -> None:
    assert refused("citation", {"kind": "Nghị quyết", "date": value}) == {"date": "programme.field_day"}


QUOTE = "Tỷ lệ đô thị hóa đạt 37%"


@pytest.mark.parametrize(
    ("kind", "found", "kept", "left"),
    [
        ("target", {"indicator": "Tỷ lệ"}, {"indicator": "Tỷ lệ"}, []),
        (
            "target",
            {"indicator": "Tỷ lệ", "year_from": 1930, "year_to": 2025},
            {"year_from": None, "year_to": 2025},
            [LeftOut("year_from", "1930")],
        ),
        (
            "target",
            {"indicator": "Tỷ lệ", "year_from": 2030, "year_to": 2025},
            {"year_from": None, "year_to": None},
            [LeftOut("year_from", "2030"), LeftOut("year_to", "2025")],
        ),
        (
            "target",
            {"indicator": "Tỷ lệ", "comparison": "range", "min": 8.5, "max": 6.0},
            {"comparison": None, "min": None, "max": None},
            [LeftOut("comparison", "range"), LeftOut("min", "8.5"), LeftOut("max", "6")],
        ),
        (
            "target",
            {"indicator": "Tỷ lệ", "comparison": "=", "min": float("inf"), "max": float("inf")},
            {"comparison": None, "min": None, "max": None},
            [LeftOut("min", "inf"), LeftOut("max", "inf"), LeftOut("comparison", "=")],
        ),
        (
            "target",
            {"indicator": "a" * 2001},
            {"indicator": "a" * 1999 + "…"},
            [LeftOut("indicator", "a" * 2001, "a" * 1999 + "…")],
        ),
        ("target", {"indicator": "\u200b "}, {"indicator": QUOTE}, []),
        (
            "cluster",
            {"name": "Cụm", "kind": "cluster", "towns": ["Hội An", "b" * 2001]},
            {"towns": ["Hội An", "b" * 1999 + "…"]},
            [LeftOut("towns", "Hội An; " + "b" * 2001, "Hội An; " + "b" * 1999 + "…")],
        ),
        (
            "citation",
            {"kind": "Luật", "date": "2025-13"},
            {"date": None},
            [LeftOut("date", "2025-13")],
        ),
    ],
)
def test_one_odd_value_is_left_out_and_told(
    kind: str, found: dict[str, object], kept: dict[str, object], left: list[LeftOut]
) -> None:
    values, told = as_far_as_read(kind, found, QUOTE)
    assert {name: values[name] for name in kept} == kept
    assert told == left
    assert cleaned(kind, values) == values


def test_a_town_that_becomes_a_unit_says_which() -> None:
    given = {"name": "Duy Xuyên", "status": "administrative"}
    assert refused("town", given) == {"admin_kind": "programme.field_missing"}
    assert cleaned("town", given | {"admin_kind": "thị xã"})["admin_kind"] == "thị xã"


@given(st.sampled_from(list(KINDS)), st.data())
def test_whatever_is_filled_in_is_read_or_refused_and_reading_again_changes_nothing(
    kind: str, data: st.DataObject
) -> None:
    values = st.one_of(
        st.none(), st.text(max_size=30), st.integers(), st.floats(allow_nan=False), st.booleans()
    )
    given = {spec.name: data.draw(values) for spec in KINDS[kind].fields}
    try:
        fields = cleaned(kind, given)
    except InputError as error:
        places = {fault.where for fault in error.faults}
    else:
        places = set()
        assert cleaned(kind, fields) == fields
    assert places <= {spec.name for spec in KINDS[kind].fields}
