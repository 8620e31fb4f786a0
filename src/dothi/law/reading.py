"""One CSV file becomes rows of one table, or faults naming file and line."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from dothi.base.errors import Fault, InputError
from dothi.base.text import clean
from dothi.base.time import Bound, Period
from dothi.law.columns import Column, read_day
from dothi.law.rows import Confidence, LawRow, Layer, place

LARGEST = 5_000_000
"""Bytes a table may have; a larger file is not one of these tables."""

BOUNDS = ("starts_earliest", "starts_latest", "ends_earliest", "ends_latest")
COMMON = ("code", "title_vi", "title_en", "basis", "source", "confidence", *BOUNDS)
OPTIONAL = ("note", "replaces")
_TEXTS = ("code", "title_vi", "title_en", "basis", "source")
NEVER = "never"
_FILL_IN = ("Điền ô này", "Fill in this cell")
_MISSING = {
    "code": ("law.no-code", "Thiếu mã", "The code is missing"),
    "title_vi": (
        "law.no-title",
        "Thiếu tên tiếng Việt (title_vi)",
        "The Vietnamese title (title_vi) is missing",
    ),
    "title_en": ("law.no-title", "Thiếu tên tiếng Anh (title_en)", "The English title (title_en) is missing"),
    "basis": ("law.no-basis", "Thiếu căn cứ pháp lý (basis)", "The legal basis (basis) is missing"),
    "source": ("law.no-source", "Thiếu nguồn (source)", "The source (source) is missing"),
    "confidence": ("law.bad-confidence", "Thiếu độ tin cậy (confidence)", "The confidence is missing"),
}


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one file."""

    rows: tuple[LawRow, ...]
    faults: tuple[Fault, ...]


def own_columns(kind: type[LawRow]) -> dict[str, Column]:
    """Columns that ``kind`` adds to the common ones, in order."""
    return {f.name: f.metadata["column"] for f in dataclasses.fields(kind) if "column" in f.metadata}


def required_columns(kind: type[LawRow]) -> tuple[str, ...]:
    """Columns a file of ``kind`` must have, in the order the package writes them."""
    head, tail = COMMON[:3], COMMON[3:]
    return (*head, *own_columns(kind), *tail)


