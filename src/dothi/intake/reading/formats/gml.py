"""GML and CityGML; schemas are not fetched, references are not followed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dothi.intake.layers import Skipped
from dothi.intake.reading.crs_text import unusable_crs
from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, RawLayer, Reader, Source, siblings
from dothi.intake.reading.xml_screen import holds, looks_like, screen

_TITLE = ("GML", "GML")
_ROOTS = ("FeatureCollection", "CityModel", "Topography", "SpatialDataSet")
_OPTIONS = {"DOWNLOAD_SCHEMA": "NO", "WRITE_GFS": "NO"}


def _recognises(path: Path, head: bytes) -> bool:
    if path.suffix.lower() == ".gml":
        return b"<" in head
    return path.suffix.lower() == ".xml" and b"opengis.net/gml" in head and looks_like(path, head, *_ROOTS)


def _read(source: Source) -> Iterator[Part]:
    for beside in siblings(source.path):
        if beside == source.path or beside.suffix.lower() == ".xsd":
            screen(source, beside, _TITLE)
    stated = holds(source.path, b"srsName=")
    for part in read_layers(source.staged(".xsd"), Opening(_TITLE, "GML", options=_OPTIONS)):
        if isinstance(part, RawLayer) and part.spatial and stated and not part.crs:
            yield Skipped(part.name, unusable_crs(f"{source.where}, {part.name}", "srsName"))
        yield part


READER = Reader("gml", *_TITLE, (".gml", ".xml"), _recognises, _read, sidecars=(".gfs", ".xsd"))
