"""Opening a workbook that a person sent, as if an enemy had sent it.

A workbook is a zip of XML parts. Before openpyxl sees it, everything that could hurt is looked for: another
kind of file behind the name, macros, encryption, links to other workbooks, a zip bomb, document types with
entities, a character set that hides them. What is left is read as values only: formulas are never computed,
and a formula whose last result is not stored is told apart from an empty cell.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from itertools import islice, zip_longest
from typing import Any, Self

from openpyxl import load_workbook

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.numbers import format_megabytes

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
RATIO_FLOOR = 8 * 1024 * 1024
MAX_PARTS = 1000
MAX_ROWS = 30_000
MAX_COLUMNS = 40

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TYPES = "[Content_Types].xml"
_CHUNK = 1 << 20
_OVERLAP = 4096
_BATCH = 500
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._\-]+)[\"']")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\"")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")

# What openpyxl raises on damaged parts; it has no error class of its own.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula whose result the file does not hold; ``text`` is the formula."""

    text: str


@dataclass(slots=True)
class Parts:
    """What the first look into the zip found: per part, merged ranges and whether it holds formulas."""

    merged: dict[str, list[str]] = field(default_factory=dict)
    formulas: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Sheet:
    """One worksheet: its name, whether it is hidden, merged ranges, and its rows of plain values."""

    name: str
    hidden: bool
    merged: list[str]
    rows: Iterator[tuple[int, tuple[Any, ...]]]


class Book:
    """A workbook that passed the checks. Rows are read lazily, sheet by sheet."""

    def __init__(self, name: str, content: bytes) -> None:
        """Check and open ``content``; raise :class:`UnusableError` where it cannot be used."""
        self.name = name
        self._content = content
        self._parts = examine(name, content)
        with _sentences(name):
            self._book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
            self._formulas: Any = None

    @property
    def epoch(self) -> datetime:
        """The day from which this workbook counts days: 1899 or, from old Macintosh files, 1904."""
        epoch: datetime = self._book.epoch
        return epoch

    def sheets(self) -> list[Sheet]:
        """Every worksheet in order; chart sheets are left out."""
        with _sentences(self.name):
            return [self._sheet(worksheet) for worksheet in self._book.worksheets]

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()
        if self._formulas is not None:
            self._formulas.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def _sheet(self, worksheet: Any) -> Sheet:
        path = str(worksheet._worksheet_path)  # noqa: SLF001 (the reader gives no public way to the part)
        return Sheet(
            worksheet.title,
            worksheet.sheet_state != "visible",
            self._parts.merged.get(path, []),
            self._rows(worksheet, with_formulas=path in self._parts.formulas),
        )

    def _rows(self, worksheet: Any, *, with_formulas: bool) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Number and values of every row that is not empty, refusing more than ``MAX_ROWS`` of them."""
        with _sentences(self.name):
            values: Iterator[Any] = _values(worksheet)
            if with_formulas:
                values = _told_apart(values, _values(self._formula_sheet(worksheet.title)))
        number = count = 0
        while batch := self._batch(values):
            for row in batch:
                number += 1
                if all(value is None for value in row):
                    continue
                count += 1
                if count > MAX_ROWS:
                    raise UnusableError(_too_many_rows(self.name, worksheet.title))
                yield number, row

    def _batch(self, values: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        with _sentences(self.name):
            return list(islice(values, _BATCH))

    def _formula_sheet(self, title: str) -> Any:
        if self._formulas is None:
            self._formulas = load_workbook(BytesIO(self._content), read_only=True, keep_links=False)
        return self._formulas[title]


def examine(name: str, content: bytes) -> Parts:
    """Look for what makes a file unusable; raise :class:`UnusableError` with the first thing found."""
    _examine_kind(name, content)
    with _sentences(name), zipfile.ZipFile(BytesIO(content)) as archive:
        members = archive.infolist()
        _examine_sizes(name, members)
        names = {member.filename for member in members}
        if _TYPES not in names:
            raise UnusableError(_other_kind(name))
        _examine_types(name, archive.read(_TYPES), names)
        parts = Parts()
        for member in members:
            if member.filename.endswith((".xml", ".rels", ".vml")):
                _examine_part(name, archive, member, parts)
        return parts


def refuse_too_large(name: str, size: int) -> None:
    """Raise :class:`UnusableError` for a file of more than ``MAX_BYTES``; to be asked before it is read."""
    if size > MAX_BYTES:
        weight, limit = format_megabytes(size), format_megabytes(MAX_BYTES)
        raise UnusableError(
            _refusal(
                "xlsx.too_large",
                name,
                (
                    f"tệp nặng {weight}, quá giới hạn {limit}",
                    f"the file weighs {weight}, over the limit of {limit}",
                ),
                ("Chia số liệu thành nhiều tệp nhỏ hơn", "Split the values into smaller files"),
            )
        )


def _examine_kind(name: str, content: bytes) -> None:
    refuse_too_large(name, len(content))
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise UnusableError(_locked(name))
        raise UnusableError(
            _refusal(
                "xlsx.old_format",
                name,
                ("tệp Excel kiểu cũ (.xls) không được nhận", "old Excel files (.xls) are not accepted"),
                (
                    "Mở tệp, chọn «Lưu thành» và chọn kiểu «Excel Workbook (.xlsx)»",
                    "Open it, choose “Save as” and the type “Excel Workbook (.xlsx)”",
                ),
            )
        )
    if not content.startswith(b"PK"):
        raise UnusableError(_other_kind(name))


def _examine_sizes(name: str, members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > RATIO_FLOOR and member.file_size > MAX_RATIO * max(member.compress_size, 1)
        for member in members
    )
    if unpacked > MAX_UNPACKED or swollen or len(members) > MAX_PARTS:
        raise UnusableError(
            _refusal(
                "xlsx.bomb",
                name,
                (
                    "nội dung nén phình ra quá mức an toàn khi mở",
                    "its compressed content swells beyond what is safe to open",
                ),
                (
                    "Chép số liệu sang tệp mẫu mới tải về rồi gửi lại",
                    "Copy the values into a freshly downloaded template and send that",
                ),
            )
        )
    if any(member.flag_bits & 1 for member in members):
        raise UnusableError(_locked(name))


def _examine_types(name: str, types: bytes, names: set[str]) -> None:
    lowered = {part.lower() for part in names}
    if b"macroEnabled" in types or any("vbaproject" in part or "macrosheets/" in part for part in lowered):
        raise UnusableError(
            _refusal(
                "xlsx.macros",
                name,
                ("tệp có chứa macro nên không được nhận", "the file holds macros and is not accepted"),
                (
                    "Lưu thành kiểu «Excel Workbook (.xlsx)» không có macro",
                    "Save it as “Excel Workbook (.xlsx)” without macros",
                ),
            )
        )
    if any("externallinks/" in part for part in lowered):
        raise UnusableError(
            _refusal(
                "xlsx.external_links",
                name,
                ("tệp có liên kết tới tệp Excel khác", "the file is linked to other workbooks"),
                (
                    "Trong Excel chọn Dữ liệu, Sửa liên kết, Ngắt liên kết rồi lưu lại",
                    "In Excel choose Data, Edit links, Break link, and save",
                ),
            )
        )
    if b"spreadsheetml.sheet.main" not in types:
        raise UnusableError(_other_kind(name))


def _examine_part(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, parts: Parts) -> None:
    """Read one XML part in pieces: refuse entities and odd character sets, note formulas and merged cells."""
    merged: dict[str, None] = {}
    tail = b""
    with archive.open(member) as stream:
        first = True
        while piece := stream.read(_CHUNK):
            window = tail + piece
            if first:
                _examine_encoding(name, window)
                first = False
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                raise UnusableError(_unsafe(name))
            if member.filename.startswith("xl/worksheets/"):
                merged.update(dict.fromkeys(match.decode() for match in _MERGE.findall(window)))
                if member.filename not in parts.formulas and _FORMULA.search(window):
                    parts.formulas.add(member.filename)
            tail = window[-_OVERLAP:]
    if merged:
        parts.merged[member.filename] = list(merged)


def _examine_encoding(name: str, start: bytes) -> None:
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = _ENCODING.match(text)
    odd = declared is not None and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
    if odd or not text.startswith(b"<") or b"\0" in text[:64]:
        raise UnusableError(_unsafe(name))


def _values(worksheet: Any) -> Iterator[tuple[Any, ...]]:
    worksheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = worksheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    return rows


def _told_apart(
    values: Iterator[tuple[Any, ...]], formulas: Iterator[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    """Values, with a :class:`Formula` wherever a formula has no stored result."""
    for row, sources in zip_longest(values, formulas, fillvalue=()):
        yield tuple(
            Formula(_formula_text(source)) if value is None and source is not None else value
            for value, source in zip_longest(row, sources)
        )


def _formula_text(source: Any) -> str:
    return str(getattr(source, "text", None) or source)[:100]


@contextmanager
def _sentences(name: str) -> Iterator[None]:
    """Turn whatever a damaged file provokes into one sentence; the reader's warnings help nobody."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (InputError, UnusableError):
        raise
    except _BROKEN as error:
        raise UnusableError(
            _refusal(
                "xlsx.broken",
                name,
                ("tệp bị hỏng nên không đọc hết được", "the file is damaged and cannot be read to its end"),
                (
                    "Mở bằng Excel hoặc LibreOffice, lưu lại thành .xlsx rồi gửi lại",
                    "Open it in Excel or LibreOffice, save it as .xlsx and send it again",
                ),
            )
        ) from error


