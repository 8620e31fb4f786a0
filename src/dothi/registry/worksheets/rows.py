"""A workbook that people edit and send back, read sheet by sheet into rows that say what each would do.

Shared by programmes and bodies. Nothing is written here: every row names its sheet, row and column, and what
is wrong with it or what it would change, so that one report tells of the whole file.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.cell import column_index_from_string

from dothi.base.errors import Fault
from dothi.base.workbooks import Book, Formula
from dothi.registry.observations.headings import chosen_sheet, heading_of
from dothi.registry.observations.reading import is_blank, shown_of, text_of, unreadable

SAME, CHANGED, ADDED, REFUSED = "same", "changed", "added", "refused"
ORDER = {REFUSED: 0, CHANGED: 1, ADDED: 2, SAME: 3}


@dataclass(frozen=True, slots=True)
class Difference:
    """One column that would read differently."""

    title: str
    before: str
    after: str


@dataclass(slots=True)
class SheetRow:
    """One row: where it stands, what it is about, what it would do or why it is refused."""

    sheet: str
    number: int
    about: str
    outcome: str = SAME
    changes: list[Difference] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    effect: Any = None

    def refuse(self, *faults: Fault) -> None:
        """Note what must be mended; the row will do nothing."""
        self.faults += faults
        self.outcome, self.effect = REFUSED, None


@dataclass(slots=True)
class SheetReport:
    """All rows of a workbook, and remarks about it. ``effect`` of rows is left out where it is stored."""

    name: str
    rows: list[SheetRow] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """Rows with this outcome."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def acceptable(self) -> bool:
        """Whether nothing is refused and something would be done."""
        return not self.count(REFUSED) and bool(self.count(CHANGED) + self.count(ADDED))

    def ordered(self) -> list[SheetRow]:
        """Refused rows first, then what would be done, then what stays."""
        return sorted(self.rows, key=lambda row: ORDER[row.outcome])


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row by column code, with the place each stands at."""

    sheet: str
    number: int
    values: Mapping[str, Any]
    letters: Mapping[str, str]

    def text(self, code: str) -> str:
        """Clean text of a cell."""
        return text_of(self.values.get(code))

    def plain(self, code: str) -> Any:
        """The cell as it is, days without their time of day."""
        value = self.values.get(code)
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, int | float | date | bool) else self.text(code) or None

    def where(self, code: str = "") -> str:
        """Sheet, row and column for a sentence."""
        start = f"trang «{self.sheet}», dòng {self.number}"
        letter = self.letters.get(code)
        if letter is None:
            return start
        shown = shown_of(self.values.get(code))
        return f"{start}, cột {letter} «{shown}»" if shown else f"{start}, cột {letter} (trống)"

    def unreadable(self) -> list[Fault]:
        """What keeps cells from being read: formulas without a stored result, and errors."""
        odd = (
            (code, unreadable(value))
            for code, value in self.values.items()
            if isinstance(value, Formula) or value in ERROR_CODES
        )
        return [self.at(fault, code) for code, fault in odd if fault is not None]

    def at(self, fault: Fault, code: str) -> Fault:
        """The fault with the place of a column."""
        return Fault(fault.code, fault.vi, fault.en, self.where(code), fault.remedy_vi, fault.remedy_en)


def rows_of(book: Book, title: str, columns: Mapping[str, str]) -> tuple[list[Cells], list[Fault]]:
    """Rows of the sheet called ``title`` below its headings, and remarks.

    Raises :class:`~dothi.base.errors.UnusableError` where there is no such sheet, or a column is missing: an
    absent column would else read as if every cell of it had been emptied.
    """
    sheet = chosen_sheet(book.name, book.sheets(), title)
    rows = iter(sheet.rows)
    _, letters, remarks = heading_of(book.name, sheet, rows, columns, tuple(columns))
    return list(_cells(sheet.name, rows, letters)), remarks


def _cells(
    sheet: str, rows: Iterator[tuple[int, tuple[Any, ...]]], letters: Mapping[str, str]
) -> Iterator[Cells]:
    places = {code: column_index_from_string(letter) - 1 for code, letter in letters.items()}
    for number, values in rows:
        given = {code: values[at] if at < len(values) else None for code, at in places.items()}
        if not all(is_blank(value) for value in given.values()):
            yield Cells(sheet, number, given, letters)


def packed(report: SheetReport) -> bytes:
    """The report as compressed JSON; effects are left out, for confirming reads the workbook anew."""
    content = {
        "name": report.name,
        "remarks": [astuple(fault) for fault in report.remarks],
        "rows": [
            [
                row.sheet,
                row.number,
                row.about,
                row.outcome,
                [astuple(change) for change in row.changes],
                [astuple(fault) for fault in row.faults],
            ]
            for row in report.rows
        ],
    }
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(stored: bytes) -> SheetReport:
    """The report that :func:`packed` kept."""
    content = json.loads(zlib.decompress(stored))
    rows = [
        SheetRow(
            sheet,
            number,
            about,
            outcome,
            [Difference(*change) for change in changes],
            [Fault(*fault) for fault in faults],
        )
        for sheet, number, about, outcome, changes, faults in content["rows"]
    ]
    return SheetReport(content["name"], rows, [Fault(*fault) for fault in content["remarks"]])
