"""Figures of an extract written out in its language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dothi.base.dates import format_date
from dothi.base.numbers import exact, format_number
from dothi.land.record import Words

Said = Mapping[str, Any]


def shares(share: Said | None, language: str) -> dict[str, str]:
    """m² and both percentages; all empty without a share."""
    if share is None:
        return {"m2": "", "measured": "", "registered": ""}
    return {
        "m2": number(share["m2"], 1, language),
        "measured": percent(share["of_measured"], language),
        "registered": percent(share["of_registered"], language),
    }


def number(value: float, decimals: int, language: str, *, signed: bool = False) -> str:
    """A number with so many decimals, by the marks of the language."""
    written = format_number(exact(float(value)), decimals, signed=signed)
    return written.translate(_SWAP) if language == "en" else written


def ratio(scale: int, language: str) -> str:
    """A scale."""
    return f"{'1:' if language == 'en' else '1/'}{number(scale, 0, language)}"


def square_metres(value: float, language: str, *, signed: bool = False) -> str:
    """An area to a tenth."""
    return f"{number(value, 1, language, signed=signed)} m²"


def percent(fraction: float | None, language: str) -> str:
    """A fraction as per cent; a trace is said to be below a tenth."""
    if fraction is None:
        return ""
    trace = 0 < fraction < _LEAST_SHOWN
    written = f"< {number(0.1, 1, language)}" if trace else number(100 * fraction, 1, language)
    return f"{written}%" if language == "en" else f"{written}\u00a0%"


def day(text: str | None) -> str:
    """An ISO day as people write it, empty for none."""
    return format_date(date.fromisoformat(text)) if text else ""


def in_language(words: Words, language: str) -> str:
    """A sentence in one language."""
    return (words.en or words.vi) if language == "en" else words.vi


_LEAST_SHOWN = 0.0005
"""A fraction below which rounding would show none."""
_SWAP = str.maketrans(".,", ",.")
