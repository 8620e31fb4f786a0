"""The workbook an annex is copied into: sheets of plain rows, each cell with its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from openpyxl.utils import get_column_letter

from dothi.base.errors import DothiError, Fault
from dothi.base.numbers import exact, parse_number
from dothi.base.text import clean
from dothi.base.workbooks import Formula

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
"""Thousands grouped by points, which a number of the data files never has."""

DOCUMENT, GROUPS, STANDARDS, LEVELS = "Văn bản", "Nhóm tiêu chí", "Tiêu chuẩn", "Mức và điểm"
FACTS = (
    *("rule_set", "basis", "source", "title_vi", "title_en", "address", "read_on", "confidence"),
    *("total", "required", "importer", "decision", "date"),
)
COLUMNS = {
    DOCUMENT: ("item", "value"),
    GROUPS: ("code", "title_vi", "title_en", "classes", "most", "required", "standards"),
    STANDARDS: (
        *("code", "group", "subgroup", "title_vi", "title_en", "unit", "kind", "words", "least", "most"),
    ),
    LEVELS: (
        *("class", "standard", "town_kind", "level_least", "level_most", "points_least", "points_most"),
    ),
}
UNIT_GROUPS, UNIT_LEVELS, UNIT_PASSES = "Nhóm bảng 2B", "Bảng 2B", "Điều kiện bảng 2B"
UNIT_COLUMNS = {
    UNIT_GROUPS: ("code", "title_vi", "title_en", "most"),
    UNIT_LEVELS: (
        *("class", "group", "code", "title_vi", "title_en", "unit", "kind", "words", "least", "most"),
        *("level_least", "level_most", "points_least", "points_most"),
    ),
    UNIT_PASSES: ("class", "measure", "section", "required", "units", "title_vi", "title_en"),
}
"""Sheets of Table 2B, which may be left out."""
OPTIONAL = {"address", "required", "subgroup", "words", "least", "most", "town_kind", "standards", "title_en"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a sheet: plain text by column, and the name of each cell."""

    cells: Mapping[str, str]
    places: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Annex:
    """The annex as read: facts of the document, the rows of the three tables, and those of Table 2B."""

    facts: dict[str, Entry] = field(default_factory=dict)
    groups: list[Entry] = field(default_factory=list)
    standards: list[Entry] = field(default_factory=list)
    levels: list[Entry] = field(default_factory=list)
    unit_groups: list[Entry] = field(default_factory=list)
    unit_levels: list[Entry] = field(default_factory=list)
    unit_passes: list[Entry] = field(default_factory=list)

    def fact(self, name: str) -> str:
        """One fact of the document."""
        entry = self.facts.get(name)
        return "" if entry is None else entry["value"]


def read_rows(
    file: str,
    sheet: str,
    rows: Iterator[tuple[int, tuple[Any, ...]]],
    columns: Sequence[str],
    faults: list[Fault],
) -> Iterator[Entry]:
    """Rows of a sheet under its heading; what is wrong with it is added to ``faults``."""
    places: dict[int, str] = {}
    for line, row in rows:
        if not places:
            places = {at: str(cell).strip() for at, cell in enumerate(row) if cell in columns}
            lacking = [name for name in columns if name not in places.values()]
            if lacking:
                faults.append(
                    fault(
                        f"{file}, trang «{sheet}», dòng {line}", "annex.no-column",
                        f"Thiếu cột «{lacking[0]}»", f"The column “{lacking[0]}” is missing",
                    )
                )  # fmt: skip
                return
            continue
        named = {
            name: f"{file}, trang «{sheet}», ô {get_column_letter(at + 1)}{line}"
            for at, name in places.items()
        }
        cells = {name: _cell(row[at]) if at < len(row) else "" for at, name in places.items()}
        for name, cell in ((places[at], row[at]) for at in places if at < len(row)):
            if isinstance(cell, Formula):
                faults.append(
                    fault(
                        named[name],
                        "annex.formula",
                        "Ô là công thức chưa có kết quả",
                        "A formula without a result",
                    )
                )
        if any(cells.values()):
            yield Entry(cells, named)


def _cell(value: Any) -> str:
    if value is None or isinstance(value, Formula):
        return ""
    if hasattr(value, "date") and callable(value.date):
        return str(value.date().isoformat())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{exact(value).normalize():f}".replace(".", ",")
    return clean(str(value))


def number(text: str) -> Decimal | None:
    """A number as people write it (``0,75``, ``25.000``) or as a data file does (``0.75``)."""
    if not _GROUPED.fullmatch(text):
        try:
            found = Decimal(text)
        except InvalidOperation:
            pass
        else:
            return found if found.is_finite() else None
    try:
        return parse_number(text)
    except DothiError:
        return None


def number_text(text: str) -> str:
    """A number as data files write it."""
    found = number(text)
    return "" if found is None else f"{found:f}"


def level_number(standard: Entry, cell: str) -> Decimal | None:
    """A level as a number: its place among the words, or the number itself."""
    words = [word.strip() for word in standard["words"].split("|") if word.strip()]
    if cell in words:
        place = Decimal(words.index(cell))
        return place if standard["kind"] == "words" else place / 2
    return None if standard["kind"] == "words" else number(cell)


def fault(where: str, code: str, vi: str, en: str) -> Fault:
    """A fault of a cell, mended by looking at the document."""
    return Fault(
        code, vi, en, where, "Đối chiếu với văn bản rồi sửa", "Compare with the document and mend it"
    )


def level_faults(row: Entry, standard: Entry) -> Iterator[Fault]:
    """What is wrong with the levels and points of one row of the levels of ``standard``."""
    low, high = (level_number(standard, row[column]) for column in ("level_least", "level_most"))
    for column, value in (("level_least", low), ("level_most", high)):
        if value is None:
            yield fault(
                row.places[column],
                "annex.level",
                f"Mức «{row[column][:40]}» không phải là số hay từ của {standard['code']}",
                f"The level “{row[column][:40]}” is no number or word of {standard['code']}",
            )
    if low is not None and high is not None and low > high:
        yield fault(
            row.places["level_least"],
            "annex.levels-cross",
            f"Mức tối thiểu {row['level_least']} cao hơn mức tối đa {row['level_most']}",
            f"The minimum level {row['level_least']} is above the maximum {row['level_most']}",
        )
    least, most = number(row["points_least"]), number(row["points_most"])
    if least is None or most is None or not 0 < least <= most:
        yield fault(
            row.places["points_least"],
            "annex.points-cross",
            f"Điểm «{row['points_least']}» và «{row['points_most']}» phải là số, lớn hơn 0 và tăng",
            f"Points “{row['points_least']}” and “{row['points_most']}” must be numbers above 0 and rise",
        )
