"""Reading the sheet of values, row by row, into entries and findings.

Nothing is guessed: a cell is either understood or named, with sheet, row, column, what stands there and
what to do. Rows are independent, so one report tells of everything that is wrong in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from openpyxl.utils.cell import column_index_from_string, range_boundaries

from dothi.base.errors import Fault
from dothi.base.workbooks import Book, Sheet
from dothi.registry.observations.checks import (
    Entry,
    Finding,
    check_days,
    check_place,
    check_unit,
    check_value,
    missing_source,
    unknown_indicator,
    unknown_place,
)
from dothi.registry.observations.headings import chosen_sheet, heading_of, hidden_left_out
from dothi.registry.observations.reading import (
    SHOWN,
    first_day,
    is_blank,
    key_of,
    last_day,
    read_value,
    shown_of,
    taken,
    text_of,
)
from dothi.registry.observations.where import PlaceIndex

EXAMPLE = "VÍ DỤ"


@dataclass(slots=True)
class Row:
    """One row of the sheet: what stood there, what it became, and what there is to say about it."""

    number: int
    cells: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    entry: Entry | None = None

    @property
    def refused(self) -> bool:
        """Whether something must be mended before the row can be written."""
        return any(finding.refuses for finding in self.findings)


@dataclass(slots=True)
class Report:
    """All rows of a workbook, and remarks about the workbook itself."""

    name: str
    sheet: str
    letters: dict[str, str]
    rows: list[Row] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    examples: int = 0

    @property
    def refused(self) -> list[Row]:
        """Rows that must be mended."""
        return [row for row in self.rows if row.refused]

    @property
    def warned(self) -> list[Row]:
        """Rows that can be written and carry a warning."""
        return [row for row in self.rows if row.findings and not row.refused]

    @property
    def acceptable(self) -> bool:
        """Whether all rows, at least one, can be written."""
        return bool(self.rows) and not any(row.refused for row in self.rows)

    def entries(self) -> list[Entry]:
        """The entries of an acceptable report."""
        return [row.entry for row in self.rows if row.entry is not None]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What rows are compared with: indicators, places, sources by what people call them, and today."""

    indicators: Mapping[str, Any]
    places: PlaceIndex
    sources: Mapping[str, list[int]]
    today: date
    epoch: datetime = datetime(1899, 12, 30)  # noqa: DTZ001 (a day count, no moment)


def read_report(book: Book, known: Knowledge) -> Report:
    """Read the workbook; raise :class:`UnusableError` where there is no sheet of values to speak of."""
    sheets = book.sheets()
    sheet = chosen_sheet(book.name, sheets)
    rows = iter(sheet.rows)
    head, letters, remarks = heading_of(book.name, sheet, rows)
    report = Report(book.name, sheet.name, letters, remarks=remarks)
    hidden = [other.name for other in sheets if other.hidden]
    if hidden:
        report.remarks.append(hidden_left_out(book.name, hidden))
    reader = RowReader(sheet.name, letters, replace(known, epoch=book.epoch), _merged_rows(sheet, head))
    for number, values in rows:
        cells = {name: _value_at(values, letter) for name, letter in letters.items()}
        if all(is_blank(value) for value in cells.values()):
            continue
        if key_of(shown_of(cells.get("note"))).startswith(key_of(EXAMPLE)):
            report.examples += 1
            continue
        report.rows.append(reader.read(number, cells))
    return report


