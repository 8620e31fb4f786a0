"""Numbers the Vietnamese way, exact in both directions."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.base.numbers import (
    exact,
    format_number,
    format_percent,
    format_range,
    parse_integer,
    parse_number,
    parse_percent,
    parse_range,
)

D = Decimal
decimals = st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=4)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1495812, None, "1.495.812"),
        (0, None, "0"),
        (999, None, "999"),
        (1000, None, "1.000"),
        (-1234, None, "-1.234"),
        (D("25.38"), 1, "25,4"),
        (D("25.35"), 1, "25,4"),
        (D("-25.35"), 1, "-25,4"),
        (D("25.34"), 1, "25,3"),
        (D("10574.86"), 2, "10.574,86"),
        (D("10574.86"), None, "10.574,86"),
        (D("-0.04"), 1, "0,0"),
        (D("1E+6"), None, "1.000.000"),
        (D("999.95"), 1, "1.000,0"),
        (D("0.1"), 3, "0,100"),
        (D("1000000000000000000000000000000.5"), 0, "1.000.000.000.000.000.000.000.000.000.001"),
    ],
)
def test_format_number(value: Decimal | int, places: int | None, text: str) -> None:
    assert format_number(value, places) == text


def test_signed_numbers_show_growth_and_decline() -> None:
    assert [format_number(v, signed=True) for v in (1234, -1234, 0)] == ["+1.234", "-1.234", "0"]


def test_percent_and_range() -> None:
    assert format_percent(D(379638) / D(1495812) * 100) == "25,4 %"
    assert format_percent(D("1.25"), 2, signed=True) == "+1,25 %"
    assert format_range(6, 8) == "6–8"
    assert format_range(-5, 3) == "từ -5 đến 3"
    with pytest.raises(ValueError, match="backwards"):
        format_range(8, 6)


@pytest.mark.parametrize("bad", [1.5, float("nan")])
def test_a_float_is_never_written(bad: float) -> None:
    with pytest.raises(TypeError, match="exact"):
        format_number(bad)  # type: ignore[arg-type]


def test_not_a_number_is_never_written() -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        format_number(D("NaN"))


def test_exact_reads_a_cell_as_it_is_shown() -> None:
    assert exact(0.1) == D("0.1")
    assert exact(122374.0) == D(122374)
    assert exact(7) == D(7)
    assert exact(D("1.10")) == D("1.10")
    for bad in (float("inf"), float("nan"), D("-Infinity")):
        with pytest.raises(InputError) as caught:
            exact(bad)
        assert caught.value.code == "number.not-finite"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.495.812", "1495812"),
        ("1.234", "1234"),
        ("1,234", "1.234"),
        ("25,4", "25.4"),
        ("1 495 812", "1495812"),
        ("1\u00a0495\u202f812", "1495812"),
        (" 10.574,86 ", "10574.86"),
        ("-12", "-12"),
        ("−12", "-12"),
        ("+3,5", "3.5"),
        ("- 7", "-7"),
        ("1234567", "1234567"),
        ("0,50", "0.50"),
        ("007", "7"),
    ],
)
def test_parse_number(text: str, value: str) -> None:
    assert parse_number(text) == D(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "number.empty"),
        (" \u00a0", "number.empty"),
        ("1,234.5", "number.english"),
        ("1,234,567", "number.english"),
        ("1,234,567.89", "number.english"),
        ("25.4", "number.decimal-dot"),
        ("0.500", "number.decimal-dot"),
        ("1.2345", "number.decimal-dot"),
        ("1234.567", "number.decimal-dot"),
        ("12.", "number.decimal-dot"),
        ("1.23.456", "number.unreadable"),
        ("1.234 567", "number.unreadable"),
        ("1e5", "number.unreadable"),
        ("12 người", "number.unreadable"),
        ("٣", "number.unreadable"),
        ("1,2,3", "number.unreadable"),
        ("--1", "number.unreadable"),
        ("NaN", "number.unreadable"),
        ("9" * 41, "number.too-long"),
        ("x" * 10_000_000, "number.too-long"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_short_sentence(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_number(text)
    fault = caught.value.faults[0]
    assert fault.code == code
    assert fault.remedy_vi
    assert fault.remedy_en
    assert len(fault.sentence()) < 300


def test_parse_integer_refuses_fractions() -> None:
    assert parse_integer("1.495.812") == 1495812
    assert parse_integer("12,0") == 12
    with pytest.raises(InputError) as caught:
        parse_integer("12,5")
    assert caught.value.code == "number.not-whole"


def test_parse_percent_takes_the_number_before_the_sign() -> None:
    assert parse_percent("25,4 %") == parse_percent("25,4%") == parse_percent("25,4") == D("25.4")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("11 - 16%", "11", "16"),
        ("6–8", "6", "8"),
        ("11% – 16%", "11", "16"),
        ("1.000-2.000", "1000", "2000"),
        ("0,5 — 1,5", "0.5", "1.5"),
        ("-5 - -3", "-5", "-3"),
        ("từ -5 đến 3", "-5", "3"),
        ("40", "40", "40"),
        ("37%", "37", "37"),
        ("-3", "-3", "-3"),
    ],
)
def test_parse_range(text: str, low: str, high: str) -> None:
    assert parse_range(text) == (D(low), D(high))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("16 - 11", "number.range-backwards"),
        ("6–8–10", "number.unreadable"),
        ("", "number.empty"),
        ("6–", "number.unreadable"),
        ("1.5–2.5", "number.decimal-dot"),
        ("9" * 5000, "number.too-long"),
    ],
)
def test_bad_ranges_are_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_range(text)
    assert caught.value.code == code


@given(decimals)
def test_what_is_written_reads_back_the_same(value: Decimal) -> None:
    assert parse_number(format_number(value)) == value
    assert parse_percent(format_percent(value, 4)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_exact_gives_back_the_very_float(value: float) -> None:
    assert float(exact(value)) == value


@given(st.text(alphabet="0123456789.,-+% –−đếntừ", max_size=30))
def test_any_text_is_read_or_refused_never_crashes(text: str) -> None:
    for read in (parse_number, parse_percent, parse_range, parse_integer):
        with suppress(InputError):
            assert read(text) is not None


@given(decimals, decimals)
def test_ranges_read_back(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert parse_range(format_range(low, high)) == (low, high)
