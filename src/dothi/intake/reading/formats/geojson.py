"""GeoJSON (RFC 7946, and the older kind with a ``crs`` member)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, Reader, Source

_TITLE = ("GeoJSON", "GeoJSON")
_TYPE = re.compile(
    rb'"(?:type|features|geometry|coordinates)"\s*:'
    rb'|"type"\s*:\s*"(?:FeatureCollection|Feature|(?:Multi)?(?:Polygon|LineString|Point)|GeometryCollection)"'
)


def _recognises(path: Path, head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if path.suffix.lower() == ".geojson":
        return start.startswith(b"{")
    return path.suffix.lower() == ".json" and start.startswith(b"{") and bool(_TYPE.search(start))


def _read(source: Source) -> Iterator[Part]:
    how = Opening(_TITLE, "GeoJSON", options={"NATIVE_DATA": "NO"})
    yield from read_layers(source, how, {"OGRGeoJSON": source.name})


READER = Reader("geojson", *_TITLE, (".geojson", ".json"), _recognises, _read)
