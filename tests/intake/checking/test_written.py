"""Numbers of a column, as numbers or as text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from dothi.base.errors import Fault
from dothi.intake.checking.bounds import Bounds
from dothi.intake.checking.written import blank, numbers, numeric, textual, written

KINDS = [object, "str", "string"]


@pytest.mark.parametrize("kind", KINDS)
def test_blank_is_missing_or_nothing_but_spaces(kind) -> None:
    values = pd.Series(["a", "", "  ", None, "0"], dtype=kind)
    assert textual(values)
    assert blank(values).tolist() == [False, True, True, True, False]
    assert blank(pd.Series([1.0, np.nan])).tolist() == [False, True]
    assert blank(pd.Series([1, None], dtype="Int64")).tolist() == [False, True]


@pytest.mark.parametrize("kind", KINDS)
def test_every_wording_is_read_once_and_every_row_leads_to_it(kind) -> None:
    told = written(pd.Series(["≤ 40", "x", None, "≤ 40", " "], dtype=kind))
    assert told.codes.tolist() == [0, 1, -1, 0, -1]
    assert isinstance(told.read[0], Bounds)
    assert isinstance(told.read[1], Fault)


def test_numbers_with_half_of_the_last_digit_written() -> None:
    number, half, _ = numbers(pd.Series([1.0, 2.5, 3.25, np.nan]))
    assert number.tolist()[:3] == [1.0, 2.5, 3.25]
    assert half.tolist()[:3] == pytest.approx([0.5, 0.05, 0.005])
    number, half, units = numbers(pd.Series(["1,20 ha", "1.250", "3-5", None]))
    assert number.tolist()[:2] == [1.2, 1250.0]
    assert np.isnan(number[2:]).all()
    assert half.tolist()[:2] == pytest.approx([0.005, 0.5])
    assert units[:2] == ["ha", ""]


def test_whole_numbers_with_gaps() -> None:
    number, half, _ = numbers(pd.Series([10, None], dtype="Int64"))
    assert number[0] == 10
    assert np.isnan(number[1])
    assert half[0] == 0.5


@pytest.mark.parametrize(
    "values",
    [
        pd.Series(pd.to_datetime(["2025-01-01", None])),
        pd.Series([date(2025, 1, 1), None]),
        pd.Series([True, False]),
    ],
)
def test_dates_and_truths_are_no_numbers(values) -> None:
    assert not numeric(values)
    number, _, _ = numbers(values)
    assert np.isnan(number).all()


def test_numbers_in_a_column_of_objects_are_numbers() -> None:
    for values in ([1, 2.5, None], [Decimal("1.0"), Decimal("2.5"), None]):
        number, half, _ = numbers(pd.Series(values, dtype=object))
        assert number.tolist()[:2] == [1.0, 2.5]
        assert half.tolist()[:2] == [0.5, 0.05]
