"""Esri file geodatabase: a folder ``.gdb``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dothi.intake.reading.complete import whole_geodatabase
from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, Reader, Source

_TITLE = ("File Geodatabase (.gdb)", "file geodatabase (.gdb)")


def _recognises(path: Path, head: bytes) -> bool:
    del head
    return path.suffix.lower() == ".gdb" and path.is_dir() and any(path.glob("a0000000*.gdbtable"))


def _read(source: Source) -> Iterator[Part]:
    whole_geodatabase(source)
    yield from read_layers(source, Opening(_TITLE, "OpenFileGDB"))


READER = Reader("filegdb", *_TITLE, (".gdb",), _recognises, _read)
