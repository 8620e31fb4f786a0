"""Measures in sentences."""

from __future__ import annotations

import pytest

from dothi.intake.checking.saying import amount, change, count


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1234.567, "1.234,57 m"),
        (0.1, "0,10 m"),
        (0.0456, "0,046 m"),
        (0.00456, "0,0046 m"),
        (1e-9, "0 m"),
        (0, "0 m"),
    ],
)
def test_amounts(value: float, words: str) -> None:
    assert amount(value, "m") == words


def test_changes_wear_their_sign() -> None:
    assert (change(2.5, "m²"), change(-2.5, "m²"), change(-1e-12, "m²")) == ("+2,50 m²", "−2,50 m²", "0 m²")
    assert count(1_234_567) == "1.234.567"


def test_english_numbers_have_a_point_before_decimals() -> None:
    assert amount(1234.567, "m²", "en") == "1,234.57 m²"
    assert change(-1234.5, "m²", "en") == "−1,234.50 m²"
    assert count(1_234_567, "en") == "1,234,567"
