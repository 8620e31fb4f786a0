"""Opening a census table as people send it: CSV or xlsx, limits first, every refusal in one sentence.

Expected columns (Vietnamese or English headings, any order, others are ignored): province, district, commune,
total, urban, rural. A line without commune speaks of the district, without district of the province.
"""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import openpyxl

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.text import clean, fold

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_LINES = 50_000
COLUMNS: Mapping[str, frozenset[str]] = {
    "province": frozenset({"province", "tinh", "tinh thanh pho", "tinh tp", "tinh thanh"}),
    "district": frozenset(
        {"district", "huyen", "quan huyen", "huyen quan", "huyen quan thi xa", "cap huyen"}
    ),
    "commune": frozenset({"commune", "xa", "xa phuong", "phuong xa", "xa phuong thi tran", "cap xa"}),
    "total": frozenset({"total", "tong", "tong so", "dan so", "population"}),
    "urban": frozenset({"urban", "thanh thi"}),
    "rural": frozenset({"rural", "nong thon"}),
}
OPTIONAL = frozenset({"province"})
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
)
"""What reading a broken workbook raises; XML errors are syntax errors."""
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0 ]\d{3})+")


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line as it stands in the file, cells as text."""

    where: str
    cells: Mapping[str, str]


def open_table(path: Path) -> list[RawLine]:
    """Read the lines of a census table.

    Raises :class:`UnusableError` for a file that is missing, too big or of another kind, and
    :class:`InputError` for a missing column or no line at all.
    """
    _check_size(path)
    rows = _xlsx_rows(path) if zipfile.is_zipfile(path) else _csv_rows(path)
    lines = list(_lines(path.name, rows))
    if not lines:
        raise InputError(
            Fault(
                "census.empty",
                "Bảng không có dòng số liệu nào",
                "The table has no line of figures",
                path.name,
                "Kiểm tra xem có chọn nhầm tệp hoặc nhầm trang tính không",
                "See whether the right file and sheet were chosen",
            )
        )
    return lines


def whole_number(text: str) -> int | None:
    """Read a whole number, with or without thousands marks; ``None`` where it is none.

    >>> whole_number("1.495.812"), whole_number("-3"), whole_number("12,5")
    (1495812, -3, None)
    """
    sign, digits = (-1, text[1:].strip()) if text.startswith(("-", "−")) else (1, text)
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"\D", "", digits)
    return sign * int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 13 else None


def _check_size(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UnusableError(
            Fault(
                "census.none",
                "Không mở được tệp",
                "The file cannot be opened",
                str(path),
                "Kiểm tra tên tệp và quyền đọc",
                "Check the name and the right to read it",
            )
        ) from error
    if size > MOST_BYTES:
        raise UnusableError(
            Fault(
                "census.too-big",
                f"Tệp nặng {size // 2**20} MB, quá giới hạn {MOST_BYTES // 2**20} MB của một bảng dân số",
                f"The file has {size // 2**20} MB, more than the {MOST_BYTES // 2**20} MB of a census table",
                path.name,
                "Chỉ gửi bảng dân số theo xã, lưu dưới dạng CSV UTF-8 hoặc xlsx",
                "Send only the table of people by commune, as CSV UTF-8 or xlsx",
            )
        )


def _another_kind(path: Path, vi: str, en: str) -> UnusableError:
    return UnusableError(
        Fault(
            "census.kind",
            vi,
            en,
            path.name,
            "Lưu bảng dưới dạng CSV mã UTF-8 hoặc xlsx rồi thử lại",
            "Save the table as CSV in UTF-8 or as xlsx and try again",
        )
    )


def _csv_rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    data = path.read_bytes()
    if b"\0" in data:
        raise _another_kind(path, "Đây không phải là tệp CSV hay xlsx", "This is neither CSV nor xlsx")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _another_kind(
            path, f"Dòng {line} không phải chữ mã UTF-8", f"Line {line} is not text in UTF-8"
        ) from error
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise _another_kind(
            path, f"Dòng {reader.line_num} không phải CSV", f"Line {reader.line_num} is not CSV"
        ) from error


def _xlsx_rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Read the first sheet; whatever a broken workbook makes its reader stumble over is one refusal."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            unpacked = sum(item.file_size for item in archive.infolist())
        if "xl/workbook.xml" not in names or unpacked > MOST_UNPACKED:
            raise _another_kind(path, "Đây không phải là bảng xlsx dùng được", "This is no usable xlsx table")
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheet = openpyxl.load_workbook(stream, read_only=True, data_only=True).worksheets[0]
            sheet.reset_dimensions()
            rows = [
                [_cell(value) for value in row]
                for row in islice(sheet.iter_rows(values_only=True), MOST_LINES + 1)
            ]
    except _BROKEN as error:
        raise _another_kind(path, "Tệp xlsx bị hỏng, không đọc được", "The xlsx file is broken") from error
    return enumerate(rows, start=1)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _lines(name: str, rows: Iterator[tuple[int, Sequence[str]]]) -> Iterator[RawLine]:
    first = next(rows, (1, []))[1]
    places = _header(name, first)
    for number, cells in rows:
        if number > MOST_LINES:
            raise UnusableError(
                Fault(
                    "census.too-long",
                    f"Bảng dài quá {MOST_LINES} dòng",
                    f"The table has more than {MOST_LINES} lines",
                    name,
                    "Chia bảng theo tỉnh",
                    "Split the table by province",
                )
            )
        values = {
            column: clean(cells[place]) if place is not None and place < len(cells) else ""
            for column, place in places.items()
        }
        if any(values.values()):
            yield RawLine(f"{name}, dòng {number}", values)


def _header(name: str, cells: Sequence[str]) -> dict[str, int | None]:
    folded = [fold(cell[:80]) for cell in cells[:100]]
    places = {
        column: next((place for place, text in enumerate(folded) if text in titles), None)
        for column, titles in COLUMNS.items()
    }
    missing = [column for column, place in places.items() if place is None and column not in OPTIONAL]
    if missing:
        raise InputError(
            Fault(
                "census.column",
                f"Thiếu cột {', '.join(missing)}",
                f"Missing column {', '.join(missing)}",
                f"{name}, dòng 1",
                "Dòng đầu phải có các cột district, commune, total, urban, rural (hoặc huyện, xã, "
                "tổng số, thành thị, nông thôn)",
                "The first line must name district, commune, total, urban, rural",
            )
        )
    return places
