"""GeoPackage (OGC 12-128)."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from dothi.intake.layers import Skipped
from dothi.intake.reading.crs_text import unusable_crs
from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, RawLayer, Reader, Source, broken

_TITLE = ("GeoPackage", "GeoPackage")
_MAGIC = b"SQLite format 3\x00"
_CONTENT = re.compile(r"^(?:[\w-]+ value in |CHECK constraint failed in )")
"""What a quick check says of values that their table does not allow."""
_UNDEFINED = frozenset({0, -1})
_WRITE_VERSION = 18
_WAL = 2


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() in {".gpkg", ".gpkx"} and head.startswith(_MAGIC)


def _read(source: Source) -> Iterator[Part]:
    source = _settled(source)
    _refuse_damaged(source)
    stated = _stated_crs(source)
    for part in read_layers(source, Opening(_TITLE, "GPKG", counted=False)):
        number = stated.get(part.name, 0) if isinstance(part, RawLayer) and not part.crs else 0
        if number not in _UNDEFINED:
            yield Skipped(part.name, unusable_crs(f"{source.where}, {part.name}", f"srs_id {number}"))
        yield part


def _refuse_damaged(source: Source) -> None:
    """Refuse a database whose pages do not hang together: from there on, reading gives fewer rows, untold.

    Values against a rule of their table are content and no damage; a rule with a function or a kind of table
    that SQLite does not have ends the look before it is done.
    """
    try:
        with _opened(source) as database:
            told = [str(row[0]) for row in database.execute("PRAGMA quick_check")]
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "no such" in str(error):
            return
        raise broken(source, *_TITLE, str(error)) from error
    damage = [line for line in told if line != "ok" and not _CONTENT.search(line)]
    if damage:
        raise broken(source, *_TITLE, damage[0])


def _stated_crs(source: Source) -> dict[str, int]:
    """The number of the CRS that each layer states; empty for a file of tables of attributes only."""
    with _opened(source) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        if "gpkg_geometry_columns" not in names:
            return {}
        found = database.execute("SELECT table_name, srs_id FROM gpkg_geometry_columns")
        return {str(name): int(number) for name, number in found}


@contextmanager
def _opened(source: Source) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{source.path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        database.execute("PRAGMA trusted_schema = OFF")
        yield database


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
