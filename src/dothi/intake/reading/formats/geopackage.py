"""GeoPackage (OGC 12-128)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, Reader, Source

_TITLE = ("GeoPackage", "GeoPackage")
_MAGIC = b"SQLite format 3\x00"
_WRITE_VERSION = 18
_WAL = 2


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() in {".gpkg", ".gpkx"} and head.startswith(_MAGIC)


def _read(source: Source) -> Iterator[Part]:
    yield from read_layers(_settled(source), Opening(_TITLE, "GPKG"))


def _settled(source: Source) -> Source:
    """A copy to open where the file is in write-ahead mode, as QGIS leaves it; opening would write there."""
    with source.path.open("rb") as stream:
        head = stream.read(_WRITE_VERSION + 1)
    if head[_WRITE_VERSION] != _WAL:
        return source
    copy = source.scratch / source.path.name
    shutil.copyfile(source.path, copy)
    log = Path(f"{source.path}-wal")
    if log.is_file():
        shutil.copyfile(log, f"{copy}-wal")
    return replace(source, path=copy)


READER = Reader("geopackage", *_TITLE, (".gpkg",), _recognises, _read, sidecars=("-wal", "-shm", "-journal"))
