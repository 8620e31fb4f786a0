"""Limits as they stand in a plan's table."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.base.numbers import format_number
from dothi.intake.checking.bounds import Bounds, parse_bounds

D = Decimal


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("40", Bounds(D(40), D(40))),
        ("≤ 40%", Bounds(None, D(40), "%")),
        ("<=40 %", Bounds(None, D(40), "%")),
        ("Tối đa 7 tầng", Bounds(None, D(7), "tầng")),
        ("không quá 2,5 lần", Bounds(None, D("2.5"), "lần")),
        ("≥ 20", Bounds(D(20), None)),
        ("từ 3", Bounds(D(3), None)),
        ("> 3", Bounds(D(3), None, open=True)),
        ("< 3 ha", Bounds(None, D(3), "ha", open=True)),
        ("dưới 40%", Bounds(None, D(40), "%", open=True)),
        ("Trên 3 tầng", Bounds(D(3), None, "tầng", open=True)),
        ("nhỏ hơn 5", Bounds(None, D(5), open=True)),
        ("lớn hơn 5", Bounds(D(5), None, open=True)),
        ("tối thiểu 20 %", Bounds(D(20), None, "%")),
        ("không dưới 20 %", Bounds(D(20), None, "%")),
        ("đến 7", Bounds(None, D(7))),
        ("3-5 tầng", Bounds(D(3), D(5), "tầng")),
        ("3 tầng – 5 tầng", Bounds(D(3), D(5), "tầng")),
        ("từ 3 đến 5 TẦNG", Bounds(D(3), D(5), "tầng")),
        ("40 % đến 60 %", Bounds(D(40), D(60), "%")),
        ("1.250,5", Bounds(D("1250.5"), D("1250.5"))),
        ("1.250,5 m2", Bounds(D("1250.5"), D("1250.5"), "m²")),
        ("~ 40", Bounds(D(40), D(40))),
    ],
)
def test_what_is_read(text: str, bounds: Bounds) -> None:
    assert parse_bounds(text) == bounds


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "number.empty"),
        ("theo QĐ 12", "number.unreadable"),
        ("0.6", "number.decimal-dot"),
        ("1,234.5", "number.english"),
        ("5-3", "number.range-backwards"),
        ("≤", "number.empty"),
        ("12 m2 - 14 ha", "bounds.units"),
        ("5 + 1 hầm", "number.unreadable"),
        ("9" * 200, "number.too-long"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_bounds(text)
    assert refused.value.code == code


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["", "%", "tầng", "m²", "ha"]))
def test_a_number_written_the_vietnamese_way_comes_back(number: Decimal, unit: str) -> None:
    for sign, low, high in (("", number, number), ("≤ ", None, number), ("≥ ", number, None)):
        assert parse_bounds(f"{sign}{format_number(number)} {unit}") == Bounds(low, high, unit)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        assert isinstance(parse_bounds(text), Bounds)
    except InputError as error:
        assert error.faults[0].vi  # noqa: PT017


def test_bounds_in_words() -> None:
    assert parse_bounds("≤ 1250,5 m2").words() == "không quá 1.250,5 m²"
    assert parse_bounds("≥ 3").words("en") == "at least 3"
    assert parse_bounds("<7").words() == "dưới 7"
    assert parse_bounds("dưới 40%").words() == "dưới 40 %"
    assert parse_bounds("trên 3 tầng").words("en") == "above 3 tầng"
    assert parse_bounds("3-5 tầng").words() == "3–5 tầng"
    assert parse_bounds("0").words() == "0"
