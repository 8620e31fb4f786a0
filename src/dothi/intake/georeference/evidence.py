"""What speaks for a way of taking coordinates: lying in the area expected, and on outlines that are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

SAMPLE = 2_000
"""Corners looked at, spread evenly over a layer."""
ON_OUTLINE_M = 5.0
"""A corner this close to a known outline counts as lying on it."""
ENOUGH_M = 500.0
_METRES = 111_320.0
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Expected:
    """Where a plan ought to lie, in WGS 84: an area, and outlines it may share (communes, published plans).

    Made by :func:`expected`; ``pieces`` are the outlines in metres around ``middle``, ready to be asked.
    """

    area: Any
    outlines: tuple[Any, ...]
    middle: tuple[float, float]
    pieces: shapely.STRtree


def sample(shapes: Sequence[Any] | NDArray[Any]) -> Points:
    """Finite corners of a layer, at most ``SAMPLE``, as they stand."""
    points = shapely.get_coordinates(np.asarray(shapes, dtype=object))
    points = points[np.isfinite(points).all(axis=1)]
    step = max(1, len(points) // SAMPLE)
    chosen: Points = points[::step][:SAMPLE]
    return chosen


def expected(area: Any, outlines: Sequence[Any] = (), *, exact: bool = True) -> Expected:
    """Make the area and the outlines ready to be asked often; both in WGS 84, longitude first.

    Outlines that are not ``exact`` to a few metres (generalised for screens) are drawn and prove nothing.
    """
    shapely.prepare(area)
    west, south, east, north = area.bounds
    middle = (west + east) / 2, (south + north) / 2
    edges = [
        shapely.boundary(o) if o.geom_type.endswith("Polygon") else o for o in outlines if not o.is_empty
    ]
    lines = [part for edge in edges for part in shapely.get_parts(edge)]
    flat = [shapely.transform(line, lambda rows: metres(rows, middle)) for line in lines]
    pieces = [piece for line in flat for piece in _segments(line)] if exact else []
    return Expected(area, tuple(edges), middle, shapely.STRtree(pieces))


def inside(points: Points, area: Any) -> float:
    """Share of points in the area."""
    return float(shapely.contains_xy(area, points[:, 0], points[:, 1]).mean()) if len(points) else 0.0


def on_outlines(points: Points, where: Expected) -> float | None:
    """Share of points on known outlines; ``None`` where none are known.

    What lies close together may lie on a line by chance: the share counts in full only where the points on
    outlines reach over ``ENOUGH_M``, and less in proportion.
    """
    if not len(where.pieces) or not len(points):
        return None
    flat = metres(points, where.middle)
    near = np.unique(where.pieces.query(shapely.points(flat), predicate="dwithin", distance=ON_OUTLINE_M)[0])
    if not len(near):
        return 0.0
    reach = float(np.hypot(*(flat[near].max(axis=0) - flat[near].min(axis=0))))
    return len(near) / len(points) * min(1.0, reach / ENOUGH_M)


def metres(points: Points, middle: tuple[float, float]) -> Points:
    """Lay degrees out flat around a middle, in metres; good to a part in a thousand over a province."""
    across = _METRES * np.cos(np.radians(middle[1]))
    return np.column_stack([(points[:, 0] - middle[0]) * across, (points[:, 1] - middle[1]) * _METRES])


def _segments(line: Any) -> list[Any]:
    """A line in pieces of some dozen corners, for a tree of small boxes."""
    corners = shapely.get_coordinates(line)
    starts = range(0, max(len(corners) - 1, 1), 16)
    return [shapely.LineString(corners[start : start + 17]) for start in starts if len(corners) > start + 1]
