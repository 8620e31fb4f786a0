"""Outlines as GeoJSON geometries in WGS 84: generalised for screens, dissolved into larger units.

Generalising and dissolving keep shared borders shared: a set of units is one coverage, simplified as a
whole. Tolerances are given in metres and turned into degrees at the rate of the equator (about 111 km to
the degree), which near 16° north is at most 4 % off: these outlines are for looking at, never for measuring
areas.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import mapping, shape

Geometry = Mapping[str, Any]
METRES_PER_DEGREE = 111_320.0
DECIMALS = 5


def generalised(outlines: Mapping[str, Geometry], metres: float) -> dict[str, dict[str, Any]]:
    """Simplify a set of neighbouring outlines together, so that common borders stay common.

    :param metres: borders move by about this much at most; 0 only rounds to about a metre.
    """
    keys = list(outlines)
    shapes = [shape(outlines[key]) for key in keys]
    simple = list(shapely.coverage_simplify(shapes, metres / METRES_PER_DEGREE)) if metres else shapes
    return {key: geojson(item) for key, item in zip(keys, simple, strict=True)}


def dissolved(outlines: Iterable[Geometry]) -> dict[str, Any] | None:
    """Join outlines that share borders into one; ``None`` of nothing."""
    shapes = [shape(outline) for outline in outlines]
    if not shapes:
        return None
    joined = shapely.coverage_union_all(shapes)
    return geojson(joined if joined.is_valid else shapely.union_all(shapes))


def geojson(geometry: Any, decimals: int = DECIMALS) -> dict[str, Any]:
    """Write a polygon as a GeoJSON MultiPolygon, rounded, rings that vanish left out."""
    parts = getattr(geometry, "geoms", [geometry])
    polygons = []
    for part in parts:
        rings = [_ring(ring, decimals) for ring in mapping(part)["coordinates"]]
        if rings and len(rings[0]) >= 4:
            polygons.append([ring for ring in rings if len(ring) >= 4])
    return {"type": "MultiPolygon", "coordinates": polygons}


def _ring(points: Sequence[Sequence[float]], decimals: int) -> list[list[float]]:
    ring: list[list[float]] = []
    for point in points:
        rounded = [round(float(point[0]), decimals), round(float(point[1]), decimals)]
        if not ring or ring[-1] != rounded:
            ring.append(rounded)
    return ring


def box(outline: Geometry) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    west, south, east, north = shape(outline).bounds
    return west, south, east, north


def inner_point(outline: Geometry) -> tuple[float, float]:
    """Longitude and latitude of a point that lies inside, near the middle of the largest part."""
    geometry = shape(outline)
    largest = max(getattr(geometry, "geoms", [geometry]), key=lambda part: part.area)
    point = largest.representative_point()
    return round(point.x, DECIMALS), round(point.y, DECIMALS)


def contains(outline: Geometry, longitude: float, latitude: float) -> bool:
    """Tell whether a point lies inside or on the border."""
    return bool(shape(outline).covers(shapely.Point(longitude, latitude)))
