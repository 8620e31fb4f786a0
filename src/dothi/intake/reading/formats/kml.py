"""KML and KMZ; what a file points to elsewhere is not fetched."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from dothi.base.errors import Fault, UnusableError
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
        yield from _unpacked(source)
    else:
        yield from _document(source)


def _document(source: Source) -> Iterator[Part]:
    screen(source, source.path, _TITLE)
    if _mentions(source.path, "<NetworkLink"):
        yield Skipped(source.name, _points_away(source))
    for part in read_layers(source, Opening(_TITLE, "LIBKML")):
        yield _without_drawing(part) if isinstance(part, RawLayer) else part


def _unpacked(source: Source) -> Iterator[Part]:
    """Every document of a KMZ that holds places, ``doc.kml`` first."""
    left_out = unpack(source.path, source.where, source.scratch, source.allowance or Allowance(source.limits))
    yield from (Skipped(source.name, fault) for fault in left_out)
    documents = sorted(
        (path for path in source.scratch.rglob("*") if path.suffix.lower() == ".kml" and path.is_file()),
        key=lambda path: (path.name.lower() != "doc.kml", len(path.parts), path),
    )
    if not documents:
        raise broken(source, *_TITLE)
    first, *others = documents
    yield from _document(replace(source, path=first))
    for path in others:
        inner = replace(source, path=path, where=f"{source.where}/{path.relative_to(source.scratch)}")
        try:
            if _mentions(path, "Placemark"):
                yield from _document(inner)
        except UnusableError as error:
            yield from (Skipped(inner.name, fault) for fault in error.faults)


def _mentions(path: Path, word: str) -> bool:
    """Whether a word stands in a document, in UTF-8 or in UTF-16 of either order."""
    return holds(path, word.encode()) or holds(path, word.encode("utf-16-le")[:-1])


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
