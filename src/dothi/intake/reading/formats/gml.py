"""GML and CityGML; schemas are not fetched, references are not followed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, Reader, Source, siblings
from dothi.intake.reading.xml_screen import looks_like, screen

_TITLE = ("GML", "GML")
_ROOTS = ("FeatureCollection", "CityModel", "Topography", "SpatialDataSet")
_OPTIONS = {"DOWNLOAD_SCHEMA": "NO", "WRITE_GFS": "NO"}


def _recognises(path: Path, head: bytes) -> bool:
    if path.suffix.lower() == ".gml":
        return b"<" in head
    return path.suffix.lower() == ".xml" and b"opengis.net/gml" in head and looks_like(path, head, *_ROOTS)


def _read(source: Source) -> Iterator[Part]:
    for part in siblings(source.path):
        if part == source.path or part.suffix.lower() == ".xsd":
            screen(source, part, _TITLE)
    yield from read_layers(source.staged(".xsd"), Opening(_TITLE, "GML", options=_OPTIONS))


READER = Reader("gml", *_TITLE, (".gml", ".xml"), _recognises, _read, sidecars=(".gfs", ".xsd"))
