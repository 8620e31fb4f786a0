"""FlatGeobuf."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, Reader, Source

_TITLE = ("FlatGeobuf", "FlatGeobuf")


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() == ".fgb" and head.startswith(b"fgb")


def _read(source: Source) -> Iterator[Part]:
    yield from read_layers(source, Opening(_TITLE, "FlatGeobuf", options={"VERIFY_BUFFERS": "YES"}))


READER = Reader("flatgeobuf", *_TITLE, (".fgb",), _recognises, _read)
