"""Columns of a law table, declared where the row's dataclass declares its field.

A column knows how to read its cell and which table its codes belong to. Readers raise :class:`InputError`
without a place; the loader adds file and line. Cells are strict (ISO dates, plain numbers), for what a
spreadsheet re-formatted on the way must not slip in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from dothi.base.errors import Fault, InputError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")


@dataclass(frozen=True, slots=True)
class Column:
    """How one cell is read. ``refers_to`` names the table in which its codes must be found."""

    read: Callable[[str], Any]
    required: bool = True
    refers_to: str = ""


def text(*, required: bool = True) -> Any:
    """Declare a column of plain text."""
    return _column(Column(str, required))


def whole(low: int, high: int, *, required: bool = True) -> Any:
    """Declare a column of whole numbers from ``low`` to ``high``; an empty cell is ``None``."""

    def read(cell: str) -> int | None:
        if not cell:
            return None
        if not _WHOLE.fullmatch(cell) or not low <= int(cell) <= high:
            _refuse(
                "law.bad-number",
                f"«{cell}» không phải là số nguyên từ {low} đến {high}",
                f"“{cell}” is not a whole number from {low} to {high}",
            )
        return int(cell)

    return _column(Column(read, required))


def decimal(*, required: bool = True) -> Any:
    """Declare a column of numbers with a decimal point (data files are not screens)."""

    def read(cell: str) -> Decimal | None:
        if not cell:
            return None
        if not _DECIMAL.fullmatch(cell):
            _refuse(
                "law.bad-number",
                f"«{cell}» không phải là số viết trơn như 1234.5",
                f"“{cell}” is not a plain number such as 1234.5",
            )
        return Decimal(cell)

    return _column(Column(read, required))


def choice(*values: str, required: bool = True) -> Any:
    """Declare a column that takes one of ``values``."""

    def read(cell: str) -> str:
        if cell and cell not in values:
            listed = ", ".join(values)
            _refuse("law.bad-choice", f"«{cell}» không thuộc: {listed}", f"“{cell}” is none of: {listed}")
        return cell

    return _column(Column(read, required))


def choices(*values: str, required: bool = True) -> Any:
    """Declare a column that takes some of ``values``, separated by spaces; read as a tuple."""

    def read(cell: str) -> tuple[str, ...]:
        unknown = [word for word in cell.split() if word not in values]
        if unknown:
            listed = ", ".join(values)
            _refuse(
                "law.bad-choice",
                f"«{unknown[0]}» không thuộc: {listed}",
                f"“{unknown[0]}” is none of: {listed}",
            )
        return tuple(cell.split())

    return _column(Column(read, required))


def names() -> Any:
    """Declare an optional column of names separated by ``|``; read as a tuple."""
    return _column(
        Column(lambda cell: tuple(part.strip() for part in cell.split("|") if part.strip()), False)
    )


def day(*, required: bool = True) -> Any:
    """Declare a column of ISO dates; an empty cell is ``None``."""
    return _column(Column(lambda cell: read_day(cell) if cell else None, required))


def reference(table: str, *, required: bool = True) -> Any:
    """Declare a column that holds a code of ``table``."""
    return _column(Column(str, required, table))


def references(table: str, *, required: bool = True) -> Any:
    """Declare a column of codes of ``table``, separated by spaces; read as a tuple."""
    return _column(Column(lambda cell: tuple(cell.split()), required, table))


def read_day(cell: str) -> date:
    """Read an ISO date, refusing what a spreadsheet makes of it (``30/06/2025``)."""
    try:
        read = date.fromisoformat(cell) if _DAY.fullmatch(cell) else None
    except ValueError:
        read = None
    if read is None:
        _refuse(
            "law.bad-date",
            f"«{cell}» không phải là ngày viết năm-tháng-ngày",
            f"“{cell}” is not a date written year-month-day",
            ("Ghi như 2025-06-30", "Write it as 2025-06-30"),
        )
    return read


def _column(column: Column) -> Any:
    return field(metadata={"column": column})


def _refuse(
    code: str, vi: str, en: str, remedy: tuple[str, str] = ("Sửa ô này", "Mend this cell")
) -> NoReturn:
    raise InputError(Fault(code, vi, en, remedy_vi=remedy[0], remedy_en=remedy[1]))
