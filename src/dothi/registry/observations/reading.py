"""Reading one cell: a number, a day, a text, or a sentence that says why not."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from dothi.base.dates import format_date, parse_date
from dothi.base.errors import Fault, InputError
from dothi.base.numbers import parse_number
from dothi.base.text import clean, name_key
from dothi.base.workbooks import Formula
from dothi.registry.observations.checks import Finding

SERIAL_FROM, SERIAL_TO = 14_000, 80_000
YEARS = range(1900, 2101)
SHOWN = 60


def read_value(cell: Any) -> Decimal:
    """The number in a cell: a number as the sheet shows it (15 digits), or text in Vietnamese form."""
    if isinstance(cell, bool | date | datetime | timedelta):
        raise InputError(
            Fault(
                "import.not_a_number",
                "ô chứa ngày hoặc giá trị đúng/sai chứ không phải số",
                "the cell holds a day or a true/false value, not a number",
                "",
                "Đổi định dạng ô thành «Số» rồi gõ lại giá trị",
                "Format the cell as a number and type the value again",
            )
        )
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        return Decimal(f"{cell:.15g}")
    return parse_number(text_of(cell))


def read_day(cell: Any, epoch: datetime) -> date:
    """The day in a cell: a date, a day count of the sheet, or text such as 30/6/2025."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and SERIAL_FROM <= cell <= SERIAL_TO:
        return (epoch + timedelta(days=int(cell))).date()
    return parse_date(text_of(cell))


def first_day(cell: Any, epoch: datetime) -> date:
    """The day, or the first of January where only a year is given."""
    year = _year(cell)
    return date(year, 1, 1) if year else read_day(cell, epoch)


def last_day(cell: Any, first: Any, epoch: datetime) -> date:
    """An empty last day means the first day alone, or the whole year where only a year is given."""
    given = first if is_blank(cell) else cell
    year = _year(given)
    return date(year, 12, 31) if year else read_day(given, epoch)


def _year(cell: Any) -> int | None:
    if isinstance(cell, str) and cell.strip().isascii() and cell.strip().isdigit() and len(cell.strip()) == 4:
        cell = int(cell.strip())
    if (
        isinstance(cell, bool)
        or not isinstance(cell, int | float)
        or not math.isfinite(cell)
        or cell != int(cell)
    ):
        return None
    return int(cell) if int(cell) in YEARS else None


def taken(found: list[Finding], name: str, read: Callable[..., Any], cell: Any, *more: Any) -> Any:
    """``read(cell)``, or ``None`` after noting why it cannot be read."""
    problem = unreadable(cell)
    if problem is not None:
        found.append(Finding(name, problem))
        return None
    try:
        return read(cell, *more)
    except InputError as error:
        found += [Finding(name, fault) for fault in error.faults]
        return None


def unreadable(cell: Any) -> Fault | None:
    """Why a cell holds no value: a formula without a stored result, or an error; ``None`` where it does."""
    if isinstance(cell, Formula):
        return Fault(
            "import.formula",
            f"công thức «{cell.text}» không có kết quả lưu trong tệp",
            f"the formula “{cell.text}” has no result stored in the file",
            "",
            "Chép rồi dán lại dưới dạng giá trị",
            "Copy and paste it as a value",
        )
    if isinstance(cell, float) and not math.isfinite(cell):
        return Fault(
            "import.error_cell",
            "ô không chứa số",
            "the cell holds no number",
            "",
            "Sửa ô này",
            "Mend the cell",
        )
    if isinstance(cell, str) and cell.startswith("#"):
        return Fault(
            "import.error_cell",
            f"ô báo lỗi {cell[:20]}",
            f"the cell shows the error {cell[:20]}",
            "",
            "Sửa công thức hoặc ghi thẳng giá trị",
            "Mend the formula or write the value itself",
        )
    return None


@lru_cache(maxsize=8192)
def key_of(text: str) -> str:
    """The name's key; the same few names fill thousands of rows."""
    return name_key(text)


@lru_cache(maxsize=8192)
def _cleaned(text: str) -> str:
    return clean(text)


def is_blank(value: Any) -> bool:
    """Nothing, or nothing but spaces."""
    return value is None or (isinstance(value, str) and not _cleaned(value))


def text_of(value: Any) -> str:
    """What stands in a cell as clean text; whole numbers without their decimal point."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, float) and value == int(value if abs(value) < 1e15 else 0):
        return str(int(value))
    return "" if value is None else _cleaned(str(value))


def shown_of(value: Any) -> str:
    """What stands in a cell, for the report, short enough to read."""
    if isinstance(value, datetime | date):
        return format_date(value.date() if isinstance(value, datetime) else value)
    text = text_of(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