def _too_many_rows(name: str, sheet: str) -> Fault:
    return Fault(
        "xlsx.too_many_rows",
        f"quá {MAX_ROWS} dòng có nội dung",
        f"more than {MAX_ROWS} rows hold something",
        f"{name}, trang «{sheet}»",
        "Chia thành nhiều tệp",
        "Split it into several files",
    )


def _locked(name: str) -> Fault:
    return _refusal(
        "xlsx.locked",
        name,
        ("tệp có mật khẩu nên không đọc được", "the file is locked by a password"),
        ("Bỏ mật khẩu rồi gửi lại", "Remove the password and send it again"),
    )


def _unsafe(name: str) -> Fault:
    return _refusal(
        "xlsx.unsafe",
        name,
        ("tệp chứa khai báo XML không an toàn", "the file holds unsafe XML declarations"),
        (
            "Chép số liệu sang tệp mẫu mới tải về rồi gửi lại",
            "Copy the values into a freshly downloaded template and send that",
        ),
    )


def _other_kind(name: str) -> Fault:
    return _refusal(
        "xlsx.other_kind",
        name,
        ("đây không phải là tệp Excel .xlsx", "this is not an Excel .xlsx file"),
        (
            "Tải tệp mẫu về, điền số liệu vào đó rồi gửi lại",
            "Download the template, fill it in and send that",
        ),
    )


def _refusal(code: str, name: str, what: tuple[str, str], remedy: tuple[str, str]) -> Fault:
    return Fault(code, *what, name, *remedy)
