"""Rows of a table in CSV or xlsx, each cell with its name for messages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from dothi.base.errors import Fault, UnusableError
from dothi.base.text import clean, fold
from dothi.base.workbooks import Book, Formula

LARGEST = 5_000_000
COLUMNS = {
    "town": ("town", "do thi", "ten do thi"),
    "standard": ("standard", "tieu chuan", "ma tieu chuan", "ma"),
    "value": ("value", "gia tri"),
    "unit": ("unit", "don vi", "don vi do"),
    "source": ("source", "nguon", "van ban", "nguon so lieu"),
    "date": ("date", "ngay", "ngay so lieu"),
    "commune": ("commune", "don vi cap xa", "xa phuong", "xa, phuong"),
}
NEEDED = ("town", "standard", "value")


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its cells by column, and how to name each of them."""

    where: str
    cells: dict[str, Any]
    places: dict[str, str]

    def at(self, column: str) -> str:
        """Name a cell."""
        return self.places.get(column, self.where)

    def text(self, column: str) -> str:
        """The text of a cell."""
        value = self.cells.get(column)
        return "" if value is None else clean(str(value))


def read_lines(path: Path) -> Iterator[Line]:
    """Rows of a CSV file or of the first sheet of a workbook.

    Raises :class:`UnusableError` for a file that is not there, is too large, or lacks a column.
    """
    if not path.is_file():
        raise UnusableError(
            fault(
                str(path),
                "town.no-file",
                "Không có tệp này",
                "There is no such file",
                ("Chỉ đúng tệp CSV hoặc xlsx", "Name the CSV or xlsx file"),
            )
        )
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xls"}:
        yield from _sheet_lines(path)
    else:
        yield from _text_lines(path)


def _sheet_lines(path: Path) -> Iterator[Line]:
    with Book(path.name, path.read_bytes()) as book:
        sheet = next(iter(book.sheets()))
        columns: dict[int, str] = {}
        for number, row in sheet.rows:
            if not columns:
                columns = _heading(row)
                continue
            cells = {name: row[place] for place, name in columns.items() if place < len(row)}
            places = {
                name: f"{path.name}, trang «{sheet.name}», ô {get_column_letter(place + 1)}{number}"
                for place, name in columns.items()
            }
            for name, value in cells.items():
                if isinstance(value, Formula):
                    raise UnusableError(
                        fault(
                            places[name],
                            "town.formula",
                            "Ô là công thức chưa có kết quả",
                            "The cell is a formula without a result",
                        )
                    )
            if any(cells.get(name) not in {None, ""} for name in NEEDED):
                yield Line(f"{path.name}, trang «{sheet.name}», dòng {number}", cells, places)
        if not columns:
            raise UnusableError(_no_heading(path))


def _text_lines(path: Path) -> Iterator[Line]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig") if len(content) <= LARGEST else None
    except UnicodeDecodeError:
        text = None
    if text is None or "\0" in text:
        raise UnusableError(
            fault(
                path.name,
                "town.not-text",
                "Tệp không phải là văn bản UTF-8, hoặc quá lớn",
                "The file is no UTF-8 text, or too large",
                ("Lưu bảng dưới dạng CSV UTF-8 hoặc .xlsx", "Save the table as UTF-8 CSV or .xlsx"),
            )
        )
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from _csv_lines(path, reader)
    except csv.Error as error:
        raise UnusableError(
            fault(
                f"{path.name}, dòng {reader.line_num}",
                "town.bad-csv",
                f"Không đọc được dòng CSV ({error})",
                f"The CSV line cannot be read ({error})",
            )
        ) from error


def _csv_lines(path: Path, reader: Any) -> Iterator[Line]:
    columns: dict[int, str] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{path.name}, dòng {reader.line_num}"
        if not columns:
            columns = _heading(cells)
            if not columns:
                raise UnusableError(_no_heading(path))
            continue
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            raise UnusableError(_ragged(where, len(cells), len(columns)))
        named = {name: cells[place] for place, name in columns.items() if place < len(cells)}
        yield Line(where, named, {name: f"{where}, cột «{name}»" for name in columns.values()})
    if not columns:
        raise UnusableError(_no_heading(path))


def _heading(cells: Sequence[Any]) -> dict[int, str]:
    """Columns by place, empty where this row is no heading."""
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        name = fold(str(cell)) if cell is not None else ""
        for column, names in COLUMNS.items():
            if name in names and column not in found.values():
                found[place] = column
    return found if set(NEEDED) <= set(found.values()) else {}


def _ragged(where: str, cells: int, columns: int) -> Fault:
    return fault(
        where,
        "town.ragged",
        f"Dòng có {cells} ô, tiêu đề có {columns} cột",
        f"The row has {cells} cells, the heading {columns} columns",
        ('Đặt trong ngoặc kép ô nào có dấu phẩy, như "25,4"', "Put cells that hold commas in quotes"),
    )


def _no_heading(path: Path) -> Fault:
    return fault(
        path.name,
        "town.no-heading",
        "Không thấy dòng tiêu đề có các cột town, standard, value",
        "There is no heading with the columns town, standard, value",
        ("Tải tệp mẫu bằng dothi town template", "Get the template with dothi town template"),
    )


def fault(
    where: str, code: str, vi: str, en: str, remedy: tuple[str, str] = ("Sửa ô này", "Mend this cell")
) -> Fault:
    """Make a fault of a cell, which the reader mends unless ``remedy`` says otherwise."""
    return Fault(code, vi, en, where, *remedy)
