"""GeoJSON (RFC 7946, and the older kind with a ``crs`` member)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dothi.base.errors import Fault
from dothi.intake.layers import Skipped
from dothi.intake.reading.crs_text import crs_text, unusable_crs
from dothi.intake.reading.geojson_members import members, stated_crs
from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, RawLayer, Reader, Source

_TITLE = ("GeoJSON", "GeoJSON")
_NAMED = 8
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
    seen = members(source.path)
    if seen.foreign:
        yield Skipped(source.name, _foreign(source, seen.foreign))
    if seen.loses_ids:
        yield Skipped(source.name, _lost_ids(source))
    lost_crs = seen.crs is not None and not crs_text(stated_crs(seen.crs))
    if lost_crs:
        yield Skipped(source.name, unusable_crs(source.where, _first_line(seen.crs)))
    for part in read_layers(source, how, {"OGRGeoJSON": source.name}):
        yield replace(part, crs="") if lost_crs and isinstance(part, RawLayer) else part


def _first_line(crs: str | None) -> str:
    return (crs or "").partition("}")[0].strip()


def _foreign(source: Source, names: Sequence[str]) -> Fault:
    shown = ", ".join(names[:_NAMED]) + (f" (+{len(names) - _NAMED})" if len(names) > _NAMED else "")
    return Fault(
        "intake.foreign-members",
        f"Không đọc các thành phần nằm ngoài «properties»: {shown}",
        f"Members outside “properties” were not read: {shown}",
        source.where,
        "Nếu cần, ghi chúng thành thuộc tính trong «properties» của từng đối tượng",
        "If they are needed, write them as attributes among the “properties” of each feature",
    )


def _lost_ids(source: Source) -> Fault:
    return Fault(
        "intake.ids-lost",
        "Không giữ được mã «id» của các đối tượng: bị trùng, lẫn số với chữ, hoặc đã có thuộc tính «id»",
        "Identifiers (“id”) were not kept: double, numbers mixed with text, or an attribute “id” beside",
        source.where,
        "Ghi mã thành một thuộc tính riêng trong «properties»",
        "Write the identifier as an attribute of its own among the “properties”",
    )


READER = Reader("geojson", *_TITLE, (".geojson", ".json"), _recognises, _read)
