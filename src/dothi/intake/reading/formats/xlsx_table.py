"""Excel workbooks: every visible sheet as corners of parcels, points, WKT, or attributes only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dothi.base.errors import Fault, UnusableError
from dothi.intake.layers import Skipped
from dothi.intake.reading.corners.cells import row_of
from dothi.intake.reading.corners.table import Sheet, parts_of
from dothi.intake.reading.reader import Part, Reader, Source

_TITLE = ("Bảng tọa độ Excel (.xlsx)", "Excel table of coordinates (.xlsx)")


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() in {".xlsx", ".xlsm"} and head.startswith(b"PK")


def _read(source: Source) -> Iterator[Part]:
    from dothi.base.workbooks import MAX_BYTES, Book  # noqa: PLC0415  (openpyxl is dear to load)

    if source.path.stat().st_size > MAX_BYTES:
        raise UnusableError(_too_big(source, MAX_BYTES >> 20))
    with Book(source.where, source.path.read_bytes()) as book:
        sheets = book.sheets()
        shown = [sheet for sheet in sheets if not sheet.hidden]
        for sheet in sheets:
            if sheet.hidden:
                yield Skipped(sheet.name, _hidden(source, sheet.name))
        for sheet in shown:
            name = source.name if len(shown) == 1 else sheet.name
            rows = [row_of(number, values) for number, values in sheet.rows]
            if rows and source.wants(name):
                where = f"{source.where}, {sheet.name}"
                yield from parts_of(Sheet(name, where, "XLSX"), rows)


def _hidden(source: Source, name: str) -> Fault:
    return Fault(
        "intake.hidden-sheet",
        f"Trang tính «{name}» đang ẩn nên không đọc",
        f"The sheet “{name}” is hidden and was not read",
        source.where,
        "Bỏ ẩn trang tính nếu cần đọc",
        "Unhide the sheet if it is needed",
    )


def _too_big(source: Source, most: int) -> Fault:
    return Fault(
        "intake.table-too-big",
        f"Bảng tính nặng hơn {most} MB",
        f"The workbook has more than {most} MB",
        source.where,
        "Chia bảng thành nhiều tệp, hoặc gửi dưới dạng GeoPackage",
        "Split it into several files, or send it as GeoPackage",
    )


READER = Reader("xlsx", *_TITLE, (".xlsx",), _recognises, _read, rank=80)
