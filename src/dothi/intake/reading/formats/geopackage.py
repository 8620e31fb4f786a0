"""GeoPackage (OGC 12-128)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dothi.intake.layers import Skipped
from dothi.intake.reading.crs_text import unusable_crs
from dothi.intake.reading.hygiene import lost_shapes
from dothi.intake.reading.ogr import Opening, answered, read_layers
from dothi.intake.reading.reader import Part, RawLayer, Reader, Source, broken

_TITLE = ("GeoPackage", "GeoPackage")
_MAGIC = b"SQLite format 3\x00"
_CONTENT = re.compile(r"^(?:[\w-]+ value in |CHECK constraint failed in )")
"""What a quick check says of values that their table does not allow."""
_COLUMN = (
    "SELECT column_name FROM gpkg_geometry_columns JOIN sqlite_master ON name = table_name "
    "WHERE type = 'table' AND table_name = {}"
)
"""The column of shapes of a table; a view has no rows of its own."""
_NAME, _TEXT = '"', "'"
_BLOB = b"GP".hex()
_UNDEFINED = frozenset({0, -1})
_WRITE_VERSION = 18
_WAL = 2


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() in {".gpkg", ".gpkx"} and head.startswith(_MAGIC)


def _read(source: Source) -> Iterator[Part]:
    source = _settled(source)
    how = Opening(_TITLE, "GPKG", counted=False)
    _refuse_damaged(source, how)
    stated = _stated_crs(source, how)
    for part in read_layers(source, how):
        if isinstance(part, RawLayer) and not part.crs and stated.get(part.name, 0) not in _UNDEFINED:
            told = f"srs_id {stated[part.name]}"
            yield Skipped(part.name, unusable_crs(f"{source.where}, {part.name}", told))
        yield part
    yield from _no_shapes(source, how, [name for name in stated if source.wants(name)])


def _no_shapes(source: Source, how: Opening, layers: Sequence[str]) -> Iterator[Skipped]:
    """Features whose geometry is no GeoPackage blob, which GDAL gives as features without shape."""
    for layer in layers:
        columns = answered(source, how, _COLUMN.format(_quoted(layer, _TEXT)))
        if not columns:
            continue
        shape = _quoted(columns[0][0], _NAME)
        lost = answered(
            source,
            how,
            f"SELECT CAST(rowid AS TEXT) AS feature FROM {_quoted(layer, _NAME)} WHERE {shape} IS NOT NULL "  # noqa: S608
            f"AND (typeof({shape}) <> 'blob' OR hex(substr({shape}, 1, 2)) <> '{_BLOB}')",
        )
        if lost:
            yield Skipped(
                layer, lost_shapes([str(feature) for (feature,) in lost], f"{source.where}, {layer}")
            )


def _quoted(name: str, mark: str) -> str:
    """A name or a text as SQL has it."""
    return f"{mark}{name.replace(mark, mark * 2)}{mark}"


def _refuse_damaged(source: Source, how: Opening) -> None:
    """Refuse a database whose pages do not hang together: from there on, reading gives fewer rows, untold.

    Values against a rule of their table are content and no damage.
    """
    told = [str(line) for (line,) in answered(source, how, "PRAGMA quick_check")]
    damage = [line for line in told if line != "ok" and not _CONTENT.search(line)]
    if damage:
        raise broken(source, *_TITLE, damage[0])


def _stated_crs(source: Source, how: Opening) -> dict[str, int]:
    """The number of the CRS that each layer states; empty for a file of tables of attributes only."""
    table = "SELECT name FROM sqlite_master WHERE name = 'gpkg_geometry_columns'"
    if not answered(source, how, table):
        return {}
    found = answered(source, how, "SELECT table_name, srs_id FROM gpkg_geometry_columns")
    return {str(name): int(number) for name, number in found}


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
