"""MicroStation DGN, version 7. Its text has no declared encoding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, Reader, Source

_TITLE = ("MicroStation DGN V7", "MicroStation DGN V7")


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() == ".dgn" and head[:4] in {b"\x08\x09\xfe\x02", b"\xc8\x09\xfe\x02"}


def _read(source: Source) -> Iterator[Part]:
    yield from read_layers(source, Opening(_TITLE, "DGN", "", raw_text=True), {"elements": source.name})


READER = Reader("dgn", *_TITLE, (".dgn",), _recognises, _read)
