"""The system of towns as a workbook: one sheet for each table, its headings and words in Vietnamese."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from dothi.base.dates import format_date
from dothi.intake.writing import neutral
from dothi.law import Law
from dothi.law.rows import Confidence
from dothi.law.tables.rule_sets import RuleSet
from dothi.towns.candidates import Candidate
from dothi.towns.system_more import KINDS, candidate_data
from dothi.towns.system_tables import NO_DOCUMENT, PART_TITLES, STANDINGS, System, system_data

Rows = Iterable[Mapping[str, Any]]
HEADINGS = {
    "part": ("Thuộc", 30),
    "standing": ("Tình trạng", 18),
    "title": ("Loại đô thị", 22),
    "rule_set": ("Bộ quy định", 22),
    "derived": ("Suy ra theo quy định chuyển tiếp", 20),
    "count": ("Số đô thị", 12),
    "document": ("Văn bản", 60),
    "issued": ("Ngày văn bản", 14),
    "kind": ("Loại số liệu", 22),
    "when": ("Thời điểm", 14),
    "rate": ("Tỷ lệ đô thị hóa (%)", 14),
    "confidence": ("Mức tin cậy", 18),
    "note": ("Ghi chú", 40),
    "whole": ("Nêu đủ tên", 12),
    "named": ("Đô thị được nêu", 60),
    "recognised": ("Đã công nhận", 60),
    "perhaps": ("Có thể đã công nhận", 40),
    "not_recognised": ("Chưa công nhận", 60),
    "recognised_not_named": ("Đã công nhận mà không nêu", 60),
    "town": ("Đô thị", 26),
    "class": ("Loại hướng tới", 14),
    "reached": ("Đạt", 24),
    "first_day": ("Từ ngày", 13),
    "last_day": ("Đến ngày", 13),
    "urban": ("Dân số thành thị", 16),
    "total": ("Tổng dân số", 16),
    "source_title": ("Nguồn", 60),
    "since": ("Từ", 13),
    "since_title": ("Nguồn của mốc đầu", 60),
    "until": ("Đến", 13),
    "points_least": ("Điểm % mỗi năm, ít nhất", 16),
    "points_most": ("Điểm % mỗi năm, nhiều nhất", 16),
    "people": ("Người mỗi năm", 16),
    "name": ("Ứng viên", 30),
    "documents": ("Văn bản nêu", 60),
    "below": ("Dưới mức tối thiểu", 40),
    "met": ("Đạt mức tối thiểu", 40),
    "open": ("Chưa rõ", 40),
    "unknown": ("Chưa có số liệu", 60),
    "points": ("Điểm, từ ít nhất đến nhiều nhất", 22),
    "item": ("Mục", 26),
    "value": ("Giá trị", 90),
}
_RUNG = ("standing", "title", "rule_set", "derived", "count")
_PACE = ("since", "since_title", "until", "rate", "source_title", "points_least", "points_most", "people")
_DOCUMENTS = ("document", "issued", "kind", "when", "count", "rate", "rule_set", "confidence", "note")
_LISTS = ("document", "when", "count", "whole", "named", "recognised", "perhaps", "not_recognised",
          "recognised_not_named")  # fmt: skip
_AIMS = ("town", "class", "rule_set", "when", "reached", "document")
_OBSERVED = ("first_day", "last_day", "rate", "urban", "total", "source_title", "confidence")
_CANDIDATES = ("name", "kind", "documents", "title", "points", "met", "below", "open", "unknown", "note")
_REACHED = {"yes": "đạt", "no": "chưa đạt", "unknown": "chưa rõ"}


def write_system(
    law: Law, system: System, path: Path | IO[bytes], candidates: Sequence[Candidate] = ()
) -> None:
    """Write every table of the system, and the candidates where they are given."""
    data = system_data(law, system)
    documents = {row.key: row.document for row in system.said}
    lists = [{**row, "document": documents[row["list"]]} for row in data["lists"]]
    sheets: list[tuple[str, Sequence[str], Rows]] = [
        ("Loại đô thị", _RUNG, data["ladder"]),
        *(
            (titles[0], ("part", *_RUNG), _parted(data["parts"][part]))
            for part, titles in PART_TITLES.items()
        ),
        ("Văn bản", _DOCUMENTS, data["documents"]),
        ("Danh sách", _LISTS, lists),
        ("Loại hướng tới", _AIMS, [_aimed(row) for row in data["aims"]]),
        ("Tỷ lệ đô thị hóa", _OBSERVED, data["observed"]),
        ("Nhịp cần đạt", _PACE, data["needed"]),
        ("Nhịp đã qua", _PACE, data["past"]),
        *([("Ứng viên", _CANDIDATES, [_candidate(one) for one in candidates])] if candidates else []),
        ("Cơ sở", ("item", "value"), _basis(system.day, law)),
    ]
    book = Workbook()
    book.remove(book.active)
    words = _words(law)
    for name, columns, rows in sheets:
        _write(book.create_sheet(name), columns, rows, words)
    book.save(path)


def _write(sheet: Any, columns: Sequence[str], rows: Rows, words: Callable[[str, Any], Any]) -> None:
    sheet.append([HEADINGS[name][0] for name in columns])
    for place, name in enumerate(columns, start=1):
        cell = sheet.cell(1, place)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E7ECEF")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = HEADINGS[name][1]
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([neutral(words(name, row[name])) for name in columns])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _words(law: Law) -> Callable[[str, Any], Any]:
    """What a cell of a column says in Vietnamese."""
    rules = {row.code: row.short_vi for row in law.of(RuleSet).every_row}
    tables: dict[str, dict[Any, str]] = {
        "standing": {code: pair[0] for code, pair in STANDINGS.items()},
        "rule_set": {**rules, "": "văn bản không nêu"},
        "derived": {True: "có", False: ""},
        "whole": {True: "có", False: "không"},
        "kind": {
            "observed": "đã quan sát",
            "target": "mục tiêu",
            **{code: pair[0] for code, pair in KINDS.items()},
        },
        "confidence": {item.value: item.title("vi") for item in Confidence},
    }

    def write(column: str, value: Any) -> Any:
        if isinstance(value, list):
            return ", ".join(value)
        if column in {"issued", "first_day", "last_day", "since", "until"} and value:
            return format_date(date.fromisoformat(value))
        if value is None:
            return "chưa biết" if column in {"recognised_not_named", "people", "count", "rate"} else ""
        return tables.get(column, {}).get(value, value)

    return write


def _parted(rows: Rows) -> Rows:
    return [{**row, "part": row["part"] or NO_DOCUMENT[0]} for row in rows]


def _aimed(row: Mapping[str, Any]) -> dict[str, Any]:
    reached = _REACHED[row["reached"]]
    return {**row, "reached": reached if row["comparable"] else "không so sánh được"}


def _candidate(one: Candidate) -> dict[str, Any]:
    data = candidate_data(one)
    total = data["total"]
    return {
        **data,
        "title": data["class"],
        "points": f"{total['min']:g} - {total['max']:g}".replace(".", ","),
    }


def _basis(day: date, law: Law) -> Rows:
    return [
        {"item": "Tính đến ngày", "value": format_date(day)},
        {"item": "Bản các bảng pháp lý", "value": law.version},
        {"item": "Loại đô thị", "value": "Loại của hai bộ quy định khác nhau không so sánh, không cộng."},
        {"item": "Ứng viên", "value": "Chưa có số liệu không phải là không đạt."},
    ]
