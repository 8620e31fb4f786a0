"""Excel workbooks: every visible sheet as corners of parcels, points, WKT, or attributes only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dothi.base.errors import Fault, UnusableError
from dothi.intake.layers import Skipped
from dothi.intake.reading.corners.cells import row_of
from dothi.intake.reading.corners.table import Sheet, lines, parts_of
from dothi.intake.reading.reader import Part, Reader, Source

_TITLE = ("Bảng tọa độ Excel (.xlsx)", "Excel table of coordinates (.xlsx)")


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() in {".xlsx", ".xlsm"} and head.startswith(b"PK")


def _read(source: Source) -> Iterator[Part]:
    from dothi.base.workbooks import MAX_BYTES, Book, Formula  # noqa: PLC0415  (openpyxl is dear to load)

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
            raw = list(sheet.rows)
            open_rows = [number for number, values in raw if any(isinstance(v, Formula) for v in values)]
            rows = [
                row_of(number, [v.text if isinstance(v, Formula) else v for v in values])
                for number, values in raw
            ]
            if rows and source.wants(name):
                where = f"{source.where}, {sheet.name}"
                if open_rows:
                    yield Skipped(name, _without_result(where, open_rows))
                yield from parts_of(Sheet(name, where, "XLSX"), rows)


def _without_result(where: str, rows: Sequence[int]) -> Fault:
    return Fault(
        "intake.formula",
        f"Công thức chưa có kết quả lưu trong tệp ở dòng {lines(rows)}; ô được giữ là công thức",
        f"Formulas without a result in the file on line {lines(rows)}; the cells keep the formula",
        where,
        "Mở tệp bằng Excel hoặc LibreOffice, lưu lại rồi gửi; hoặc dán thành giá trị",
        "Open the file in Excel or LibreOffice, save it and resend; or paste the cells as values",
    )


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
