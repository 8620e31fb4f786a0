"""KML and KMZ; what a file points to elsewhere is not fetched."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from dothi.base.errors import Fault
from dothi.intake.layers import Skipped
from dothi.intake.reading.archive import Allowance, unpack
from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, RawLayer, Reader, Source, broken
from dothi.intake.reading.xml_screen import holds, looks_like, screen

_TITLE = ("KML, KMZ", "KML, KMZ")
_OF_DRAWING = frozenset({"altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon"})
"""Columns the driver adds that say how a feature is drawn."""


def _recognises(path: Path, head: bytes) -> bool:
    if path.suffix.lower() == ".kmz":
        return head.startswith(b"PK\x03\x04") and zipfile.is_zipfile(path)
    return path.suffix.lower() == ".kml" and looks_like(path, head, "kml", "Document", "Folder", "Placemark")


def _read(source: Source) -> Iterator[Part]:
    if source.path.suffix.lower() == ".kmz":
        source = _unpacked(source)
    screen(source, source.path, _TITLE)
    if holds(source.path, b"<NetworkLink"):
        yield Skipped(source.name, _points_away(source))
    for part in read_layers(source, Opening(_TITLE, "LIBKML")):
        yield _without_drawing(part) if isinstance(part, RawLayer) else part


def _unpacked(source: Source) -> Source:
    """The document of a KMZ: ``doc.kml``, or the first there is."""
    unpack(source.path, source.where, source.scratch, Allowance(source.limits))
    found = sorted(
        (path for path in source.scratch.rglob("*") if path.suffix.lower() == ".kml" and path.is_file()),
        key=lambda path: (path.name.lower() != "doc.kml", len(path.parts), path),
    )
    if not found:
        raise broken(source, *_TITLE)
    return replace(source, path=found[0])


def _without_drawing(layer: RawLayer) -> RawLayer:
    kept = [place for place, name in enumerate(layer.columns) if name not in _OF_DRAWING]
    heads = 2 if layer.spatial else 1

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in layer.batches:
            arrays = [*batch.columns[:heads], *(batch.column(heads + place) for place in kept)]
            names = [*batch.schema.names[:heads], *(f"c{number}" for number in range(len(kept)))]
            yield pa.RecordBatch.from_arrays(arrays, names=names)

    return replace(layer, columns=tuple(layer.columns[place] for place in kept), batches=batches())


def _points_away(source: Source) -> Fault:
    return Fault(
        "intake.network-link",
        "Tệp KML trỏ tới dữ liệu ở địa chỉ khác (NetworkLink); phần đó không đọc",
        "The KML points to data at another address (NetworkLink); that part is not read",
        source.where,
        "Gửi chính dữ liệu ở địa chỉ đó",
        "Send the data at that address",
    )


READER = Reader("kml", *_TITLE, (".kml", ".kmz"), _recognises, _read)
