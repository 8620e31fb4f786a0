"""Rings put together to polygons: holes in what is around them, islands in holes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

NORMAL, _OUTER = 0, 1
"""Styles of filling, by their numbers in drawings."""


def assembled(rings: Sequence[Any], style: int = NORMAL) -> Any:
    """Polygons of the rings of one hatch.

    By the hatch style: *normal* (0) fills every other ring inwards, *outer* (1) the outermost down to the
    first island, anything else the outermost whole. A single polygon stays one; several are a MultiPolygon.
    """
    order = sorted(range(len(rings)), key=lambda place: -rings[place].area)
    inside = [_inner_point(rings[place]) for place in order]
    holders = [
        [
            outer
            for outer in range(place)
            if rings[order[outer]].area > 0 and _holds(rings[order[outer]], inside[place])
        ]
        for place in range(len(order))
    ]
    shells: dict[int, list[int]] = {}
    for place, around in enumerate(holders):
        depth = len(around)
        if depth % 2 == 0 and (style == NORMAL or depth == 0):
            shells[place] = []
        elif around and around[-1] in shells and style in {NORMAL, _OUTER}:
            shells[around[-1]].append(place)
    polygons = [
        shapely.Polygon(
            rings[order[shell]].exterior.coords, [rings[order[hole]].exterior.coords for hole in holes]
        )
        for shell, holes in shells.items()
    ]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _inner_point(ring: Any) -> Any:
    """A point inside a ring; its first corner where it crosses itself."""
    if ring.is_valid and ring.area > 0:
        return ring.representative_point()
    return shapely.Point(np.asarray(ring.exterior.coords)[0])


def _holds(outer: Any, point: Any) -> bool:
    whole = outer if outer.is_valid else shapely.make_valid(outer)
    return bool(whole.covers(point))
