"""dBase table without a shapefile: the attribute tables of a dossier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dothi.intake.reading.complete import whole_table
from dothi.intake.reading.formats.shapefile import declared
from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, Reader, Source

_TITLE = ("Bảng dBase (.dbf)", "dBase table (.dbf)")
_VERSIONS = frozenset({0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8B, 0xF5})


def _recognises(path: Path, head: bytes) -> bool:
    known = path.suffix.lower() == ".dbf" and len(head) > 32 and head[0] in _VERSIONS
    return known and not any(path.with_suffix(ending).exists() for ending in (".shp", ".SHP", ".tab", ".TAB"))


def _read(source: Source) -> Iterator[Part]:
    code = next((p for p in (source.path.with_suffix(e) for e in (".cpg", ".CPG")) if p.is_file()), None)
    parts = {".dbf": source.path, **({".cpg": code} if code else {})}
    struck = whole_table(source, source.path).deleted
    how = Opening(_TITLE, "ESRI Shapefile", declared(parts), byte_image=True, deleted=struck)
    yield from read_layers(source, how)


READER = Reader("dbase", *_TITLE, (".dbf",), _recognises, _read, sidecars=(".cpg",), rank=60)
