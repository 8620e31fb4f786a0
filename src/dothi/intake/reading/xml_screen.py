"""Looking at an XML file before GDAL does: its root, that it declares no entities, and that it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from dothi.base.errors import Fault, UnusableError
from dothi.intake.reading.reader import Source, broken

_BLOCK = 1 << 20
_MOST_PROLOG = 1 << 20


class _Bounded:
    """The start of a file: enough for any honest prolog."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = _MOST_PROLOG

    def read(self, size: int = -1) -> bytes:
        """Read on, until the bound."""
        data = self._stream.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(data)
        return data


class _Doctype(Exception):  # noqa: N818  (not an error: how the parser is left)
    pass


def root_name(path: Path) -> str:
    """Name the root element without its namespace; empty where the file is no XML.

    Raises ``DefusedXmlException`` for a document type with entities, the way XML bombs are built.
    """
    try:
        with path.open("rb") as stream:
            for _, element in iterparse(_Bounded(stream), events=("start",), forbid_dtd=True):
                return str(element.tag).rsplit("}", 1)[-1]
    except DefusedXmlException:
        raise
    except (ParseError, ValueError, LookupError, OSError):
        return ""
    return ""


def looks_like(path: Path, head: bytes, *roots: str) -> bool:
    """Whether an XML file has one of these roots; one that declares entities is taken by its first bytes."""
    if b"<" not in head[:512] and b"\x00<" not in head[:512]:
        return False
    try:
        return root_name(path) in roots
    except DefusedXmlException:
        return any(root.encode() in head for root in roots)


def screen(source: Source, path: Path, title: tuple[str, str]) -> None:
    """Read an XML file to its end, building nothing.

    Raises :class:`UnusableError` for one that declares entities or a document type (``intake.entities``) and
    for one that is broken, ends early, or is of an encoding in which neither could be seen
    (``intake.broken``).
    """
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _leave
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                parser.Parse(block, False)
        parser.Parse(b"", True)
    except _Doctype as error:
        raise UnusableError(
            Fault(
                "intake.entities",
                "Tệp XML khai báo thực thể hoặc kiểu tài liệu (DOCTYPE) nên không đọc",
                "The XML declares entities or a document type (DOCTYPE) and is not read",
                source.where,
                "Xuất lại tệp từ chương trình bản đồ",
                "Export the file again from the mapping program",
            )
        ) from error
    except (ExpatError, ValueError, LookupError) as error:
        raise broken(source, *title, str(error)) from error


def _leave(*_declared: object) -> None:
    raise _Doctype


def holds(path: Path, word: bytes) -> bool:
    """Whether a word stands anywhere in a file, read piece by piece."""
    rest = b""
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            if word in rest + block:
                return True
            rest = block[-len(word) :]
    return False
