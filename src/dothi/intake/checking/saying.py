"""Lengths and areas in the sentences of findings: rounded once, here."""

from __future__ import annotations

from decimal import Decimal

from dothi.base.numbers import exact, format_number

_NOTHING = Decimal("0.000001")


def amount(value: float, unit: str) -> str:
    """Write a measure with its unit: two decimals, more for what would otherwise read as nothing.

    >>> amount(1234.567, "m²"), amount(0.00456, "m")
    ('1.234,57 m²', '0,0046 m')
    """
    number = exact(float(value))
    if abs(number) < _NOTHING:
        return f"0 {unit}"
    decimals = 2 if abs(number) >= Decimal("0.1") else min(9, 1 - number.adjusted())
    return f"{format_number(number, decimals)} {unit}"


def change(value: float, unit: str) -> str:
    """Write a difference with its sign."""
    told = amount(abs(value), unit)
    return told if abs(value) < _NOTHING else f"{'+' if value > 0 else '−'}{told}"


def count(number: int) -> str:
    """Write a whole number with grouped thousands."""
    return format_number(int(number))
