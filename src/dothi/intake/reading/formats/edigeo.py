"""EDIGEO, the exchange format of the French cadastre (NF Z 52000): its ``.THF`` names the other parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, Reader, Source

_TITLE = ("EDIGEO", "EDIGEO")


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() == ".thf" and head.startswith(b"BOM")


def _read(source: Source) -> Iterator[Part]:
    yield from read_layers(source, Opening(_TITLE, "EDIGEO"))


READER = Reader(
    "edigeo",
    *_TITLE,
    (".thf",),
    _recognises,
    _read,
    companions=(".vec", ".geo", ".gen", ".qal", ".dic", ".scd"),
)