class RowReader:
    """Turns rows into entries, remembering what earlier rows said so that repetitions are found."""

    def __init__(
        self, sheet: str, letters: Mapping[str, str], known: Knowledge, merged: Mapping[int, str]
    ) -> None:
        self._sheet = sheet
        self._letters = letters
        self._known = known
        self._merged = merged
        self._seen: dict[tuple[Any, ...], int] = {}
        self._codes = {key_of(row.title_vi): code for code, row in known.indicators.items()}

    def read(self, number: int, cells: Mapping[str, Any]) -> Row:
        """One row, with every finding naming sheet, row, column and value."""
        row = Row(number, {name: shown_of(value) for name, value in cells.items()})
        found: list[Finding] = []
        if number in self._merged:
            found.append(_merged_cell(self._merged[number]))
        entry = self._entry(cells, found)
        if entry is not None:
            found += self._repeated(entry, number)
        row.findings = [finding.at(self._where(number, finding.field, row.cells)) for finding in found]
        row.entry = None if row.refused else entry
        return row

    def _entry(self, cells: Mapping[str, Any], found: list[Finding]) -> Entry | None:
        day = taken(found, "first_day", first_day, cells.get("first_day"), self._known.epoch)
        last = self._last_day(cells, day, found)
        value = taken(found, "value", read_value, cells.get("value"))
        indicator = self._indicator(cells, found)
        place = self._place(cells, last or day, found)
        source = self._source(cells, found)
        found += self._checks(indicator, place, value, (day, last), text_of(cells.get("unit")))
        if None in (day, last, value, indicator, place, source):
            return None
        return Entry(
            indicator,
            place,
            value,
            text_of(cells.get("unit")),
            day,
            last,
            source,
            text_of(cells.get("source_place"))[:200],
            text_of(cells.get("note")),
        )

    def _last_day(self, cells: Mapping[str, Any], first: date | None, found: list[Finding]) -> Any:
        """The last day; where its cell is empty it follows from the first, whose faults are named once."""
        if first is None and is_blank(cells.get("last_day")):
            return None
        given = cells.get("last_day"), cells.get("first_day")
        return taken(found, "last_day", last_day, *given, self._known.epoch)

    def _checks(self, code: Any, place: Any, value: Any, days: tuple[Any, Any], unit: str) -> list[Finding]:
        """Everything that can be said of what was understood, whatever else of the row was not."""
        found: list[Finding] = []
        first, last = days
        if code is not None:
            indicator = self._known.indicators[code]
            found += check_value(indicator, value) if value is not None else []
            found += check_unit(indicator, unit)
        if first is not None and last is not None:
            found += check_place(place, first, last, self._known.places) if place is not None else []
            found += check_days(first, last, self._known.today)
        return found

    def _indicator(self, cells: Mapping[str, Any], found: list[Finding]) -> Any:
        text = text_of(cells.get("indicator"))
        code = text if text in self._known.indicators else self._codes.get(key_of(text))
        if code is None:
            found.append(unknown_indicator(text, self._known.indicators))
        return code

    def _place(self, cells: Mapping[str, Any], day: date | None, found: list[Finding]) -> Any:
        text, name = text_of(cells.get("place_key")), text_of(cells.get("place_name"))
        places = self._known.places
        if text in places:
            if name and not places.bears(text, name):
                found.append(_other_name(text, name, places.name(text, day)))
                return None
            return text
        named = places.named(text or name, day)
        if len(named) == 1:
            return named[0]
        found.append(unknown_place(text or name, places, day, name))
        return None

    def _source(self, cells: Mapping[str, Any], found: list[Finding]) -> Any:
        text = text_of(cells.get("source"))
        if not text:
            found.append(missing_source())
            return None
        matches = self._known.sources.get(key_of(text), [])
        if len(matches) == 1:
            return matches[0]
        found.append(_unknown_source(text, several=bool(matches)))
        return None

    def _repeated(self, entry: Entry, number: int) -> list[Finding]:
        key = (entry.indicator, entry.place_key, entry.first_day, entry.last_day, entry.source_id)
        first = self._seen.setdefault(key, number)
        if first == number:
            return []
        return [
            Finding(
                "value",
                Fault(
                    "import.repeated_row",
                    f"lặp lại dòng {first}: cùng chỉ tiêu, địa điểm, thời kỳ và nguồn",
                    f"repeats row {first}: same indicator, place, period and source",
                    "",
                    "Giữ lại một dòng",
                    "Keep one of them",
                ),
            )
        ]

    def _where(self, number: int, name: str, cells: Mapping[str, str]) -> str:
        letter = self._letters.get(name)
        if letter is None:
            return f"trang «{self._sheet}», dòng {number}"
        value = cells.get(name, "")
        shown = f" «{value}»" if value else " (trống)"
        return f"trang «{self._sheet}», dòng {number}, cột {letter}{shown}"


def _merged_rows(sheet: Sheet, head: int) -> dict[int, str]:
    """Rows below the heading that a merged range touches."""
    rows: dict[int, str] = {}
    for text in sheet.merged:
        bounds = range_boundaries(text)
        low, high = int(bounds[1] or 0), int(bounds[3] or 0)
        for number in range(max(low, head + 1), min(high, head + 200_000) + 1):
            rows.setdefault(number, text)
    return rows


def _merged_cell(text: str) -> Finding:
    return Finding(
        "",
        Fault(
            "import.merged",
            f"vùng ô {text} bị gộp nên không biết giá trị thuộc dòng nào",
            f"the cells {text} are merged, so it is not clear which row a value belongs to",
            "",
            "Bỏ gộp ô và điền từng dòng",
            "Unmerge them and fill in each row",
        ),
    )


def _other_name(key: str, given: str, known: str) -> Finding:
    return Finding(
        "place_name",
        Fault(
            "import.other_name",
            f"mã {key} là «{known}», không phải «{given[:SHOWN]}»",
            f"{key} is “{known}”, not “{given[:SHOWN]}”",
            "",
            "Sửa mã hoặc tên cho khớp",
            "Mend the key or the name",
        ),
    )


def _unknown_source(text: str, *, several: bool) -> Finding:
    vi, en = (
        ("nhiều nguồn cùng tên", "several sources are called") if several else ("không có nguồn", "no source")
    )
    return Finding(
        "source",
        Fault(
            "import.unknown_source",
            f"{vi} «{text[:SHOWN]}»",
            f"{en} “{text[:SHOWN]}”",
            "",
            "Ghi mã nguồn theo trang «Danh mục», hoặc thêm nguồn mới trước khi nhập",
            "Give the source's key from the sheet “Danh mục”, or add the source first",
        ),
    )


def _value_at(values: tuple[Any, ...], letter: str) -> Any:
    position = column_index_from_string(letter)
    return values[position - 1] if position <= len(values) else None
