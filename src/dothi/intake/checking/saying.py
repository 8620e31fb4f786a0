"""Lengths and areas in the sentences of findings: rounded once, here."""

from __future__ import annotations

from decimal import Decimal

from dothi.base.numbers import exact, format_number

_NOTHING = Decimal("0.000001")
_SWAPPED = str.maketrans(".,", ",.")


def amount(value: float, unit: str, language: str = "vi") -> str:
    """Write a measure with its unit: two decimals, more for what would otherwise read as nothing.

    >>> amount(1234.567, "m²"), amount(0.00456, "m"), amount(1234.567, "m²", "en")
    ('1.234,57 m²', '0,0046 m', '1,234.57 m²')
    """
    number = exact(float(value))
    if abs(number) < _NOTHING:
        return f"0 {unit}"
    decimals = 2 if abs(number) >= Decimal("0.1") else min(9, 1 - number.adjusted())
    return f"{in_language(format_number(number, decimals), language)} {unit}"


def change(value: float, unit: str, language: str = "vi") -> str:
    """Write a difference with its sign."""
    told = amount(abs(value), unit, language)
    return told if abs(value) < _NOTHING else f"{'+' if value > 0 else '−'}{told}"


def count(number: int, language: str = "vi") -> str:
    """Write a whole number with grouped thousands."""
    return in_language(format_number(int(number)), language)


def in_language(number: str, language: str) -> str:
    """Turn a number written the Vietnamese way into that of a language: English has point and comma swapped.

    >>> in_language("1.722.005,50", "en")
    '1,722,005.50'
    """
    return number.translate(_SWAPPED) if language == "en" else number
