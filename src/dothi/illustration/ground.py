"""The ground that plans stand on: real outlines of units, in metres.

Outlines come in WGS 84 and are carried to VN-2000 by the project's one named operation. Vertices that
neighbours share are the same number before and after, so a dissolved ground has no cracks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import shape

from dothi.base.crs import pipeline_text, zone
from dothi.base.errors import Fault, InputError
from dothi.illustration.chance import Floats
from dothi.illustration.curves import rounded

EPSG = 5899
"""VN-2000, central meridian 107°45': the zone of Quảng Nam and Đà Nẵng."""

SHORE_REACH = 3_000.0
"""How far, in metres, the sea may lie from the line that the script draws along it."""

Outlines = Mapping[str, Any]


def projected(outlines: Mapping[str, Mapping[str, Any]], epsg: int = EPSG) -> dict[str, Any]:
    """Carry outlines (GeoJSON geometries in WGS 84) to metres, rounded to a millimetre."""
    transformer = Transformer.from_pipeline(pipeline_text(zone(epsg)))

    def to_metres(points: Floats) -> Floats:
        east, north = transformer.transform(points[:, 0], points[:, 1], direction="INVERSE")
        return np.column_stack([east, north])

    return {key: rounded(shapely.transform(shape(outline), to_metres)) for key, outline in outlines.items()}


def ground_of(outlines: Outlines, units: Sequence[str], *, islands: bool = False) -> Any:
    """Dissolve units into one ground; ``islands`` keeps its smaller parts too.

    Raises :class:`InputError` (``illustration.no-outline``) for a unit without an outline.
    """
    missing = [unit for unit in units if unit not in outlines]
    if missing:
        listed = ", ".join(missing)
        raise InputError(
            Fault(
                "illustration.no-outline",
                f"Gói dữ liệu không có ranh giới của: {listed}",
                f"The pack has no outline of: {listed}",
                remedy_vi="Sửa «units» của đồ án, hoặc thêm ranh giới vào outlines.geojson",
                remedy_en="Mend the plan's “units”, or add the outlines to outlines.geojson",
            )
        )
    whole = shapely.coverage_union_all([outlines[unit] for unit in units])
    parts = sorted(shapely.get_parts(whole), key=lambda part: -part.area)
    kept = [part for part in parts if part.area > 10_000] if islands else parts[:1]
    return shapely.normalize(shapely.multipolygons(kept)) if len(kept) > 1 else shapely.normalize(kept[0])


def shore_of(outlines: Outlines, ground: Any, along: Sequence[tuple[float, float]]) -> Any:
    """The ground's edge on the sea: where no other unit lies beyond, within three kilometres of ``along``.

    An empty geometry where the ground has no such edge.
    """
    if not along:
        return shapely.MultiLineString()
    land = shapely.coverage_union_all(list(outlines.values()))
    edge = shapely.intersection(shapely.boundary(ground), shapely.boundary(land))
    near = shapely.buffer(shapely.LineString(along), SHORE_REACH)
    lines = shapely.get_parts(shapely.intersection(edge, near))
    return shapely.line_merge(shapely.multilinestrings(lines[shapely.get_type_id(lines) == 1]))
