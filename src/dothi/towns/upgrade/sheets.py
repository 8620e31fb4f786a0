"""The tables of a plan: named sheets of a workbook, or CSV files of a folder, each cell with its name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from dothi.base.errors import UnusableError
from dothi.base.text import fold
from dothi.base.workbooks import Book, Formula
from dothi.towns.sheets import LARGEST, Line
from dothi.towns.upgrade.checking import fault

YEAR = re.compile(r"(?:nam )?((?:19|20)[0-9]{2})")
COST = re.compile(r"(?:cost|chi phi nam|chi phi)[ _]?([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Form:
    """One table: its file, its sheet, its columns with the names they go by, and those that must be there.

    ``many`` is a pattern of further columns, named ``0``, ``1`` … by the number in their heading.
    """

    file: str
    sheet: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    many: re.Pattern[str] | None = None


TOWN = ("town", "do thi", "ten do thi")
PROJECTS = Form(
    "projects.csv",
    "Dự án",
    {
        "project": ("project", "ma du an", "ma"),
        "title": ("title", "ten du an", "du an"),
        "town": TOWN,
        "duration": ("duration", "thoi gian nam", "thoi gian", "so nam"),
        "earliest": ("earliest", "som nhat", "nam som nhat"),
        "sources": ("sources", "nguon von"),
        "needs": ("needs", "can truoc"),
        "excludes": ("excludes", "loai tru"),
        "document": ("document", "van ban"),
    },
    ("project", "town", "duration", "sources"),
    COST,
)
EFFECTS = Form(
    "effects.csv",
    "Tác động",
    {
        "project": ("project", "ma du an", "ma"),
        "standard": ("standard", "tieu chuan", "ma tieu chuan"),
        "change": ("change", "thay doi", "muc thay doi"),
        "town": TOWN,
    },
    ("project", "standard", "change"),
)
BUDGETS = Form(
    "budgets.csv",
    "Ngân sách",
    {"source": ("source", "nguon", "nguon von"), "town": TOWN, "document": ("document", "van ban")},
    ("source",),
    YEAR,
)
GOALS = Form(
    "goals.csv",
    "Mục tiêu",
    {"town": TOWN, "class": ("class", "loai", "loai do thi"), "by": ("by", "nam", "den nam")},
    ("town",),
)
VALUES = "values.csv"


def read_form(path: Path, form: Form) -> list[Line]:
    """Rows of one table; empty where the workbook or folder has no such table.

    Raises :class:`UnusableError` for a file that cannot be read or lacks a column.
    """
    if path.is_dir():
        file = path / form.file
        return list(_text_lines(file, form)) if file.is_file() else []
    return list(_sheet_lines(path, form))


def _sheet_lines(path: Path, form: Form) -> Iterator[Line]:
    with Book(path.name, path.read_bytes()) as book:
        for sheet in book.sheets():
            if fold(sheet.name) not in {fold(form.sheet), fold(form.file.removesuffix(".csv"))}:
                continue
            columns: dict[int, str] = {}
            for number, row in sheet.rows:
                where = f"{path.name}, trang «{sheet.name}»"
                if not columns:
                    columns = _heading(row, form, where)
                    continue
                places = {
                    name: f"{where}, ô {get_column_letter(place + 1)}{number}"
                    for place, name in columns.items()
                }
                yield _line(row, columns, places, f"{where}, dòng {number}")


def _text_lines(file: Path, form: Form) -> Iterator[Line]:
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig") if len(content) <= LARGEST else None
    except UnicodeDecodeError:
        text = None
    if text is None or "\0" in text:
        raise UnusableError(
            fault(
                "not-text",
                file.name,
                "Tệp không phải là văn bản UTF-8, hoặc quá lớn",
                "The file is no UTF-8 text, or too large",
                ("Lưu bảng dưới dạng CSV UTF-8", "Save the table as UTF-8 CSV"),
            )
        )
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: dict[int, str] = {}
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        where = f"{file.name}, dòng {reader.line_num}"
        if not columns:
            columns = _heading(row, form, file.name)
            continue
        places = {name: f"{where}, cột «{name}»" for name in columns.values()}
        yield _line(row, columns, places, where)


def _line(row: Sequence[Any], columns: Mapping[int, str], places: dict[str, str], where: str) -> Line:
    cells = {name: row[place] for place, name in columns.items() if place < len(row)}
    for name, value in cells.items():
        if isinstance(value, Formula):
            raise UnusableError(
                fault(
                    "formula",
                    places[name],
                    "Ô là công thức chưa có kết quả",
                    "The cell is a formula without a result",
                )
            )
    return Line(where, cells, places)


def _heading(row: Sequence[Any], form: Form, where: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, cell in enumerate(row):
        name = fold(str(cell)) if cell is not None else ""
        for column, names in form.columns.items():
            if name in names and column not in found.values():
                found[place] = column
        if place not in found and form.many and (match := form.many.fullmatch(name)):
            found[place] = str(int(match[1]))
    lacking = [name for name in form.needed if name not in found.values()]
    if lacking:
        listed = ", ".join(f"{name} ({form.columns[name][-1]})" for name in lacking)
        raise UnusableError(
            fault(
                "no-column",
                where,
                f"Bảng «{form.sheet}» thiếu cột: {listed}",
                f"The table “{form.file}” lacks columns: {listed}",
                ("Tải tệp mẫu bằng dothi town plan-template", "Get the template: dothi town plan-template"),
            )
        )
    return found
