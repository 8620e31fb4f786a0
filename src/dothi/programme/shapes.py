"""Shapes in which a map shows what a programme ties together: a hull around towns, a line along a chain.

They are signs, made from the points of the towns for looking at: nobody drew or adopted such a boundary.
Distances are metres on a plane laid at the points' own latitude, which over a province is at most some parts
in a thousand off.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import shapely
from shapely.geometry import mapping

METRES_PER_DEGREE = 111_320.0
DECIMALS = 4
"""About 11 m: far finer than the hull means."""
_QUARTER_STEPS = 6

Point = tuple[float, float]
"""Longitude and latitude in degrees of WGS 84."""


def hull_around(points: Iterable[Point], metres: float) -> dict[str, Any] | None:
    """A GeoJSON polygon that keeps ``metres`` from the points on all sides; ``None`` of no points.

    One point gives a disc, two a capsule, more their convex hull with rounded corners.
    """
    given = list(points)
    if not given:
        return None
    stretch = _stretch(given)
    plane = shapely.MultiPoint([(longitude * stretch, latitude) for longitude, latitude in given])
    soft = shapely.convex_hull(plane).buffer(metres / METRES_PER_DEGREE, quad_segs=_QUARTER_STEPS)
    ring = [[_round(x / stretch), _round(y)] for x, y in mapping(soft)["coordinates"][0]]
    return {"type": "Polygon", "coordinates": [ring]}


def line_through(points: Iterable[Point]) -> dict[str, Any] | None:
    """A GeoJSON line through the points in their order; ``None`` of fewer than two different ones."""
    steps: list[list[float]] = []
    for longitude, latitude in points:
        place = [_round(longitude), _round(latitude)]
        if not steps or steps[-1] != place:
            steps.append(place)
    return {"type": "LineString", "coordinates": steps} if len(steps) > 1 else None


def middle_of(points: Iterable[Point]) -> Point | None:
    """The mean of the points; ``None`` of none."""
    given = list(points)
    if not given:
        return None
    return (
        _round(sum(longitude for longitude, _ in given) / len(given)),
        _round(sum(latitude for _, latitude in given) / len(given)),
    )


def _stretch(points: list[Point]) -> float:
    return math.cos(math.radians(sum(latitude for _, latitude in points) / len(points)))


def _round(value: float) -> float:
    return round(float(value), DECIMALS)
