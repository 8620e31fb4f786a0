"""Deadlines of tasks, as the last day of the time that is given."""

from __future__ import annotations

import calendar
import re
from datetime import date

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_BEFORE = (
    r"(?:trước|chậm nhất(?:\s+là)?|đến hết|hết|hoàn thành(?:\s+(?:trước|vào|trong|xong))?"
    r"|xong(?:\s+(?:trước|trong))?|đến|vào|trong|thời hạn:?|thời gian hoàn thành:?)"
)
_DAY = re.compile(
    (
        rf"(?:{_BEFORE}\s+)(?:ngày\s+)?(\d{{1,2}})\s*(?:/|-|\s+tháng\s+)\s*(\d{{1,2}})\s*(?:/|-"
        rf"|\s+năm\s+)\s*(\d{{4}})"
    ),
    re.IGNORECASE,
)
_BARE_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_QUARTER = re.compile(r"quý\s+(IV|I{1,3}|[1-4])\s*(?:/|năm\s+|-)?\s*(\d{4})", re.IGNORECASE)
_MONTH = re.compile(rf"(?:{_BEFORE}\s+)?tháng\s+(\d{{1,2}})\s*(?:/|năm\s+|-)\s*(\d{{4}})", re.IGNORECASE)
_HALF = re.compile(r"6 tháng (đầu|cuối) năm\s+(\d{4})", re.IGNORECASE)
_YEAR = re.compile(
    (
        r"(?:trong|đến|đến hết|hết|vào|cuối|trước|hoàn thành|xong)\s+(?:cuối\s+"
        r"|hết\s+)?năm\s+(20\d\d)(?!\s*[-–])"
    ),
    re.IGNORECASE,
)
_SPAN = re.compile(r"(?:trong|hoàn thành)\s+giai đoạn\s+20\d\d\s*-\s*(20\d\d)", re.IGNORECASE)
_NOT = re.compile(r"(?:tầm nhìn|thời kỳ|định hướng)\s*(?:đến\s*)?$", re.IGNORECASE)


def deadline_in(text: str, *, bare: bool = False, years: bool = True) -> str | None:
    """The last deadline named in ``text`` as YYYY-MM-DD, ``None`` when there is none.

    ``bare`` takes a cell of a table of deadlines, where no word stands before the date. Without ``years`` a
    year alone is none: it belongs to what a town is to become.
    """
    found: list[tuple[int, date]] = []
    for match in (_BARE_DAY if bare else _DAY).finditer(text):
        _add(found, match.start(), int(match.group(3)), int(match.group(2)), int(match.group(1)))
    for match in _QUARTER.finditer(text):
        _add(found, match.start(), int(match.group(2)), 3 * _ROMAN[match.group(1).upper()])
    for match in _MONTH.finditer(text):
        if not re.search(r"ngày\s+\d{1,2}\s*$", text[: match.start()]):
            _add(found, match.start(), int(match.group(2)), int(match.group(1)))
    for match in _HALF.finditer(text):
        _add(found, match.start(), int(match.group(2)), 6 if match.group(1).lower() == "đầu" else 12)
    for match in _SPAN.finditer(text) if years else ():
        _add(found, match.start(), int(match.group(1)), 12)
    pattern = re.compile(r"(?:năm\s+)?(20\d\d)", re.IGNORECASE) if bare else _YEAR
    for match in pattern.finditer(text) if years else ():
        inside = any(start <= match.start() <= start + 40 for start, _ in found)
        if not inside and not _NOT.search(text[: match.start()]):
            _add(found, match.start(), int(match.group(1)), 12)
    return max(day for _, day in found).isoformat() if found else None


def _add(found: list[tuple[int, date]], at: int, year: int, month: int, day: int | None = None) -> None:
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        return
    last = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return
    found.append((at, date(year, month, day or last)))
