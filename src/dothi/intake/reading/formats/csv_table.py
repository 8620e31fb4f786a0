"""CSV and plain text tables: corners of parcels, points, WKT, or attributes only."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from dothi.base.errors import Fault, UnusableError
from dothi.intake.layers import Skipped
from dothi.intake.reading.corners.cells import Row, row_of
from dothi.intake.reading.corners.headings import heading_of
from dothi.intake.reading.corners.table import Sheet, parts_of
from dothi.intake.reading.reader import HEAD, Part, Reader, Source, broken

_TITLE = ("Bảng tọa độ CSV", "CSV table of coordinates")
_MOST_BYTES = 200 * 1024 * 1024
_MOST_CELL = 10_000_000
_SAMPLE = 50
_SEPARATORS = ("\t", ";", ",", "|")


def _recognises(path: Path, head: bytes) -> bool:
    ending = path.suffix.lower()
    if ending not in {".csv", ".tsv", ".txt"} or (
        b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        return False
    if ending != ".txt":
        return True
    text, _ = _decoded(head)
    whole = text if len(head) < HEAD else text.rpartition("\n")[0]
    return heading_of(list(_rows(whole))) is not None


def _read(source: Source) -> Iterator[Part]:
    if source.path.stat().st_size > _MOST_BYTES:
        raise UnusableError(_too_big(source))
    text, encoding = _decoded(source.path.read_bytes())
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        raise broken(source, *_TITLE, str(error)) from error
    if _open_quote(text, rows):
        yield Skipped(source.name, _unclosed(source))
    yield from parts_of(Sheet(source.name, source.where, "CSV", encoding, not encoding), rows)


def _decoded(data: bytes) -> tuple[str, str]:
    """Text and its encoding; one character a byte and no encoding where the bytes are not Unicode."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), ""


def _rows(text: str) -> Iterator[Row]:
    former = csv.field_size_limit(_MOST_CELL)
    try:
        separator = _separator(text)
        if not separator:
            for number, line in enumerate(_lines(text), start=1):
                yield row_of(number, line.split())
            return
        reader = csv.reader(_lines(text), delimiter=separator)
        for cells in reader:
            yield row_of(reader.line_num, cells)
    finally:
        csv.field_size_limit(former)


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends, which may stand inside a cell in quotes.

    Only the ends that programs write count: 0x85 is a letter in the old encodings, not an end of line.
    """
    return iter(io.StringIO(text, newline=""))


def _open_quote(text: str, rows: Sequence[Row]) -> bool:
    """Whether the last cell is in quotes that never end, so that it took in the rows after it."""
    last = str(rows[-1].values[-1]) if rows and rows[-1].values else ""
    return ("\n" in last or "\r" in last) and not text.rstrip().endswith('"')


def _separator(text: str) -> str:
    """The sign that stands in most rows; empty for spaces."""
    filled = [line for line in islice(_lines(text), _SAMPLE) if line.strip()]
    for sign in _SEPARATORS:
        rows = [row for row in islice(csv.reader(_lines(text), delimiter=sign), _SAMPLE) if any(row)]
        if rows and sum(len(row) > 1 for row in rows) >= 0.6 * len(rows):
            return sign
    return "" if filled and max(len(line.split()) for line in filled) > 1 else ","


def _unclosed(source: Source) -> Fault:
    return Fault(
        "intake.csv-quote",
        "Một dấu nháy kép mở ra mà không đóng lại, nên các dòng sau nó bị nhập vào một ô",
        "A quotation mark is opened and never closed, so the rows after it were taken into one cell",
        source.where,
        "Tìm ô có dấu nháy kép thừa, sửa rồi gửi lại",
        "Find the cell with the odd quotation mark, correct it and resend",
    )


def _too_big(source: Source) -> Fault:
    return Fault(
        "intake.table-too-big",
        f"Bảng nặng hơn {_MOST_BYTES >> 20} MB",
        f"The table has more than {_MOST_BYTES >> 20} MB",
        source.where,
        "Chia bảng thành nhiều tệp, hoặc gửi dưới dạng GeoPackage",
        "Split it into several files, or send it as GeoPackage",
    )


READER = Reader(
    "csv", *_TITLE, (".csv", ".tsv", ".txt"), _recognises, _read, sidecars=(".csvt", ".prj"), rank=80
)
