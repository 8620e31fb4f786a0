"""How figures, days and periods read on a page, in the reader's language.

Vietnamese pages write 1.495.812, 25,4 % and 30/6/2025 (:mod:`dothi.base.numbers`, :mod:`dothi.base.dates`);
English pages write 1,495,812, 25.4% and 30 June 2025. Rounding happens here and nowhere before.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from dothi.base.dates import format_date, format_period
from dothi.base.numbers import exact, format_number
from dothi.base.time import Period

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_WRITTEN = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_SWAP = str.maketrans(".,", ",.")


def show_number(value: Decimal | float, decimals: int | None = None, language: str = "vi") -> str:
    """``value`` with grouped thousands, rounded to ``decimals`` (``None`` keeps every digit that matters)."""
    number = exact(value)
    if decimals is None:
        number = number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    written = format_number(number, decimals)
    return written.translate(_SWAP) if language == "en" else written


def show_percent(value: Decimal | float, decimals: int = 1, language: str = "vi") -> str:
    """A percentage that is already in percent: ``25,4 %`` or ``25.4%``."""
    written = show_number(value, decimals, language)
    return f"{written}%" if language == "en" else f"{written}\u00a0%"


def show_day(day: date, language: str = "vi") -> str:
    """``30/6/2025`` or ``30 June 2025``."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return format_date(day)


def show_moment(moment: datetime, language: str = "vi") -> str:
    """``15:32, 30/6/2025``, in the office's time zone."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M}, {show_day(local.date(), language)}"


def _spelled(found: re.Match[str]) -> str:
    return show_day(date(int(found[3]), int(found[2]), int(found[1])), "en")


def show_period(period: Period, language: str = "vi") -> str:
    """From when to when, with every doubt about the ends."""
    text = format_period(period, language)
    if language == "en":
        text = _WRITTEN.sub(_spelled, text)
    return text[:1].upper() + text[1:]
