"""Dates as people write them (``30/6/2025``) and as files hold them (``2025-06-30``), and periods in words.

The day comes first, always: ``6/30/2025`` is refused with that sentence, and ``6/7/2025`` is the sixth of
July. Years have four digits. Dates from a spreadsheet arrive as dates and need no reading.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

from dothi.base.errors import Fault, InputError

if TYPE_CHECKING:
    from dothi.base.time import Bound, Period

_VIETNAMESE = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2}")


def format_date(day: date) -> str:
    """Write ``30/6/2025``; a moment is a programming error, for it has no date without a time zone."""
    if isinstance(day, datetime):
        raise TypeError("a moment has no date without a time zone: convert it first")
    return f"{day.day}/{day.month}/{day.year:04d}"


def parse_date(text: str) -> date:
    """Read ``30/6/2025``, ``30-6-2025``, ``30.6.2025`` or ``2025-06-30``; refuse the rest with a sentence.

    Codes: ``date.empty``, ``date.short-year``, ``date.month-first``, ``date.impossible``,
    ``date.unreadable``.
    """
    plain = text.strip()
    if not plain:
        _refuse("date.empty", "Chưa ghi ngày", "No date is given")
    shown = plain if len(plain) <= 40 else plain[:40] + "…"
    if found := _VIETNAMESE.fullmatch(plain):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    elif found := _ISO.fullmatch(plain):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif _SHORT_YEAR.fullmatch(plain):
        _refuse(
            "date.short-year",
            f"Năm trong «{shown}» chỉ có hai chữ số",
            f"The year in “{shown}” has two digits",
        )
    else:
        _refuse("date.unreadable", f"«{shown}» không phải là ngày", f"“{shown}” is not a date")
    try:
        read = date(year, month, day)
    except ValueError:
        _no_such_day(plain, shown, day, month)
    return read


def _no_such_day(plain: str, shown: str, day: int, month: int) -> NoReturn:
    if month > 12 >= day and not _ISO.fullmatch(plain):
        _refuse(
            "date.month-first", f"«{shown}» ghi tháng trước ngày", f"“{shown}” has the month before the day"
        )
    _refuse(
        "date.impossible", f"Không có ngày «{shown}» trong lịch", f"There is no day “{shown}” in the calendar"
    )


def format_period(period: Period, language: str = "vi") -> str:
    """Say from when to when, naming the last day it holds and every doubt about the ends.

    >>> from dothi.base.time import Period
    >>> format_period(Period.between(date(2023, 1, 1), date(2026, 1, 1)))
    'từ 1/1/2023 đến hết 31/12/2025'
    """
    english = language == "en"
    start, end = _start(period.start, english=english), _end(period.end, english=english)
    return f"{start}{end}"


def _start(bound: Bound, *, english: bool) -> str:
    day = bound.exact
    if day is not None:
        return f"from {format_date(day)}" if english else f"từ {format_date(day)}"
    low = None if bound.earliest is None else format_date(bound.earliest)
    high = None if bound.latest is None else format_date(bound.latest)
    if low and high:
        return f"from a day between {low} and {high}" if english else f"từ một ngày trong khoảng {low}–{high}"
    if high:
        return f"from {high} or earlier" if english else f"từ {high} hoặc sớm hơn"
    if low:
        return f"from {low} or later" if english else f"từ {low} hoặc muộn hơn"
    return "from a day not known" if english else "từ ngày chưa rõ"


def _end(bound: Bound, *, english: bool) -> str:
    """Name last days, one before the bounds: the bounds are the first day it no longer holds."""
    if bound.earliest == date.max:
        return ""
    never = bound.latest == date.max
    low = None if bound.earliest in {None, date.min} else format_date(_day_before(bound.earliest))
    high = None if bound.latest is None or never else format_date(_day_before(bound.latest))
    if low and low == high:
        return f" to the end of {low}" if english else f" đến hết {low}"
    if low and high:
        text = (f" to a day between {low} and {high}", f" đến một ngày trong khoảng {low}–{high}")
    elif high:
        text = (f" to {high} or earlier", f" đến {high} hoặc sớm hơn")
    elif low:
        text = (f" at least to {low}", f" ít nhất đến {low}")
    else:
        text = (" to a day not known", " đến ngày chưa rõ")
    return text[0] if english else text[1]


def _day_before(day: date | None) -> date:
    return date.min if day is None or day == date.min else day - timedelta(days=1)


def _refuse(code: str, vi: str, en: str) -> NoReturn:
    raise InputError(
        Fault(
            code,
            vi,
            en,
            remedy_vi="Ghi ngày/tháng/năm, ví dụ 30/6/2025",
            remedy_en="Write day/month/year, as in 30/6/2025, or 2025-06-30",
        )
    )
