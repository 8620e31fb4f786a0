"""A table of parcel numbers, as CSV or as a workbook: one row for each parcel that is asked about."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dothi.base.errors import Fault, InputError
from dothi.base.text import clean, fold
from dothi.base.workbooks import Book
from dothi.land.parcel_number import ParcelNumber, read_parcel

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")
_HEADINGS = 12
"""Rows in which the headings are looked for."""
_NAMES: Mapping[str, tuple[str, ...]] = {
    "sheet": ("to", "so to", "to ban do", "so to ban do", "to so", "sheet"),
    "parcel": ("thua", "so thua", "thua so", "so thua dat", "parcel"),
    "unit": ("xa", "phuong", "xa phuong", "phuong xa", "ten xa", "don vi", "commune"),
    "district": ("huyen", "quan huyen", "thi xa", "district"),
    "whole": ("thua dat", "vi tri thua dat", "dia chi thua dat", "to thua"),
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its place in the table, its text as written, and the number, or why it cannot be read."""

    line: int
    label: str
    number: ParcelNumber | Fault


def parcel_rows(name: str, content: bytes) -> list[TableRow] | None:
    """Rows of a table of parcel numbers; ``None`` for a file that is none, as a table of corners.

    Columns are told by their headings: sheet, parcel and commune (district, where it tells namesakes apart),
    or one column with the whole number. Raises :class:`UnusableError` for a workbook that cannot be opened.
    """
    if not name.lower().endswith(SUFFIXES):
        return None
    if not name.lower().endswith(".xlsx"):
        return _read(_lines(content))
    with Book(name, content) as book:
        for sheet in book.sheets():
            found = None if sheet.hidden else _read(sheet.rows)
            if found is not None:
                return found
    return None


def _lines(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Cells of a text table; UTF-8, for anything else has lost its marks already."""
    text = content.decode("utf-8-sig", errors="replace")
    heading = text.partition("\n")[0]
    delimiter = max("\t;,", key=heading.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error:
        return


def _read(rows: Iterable[tuple[int, Sequence[Any]]]) -> list[TableRow] | None:
    waiting = iter(rows)
    for _, (_, row) in zip(range(_HEADINGS), waiting, strict=False):
        columns = _columns(row)
        if columns:
            return [_row(line, cells, columns) for line, cells in waiting]
    return None


def _columns(row: Sequence[Any]) -> dict[str, int]:
    """Where each role stands in a row of headings; empty where it is none."""
    folded = [fold(_text(cell)) for cell in row]
    found = {
        role: next(at for at, name in enumerate(folded) if name in names)
        for role, names in _NAMES.items()
        if any(name in names for name in folded)
    }
    return found if {"sheet", "parcel"} <= found.keys() or "whole" in found else {}


def _row(line: int, cells: Sequence[Any], columns: Mapping[str, int]) -> TableRow:
    def cell(role: str) -> str:
        at = columns.get(role, len(cells))
        return _text(cells[at]) if at < len(cells) else ""

    place = ", ".join(part for part in (cell("unit"), cell("district")) if part)
    if {"sheet", "parcel"} <= columns.keys():
        sheet, parcel = cell("sheet"), cell("parcel")
        label = f"tờ {sheet} thửa {parcel} {place}".strip()
        if not sheet or not parcel:
            return TableRow(line, label, _half(line))
        return TableRow(line, label, ParcelNumber(sheet, parcel, place))
    text = ", ".join(part for part in (cell("whole"), place) if part)
    try:
        return TableRow(line, text, read_parcel(text))
    except InputError as error:
        return TableRow(line, text, error.faults[0])


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell))


def _half(line: int) -> Fault:
    return Fault(
        "parcel.unreadable",
        "Thiếu số tờ hoặc số thửa",
        "The sheet or the parcel is missing",
        f"dòng {line}",
        "Điền đủ hai số rồi gửi lại",
        "Fill in both numbers and send again",
    )