def read_table(path: Path, kind: type[LawRow], layer: Layer) -> Read:
    """Read ``path`` as a table of ``kind``; every fault of the file is collected, not only the first."""
    try:
        records = list(_records(path))
        _check_header(path, records[0][1] if records else [], kind)
    except InputError as error:
        return Read((), error.faults)
    header = [name.strip() for name in records[0][1]]
    rows: list[LawRow] = []
    faults: list[Fault] = []
    for line, cells in records[1:]:
        try:
            rows.append(_row(kind, layer, line, _cells(header, cells)))
        except InputError as error:
            faults += [dataclasses.replace(fault, where=place(path, line)) for fault in error.faults]
    return Read(tuple(rows), tuple(faults))


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of every record that is not blank."""
    if path.stat().st_size > LARGEST:
        raise InputError(_file_fault(path, "law.too-large", "Tệp quá lớn", "The file is too large"))
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        vi, en = "Tệp không phải là văn bản UTF-8", "The file is not UTF-8 text"
        raise InputError(_file_fault(path, "law.not-text", vi, en)) from error
    if "\0" in content:
        raise InputError(
            _file_fault(path, "law.not-text", "Tệp không phải là văn bản", "The file is not text")
        )
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        vi, en = f"Không đọc được dòng CSV ({error})", f"The CSV line cannot be read ({error})"
        raise InputError(_file_fault(path, "law.bad-csv", vi, en, reader.line_num)) from error


def _check_header(path: Path, header: list[str], kind: type[LawRow]) -> None:
    given = [name.strip() for name in header]
    needed = required_columns(kind)
    faults = []
    for name in needed:
        if name not in given:
            vi, en = f"Thiếu cột «{name}»", f"The column “{name}” is missing"
            faults.append(_file_fault(path, "law.missing-column", vi, en, 1))
    for name in dict.fromkeys(given):
        if name not in (*needed, *OPTIONAL):
            vi, en = (
                f"Cột «{name[:60]}» không thuộc bảng này",
                f"The column “{name[:60]}” is not of this table",
            )
            faults.append(_file_fault(path, "law.unknown-column", vi, en, 1))
        elif given.count(name) > 1:
            vi, en = f"Cột «{name}» có hai lần", f"The column “{name}” stands twice"
            faults.append(_file_fault(path, "law.unknown-column", vi, en, 1))
    if faults:
        columns = ", ".join(needed)
        remedy = {"remedy_vi": f"Các cột cần có: {columns}", "remedy_en": f"Columns needed: {columns}"}
        raise InputError(*(dataclasses.replace(fault, **remedy) for fault in faults))


def _cells(header: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) != len(header):
        vi = f"Dòng có {len(cells)} ô, tiêu đề có {len(header)} cột"
        en = f"The line has {len(cells)} cells, the header {len(header)} columns"
        raise InputError(
            Fault(
                "law.ragged-line",
                vi,
                en,
                remedy_vi="Đặt trong ngoặc kép ô nào có dấu phẩy",
                remedy_en="Put cells that hold commas in quotes",
            )
        )
    return {name: clean(cell) for name, cell in zip(header, cells, strict=True)}


def _row(kind: type[LawRow], layer: Layer, line: int, cells: dict[str, str]) -> LawRow:
    faults = [*_missing(kind, cells), *_misplaced(kind, layer, cells)]
    values: dict[str, Any] = {name: cells.get(name, "") for name in (*_TEXTS, *OPTIONAL)}
    readers: dict[str, Callable[[], Any]] = {"period": lambda: _period(cells)}
    if cells["confidence"]:
        readers["confidence"] = lambda: _confidence(cells["confidence"])
    for name, column in own_columns(kind).items():
        if cells[name] or not column.required:
            readers[name] = partial(column.read, cells[name])
    for name, read in readers.items():
        try:
            values[name] = read()
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(*faults)
    return kind(**values, version=_version(kind, cells), layer=layer, line=line)


def _misplaced(kind: type[LawRow], layer: Layer, cells: dict[str, str]) -> Iterator[Fault]:
    code = cells["code"]
    if code and not kind.code_pattern.fullmatch(code):
        vi, en = (
            f"Mã «{code}» có ký tự không dùng được",
            f"The code “{code}” holds characters a code cannot have",
        )
        remedy = ("Dùng chữ không dấu, số, dấu chấm, gạch nối", "Use plain letters, digits, dots and hyphens")
        yield _cell_fault("law.bad-code", vi, en, remedy)
    if layer.shipped and cells.get("replaces"):
        vi, en = (
            "Chỉ lớp của thư mục làm việc được thay dòng khác",
            "Only a workspace overlay may replace rows",
        )
        remedy = ("Bỏ trống cột replaces", "Leave the column replaces empty")
        yield _cell_fault("law.replaces-in-package", vi, en, remedy)


def _missing(kind: type[LawRow], cells: dict[str, str]) -> Iterator[Fault]:
    for name, (code, vi, en) in _MISSING.items():
        if not cells[name]:
            yield _cell_fault(code, vi, en, _FILL_IN)
    for name, column in own_columns(kind).items():
        if column.required and not cells[name]:
            yield _cell_fault("law.no-value", f"Thiếu «{name}»", f"“{name}” is missing", _FILL_IN)
    for name, cell in cells.items():
        if cell.strip("[]") == "?":
            vi, en = f"«{name}» là dấu hỏi, không phải giá trị", f"“{name}” is a question mark, not a value"
            remedy = ("Bỏ dòng này cho đến khi có nguồn", "Leave the row out until there is a source")
            yield _cell_fault("law.question-mark", vi, en, remedy)


def _confidence(cell: str) -> Confidence:
    try:
        return Confidence(cell)
    except ValueError:
        listed = ", ".join(item.value for item in Confidence)
        vi, en = f"Độ tin cậy «{cell}» không thuộc: {listed}", f"The confidence “{cell}” is none of: {listed}"
        raise InputError(_cell_fault("law.bad-confidence", vi, en, _FILL_IN)) from None


def _period(cells: dict[str, str]) -> Period:
    values: dict[str, date | None] = {}
    for name in BOUNDS:
        cell = cells[name]
        if cell == NEVER and name.startswith("ends"):
            values[name] = date.max
        else:
            values[name] = read_day(cell) if cell else None
    try:
        return Period(
            Bound(values["starts_earliest"], values["starts_latest"]),
            Bound(values["ends_earliest"], values["ends_latest"]),
        )
    except ValueError as error:
        vi, en = (
            "Thời hạn trong bốn cột ngày mâu thuẫn",
            "The period in the four date columns contradicts itself",
        )
        remedy = (
            "Ngày bắt đầu phải trước ngày hết hạn, «earliest» không sau «latest»",
            "The start must come before the end, and “earliest” not after “latest”",
        )
        raise InputError(_cell_fault("law.bad-period", vi, en, remedy)) from error


def _version(kind: type[LawRow], cells: dict[str, str]) -> str:
    names = sorted((*required_columns(kind), "note"))
    content = "\x1f".join(f"{name}={cells.get(name, '')}" for name in names)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _cell_fault(code: str, vi: str, en: str, remedy: tuple[str, str]) -> Fault:
    return Fault(code, vi, en, remedy_vi=remedy[0], remedy_en=remedy[1])


def _file_fault(path: Path, code: str, vi: str, en: str, line: int | None = None) -> Fault:
    return Fault(
        code,
        vi,
        en,
        where=place(path, line),
        remedy_vi="Lưu bảng dưới dạng CSV UTF-8, dấu phẩy ngăn ô, dòng đầu là tên cột",
        remedy_en="Save the table as UTF-8 CSV, cells separated by commas, column names in the first line",
    )
