"""Cells as we write them: text that stays text, numbers and days with Vietnamese formats."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

DAY_FORMAT = "[$-42A]d/m/yyyy"
MOMENT_FORMAT = "[$-42A]d/m/yyyy hh:mm"
MAX_TEXT = 32_000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "|")

HEADING_FONT = Font(bold=True, color="FFFFFF")
HEADING_FILL = PatternFill("solid", fgColor="1F4E5F")
HEADING_ALIGNMENT = Alignment(wrap_text=True, vertical="center")
LABEL_FONT = Font(bold=True, color="8A4B00")
TITLE_FONT = Font(bold=True, size=14)
FAULT_FILL = PatternFill("solid", fgColor="FBE3DF")
EXAMPLE_FILL = PatternFill("solid", fgColor="EFEFEF")
THIN_LINE = Border(bottom=Side(style="thin", color="BBBBBB"))


def number_format(decimals: int) -> str:
    """Grouped digits with ``decimals`` places, shown with Vietnamese separators.

    >>> number_format(0), number_format(1)
    ('[$-42A]#,##0', '[$-42A]#,##0.0')
    """
    return "[$-42A]#,##0" + ("." + "0" * decimals if decimals else "")


def plain_text(value: str) -> str:
    """``value`` without the characters that a workbook cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", value)[:MAX_TEXT]


def cell(sheet: Any, value: Any, decimals: int | None = None) -> WriteOnlyCell:
    """One typed cell. Text never becomes a formula: it is written as text, marked so for whoever edits it."""
    if isinstance(value, bool):
        return _text(sheet, "Có" if value else "Không")
    if isinstance(value, int | float | Decimal):
        made = WriteOnlyCell(sheet, value)
        places = decimals if decimals is not None else 0 if value == int(value) else 2
        made.number_format = number_format(places)
        return made
    if isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        made = WriteOnlyCell(sheet, local.replace(microsecond=0))
        made.number_format = MOMENT_FORMAT
        return made
    if isinstance(value, date):
        made = WriteOnlyCell(sheet, value)
        made.number_format = DAY_FORMAT
        return made
    return _text(sheet, "" if value is None else str(value))


def heading_row(sheet: Any, headings: list[str]) -> list[WriteOnlyCell]:
    """The cells of a heading row."""
    cells = [_text(sheet, heading) for heading in headings]
    for made in cells:
        made.font, made.fill, made.alignment = HEADING_FONT, HEADING_FILL, HEADING_ALIGNMENT
    return cells


def _text(sheet: Any, value: str) -> WriteOnlyCell:
    text = plain_text(value)
    made = WriteOnlyCell(sheet, text or None)
    if text:
        made.data_type = "s"
        made.quotePrefix = text.startswith(_DANGEROUS)
    return made
