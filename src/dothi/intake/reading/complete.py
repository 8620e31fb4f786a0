"""Whether a file is whole: what it says of its own size, against what is there.

A copy that broke off opens in most programs, with fewer rows and without a word. What a format states of
itself is compared here: rows in the head of a table, objects of an exchange file, the mark at its end.
"""

from __future__ import annotations

import csv
import re
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dothi.base.errors import Fault, UnusableError
from dothi.intake.reading.reader import Source, broken

_HEAD = 12
_DELETED = ord("*")
_TAIL = 64
_INDEX_HEAD, _INDEX_TAIL, _ROWS_A_BLOCK = 16, 16, 1024
_DGN_END = b"\xff\xff"
_OBJECT = re.compile(
    rb"^[ \t]*(none|point|line|pline|region|arc|text|rectangle|rect|roundrect|ellipse|multipoint|collection)"
    rb"(?=[ \t\r\n])(?:[ \t]+(\d+))?",
    re.IGNORECASE | re.MULTILINE,
)
_DATA = re.compile(rb"^[ \t]*data[ \t\r]*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a dBase table (a MapInfo ``.dat`` too): as its head says, as they stand there, struck out."""

    declared: int
    there: int
    deleted: int


def rows_of(table: Path) -> Rows:
    """Count the rows of a dBase table; ``ValueError`` where its head makes no sense."""
    with table.open("rb") as stream:
        head = stream.read(_HEAD)
    if len(head) < _HEAD:
        raise ValueError(f"{table.name} ends within its head")
    declared, start, length = struct.unpack_from("<IHH", head, 4)
    if length == 0:
        raise ValueError(f"{table.name} has rows without length")
    there = min(declared, max(table.stat().st_size - start, 0) // length)
    if there == 0:
        return Rows(declared, 0, 0)
    marks = np.memmap(table, np.uint8, "r", start, (there, length))[:, 0]
    return Rows(declared, there, int(np.count_nonzero(marks == _DELETED)))


def whole_table(source: Source, table: Path, needed: int | None = None) -> Rows:
    """Count the rows of a table, refusing one that ends before its last row (``intake.cut``).

    Where ``needed`` rows have a shape, rows beyond them that the head claims are not missed.
    """
    rows = rows_of(table)
    most = rows.declared if needed is None else min(rows.declared, needed)
    if rows.there < most:
        raise cut(source, rows.there, most, table.suffix)
    return rows


def whole_geodatabase(source: Source) -> None:
    """Refuse a file geodatabase with a table, or an index of rows, that ends early (``intake.cut``)."""
    for index in sorted(source.path.glob("*.gdbtablx")):
        data = index.read_bytes()
        if len(data) < _INDEX_HEAD:
            raise broken(source, index.name, index.name)
        blocks, width = struct.unpack_from("<I", data, 4)[0], struct.unpack_from("<I", data, 12)[0]
        rows = blocks * _ROWS_A_BLOCK
        if len(data) < _INDEX_HEAD + rows * width + _INDEX_TAIL:
            raise cut(source, (len(data) - _INDEX_HEAD - _INDEX_TAIL) // width, rows, index.name)
        table = index.with_suffix(".gdbtable")
        size = table.stat().st_size if table.is_file() else 0
        raw = np.frombuffer(data, np.uint8, rows * width, _INDEX_HEAD).reshape(rows, width)
        places = raw @ (1 << 8 * np.arange(width, dtype=np.int64))
        lost = int(np.count_nonzero(places >= max(size, 1)))
        if lost:
            filled = int(np.count_nonzero(places))
            raise cut(source, filled - lost, filled, table.name)


def objects_of_mif(path: Path) -> int:
    """Count the objects of a MapInfo exchange file; parts of a collection belong to it."""
    data = path.read_bytes()
    body = _DATA.search(data)
    count = parts = 0
    for match in _OBJECT.finditer(data, body.end() if body else 0):
        if parts:
            parts -= 1
            continue
        count += 1
        parts = int(match[2] or 0) if match[1].lower() == b"collection" else 0
    return count


def rows_of_mid(path: Path, delimiter: str) -> int:
    """Count the rows beside a MapInfo exchange file; a row may hold line breaks in quotes."""
    with path.open(encoding="latin-1", newline="") as stream:
        return sum(1 for row in csv.reader(stream, delimiter=delimiter) if row)


def ends_as_drawing(path: Path) -> bool:
    """Whether a DXF reaches its mark ``EOF``, or at least the end of a section after its entities."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _TAIL))
        tail = stream.read().rstrip(b"\x00\x1a\r\n\t ")
    if tail.endswith(b"EOF"):
        return True
    return tail.endswith(b"ENDSEC") and b"ENTITIES" in path.read_bytes()


def ends_as_design(path: Path) -> bool | None:
    """Whether a DGN reaches its mark of the end; ``None`` where only the mark is missing."""
    data = path.read_bytes()
    at = 0
    while at + 4 <= len(data):
        if data[at : at + 2] == _DGN_END:
            return True
        at += 4 + 2 * int.from_bytes(data[at + 2 : at + 4], "little")
    if at > len(data):
        return False
    rest = data[at:]
    return True if rest == _DGN_END else (None if not rest else False)


def cut(source: Source, there: int, declared: int, part: str = "") -> UnusableError:
    """Make the refusal of a file that holds less than it says."""
    named = f"Phần {part} của tệp" if part else "Tệp"
    named_en = f"The {part} of the file" if part else "The file"
    return UnusableError(
        Fault(
            "intake.cut",
            f"{named} không đầy đủ: ghi là có {declared} đối tượng mà chỉ đọc được {there}",
            f"{named_en} is not complete: it says it holds {declared} features and {there} could be read",
            source.where,
            "Chép hoặc tải lại tệp từ bản gốc rồi gửi lại; tệp gồm nhiều phần thì gửi đủ",
            "Copy or download the file again from the original and resend, with every part it consists of",
        )
    )
