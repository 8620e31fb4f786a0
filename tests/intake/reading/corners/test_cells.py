"""Numbers in every way coordinates are written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.intake.reading.corners.cells import coordinate, number, row_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1722531.703", 1722531.703),
        ("1722531,703", 1722531.703),
        ("1.722.531,703", 1722531.703),
        ("1,722,531.703", 1722531.703),
        ("1 722 531,703", 1722531.703),
        ("1\u00a0722\u00a0531", 1722531),
        ("1.722.531", 1722531),
        ("-5", -5),
        ("108°28'26,4\"", 108 + 28 / 60 + 26.4 / 3600),
        ("15°34′24.96″N", 15 + 34 / 60 + 24.96 / 3600),
        ("15°30'S", -15.5),
    ],
)
def test_numbers(text, value) -> None:
    assert number(text) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    "text", ["", "abc", "12a", "1e5", "=A1", "1.2.3,4,5", "108°61'", "nan", "inf", "9" * 50]
)
def test_no_numbers(text) -> None:
    assert number(text) is None


def test_cells_that_are_numbers_already() -> None:
    row = row_of(1, [1722531.703, True, math.nan, math.inf, None])
    assert coordinate(row, 0) == 1722531.703
    assert [coordinate(row, place) for place in range(1, 6)] == [None] * 5


@given(st.floats(0, 9_999_999).map(lambda value: round(value, 3)))
def test_vietnamese_and_english_writing_are_one_number(value) -> None:
    english = f"{value:,.3f}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    assert number(english) == number(vietnamese) == pytest.approx(value, abs=1e-9)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text) -> None:
    found = number(text)
    assert found is None or math.isfinite(found)
