"""GeoPackage (OGC 12-128)."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, Reader, Source, broken

_TITLE = ("GeoPackage", "GeoPackage")
_MAGIC = b"SQLite format 3\x00"
_CONTENT = re.compile(r"^(?:[\w-]+ value in |CHECK constraint failed in )")
"""What a quick check says of values that their table does not allow."""
_WRITE_VERSION = 18
_WAL = 2


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() in {".gpkg", ".gpkx"} and head.startswith(_MAGIC)


def _read(source: Source) -> Iterator[Part]:
    source = _settled(source)
    _refuse_damaged(source)
    yield from read_layers(source, Opening(_TITLE, "GPKG", counted=False))


def _refuse_damaged(source: Source) -> None:
    """Refuse a database whose pages do not hang together: from there on, reading gives fewer rows, untold.

    Values against a rule of their table are content and no damage; so is a rule with functions SQLite lacks.
    """
    try:
        with closing(sqlite3.connect(f"{source.path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            told = [str(row[0]) for row in database.execute("PRAGMA quick_check")]
    except sqlite3.OperationalError as error:
        if "no such" in str(error):
            return
        raise broken(source, *_TITLE, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise broken(source, *_TITLE, str(error)) from error
    damage = [line for line in told if line != "ok" and not _CONTENT.search(line)]
    if damage:
        raise broken(source, *_TITLE, damage[0])


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
