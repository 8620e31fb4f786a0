"""Mending one geometry: each function gives the mended one, or ``None`` where none is sound."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

_POLYGONS = (3, 6)


def rebuilt(shape: Any) -> Any:
    """Make an invalid area valid: places inside an odd number of times stay, what has no extent goes."""
    if shapely.get_type_id(shape) not in _POLYGONS:
        return None
    return _sound(shapely.make_valid(shape, method="structure", keep_collapsed=False), shape)


def without_points(shape: Any, chosen: npt.NDArray[np.float64]) -> Any:
    """Drop points of borders and lines that lie at ``chosen``, one for each row, never the ends of a line."""
    wanted = [tuple(point) for point in chosen.tolist()]

    def kept(points: list[tuple[float, ...]], closed: bool) -> list[tuple[float, ...]]:
        ring = points[:-1] if closed else points
        out: list[tuple[float, ...]] = []
        for place, point in enumerate(ring):
            end = not closed and place in {0, len(ring) - 1}
            if point[:2] in wanted and not end:
                wanted.remove(point[:2])
            else:
                out.append(point)
        return [*out, out[0]] if closed and out else out

    return _sound(_mapped(shape, kept), shape)


def with_points(shape: Any, added: npt.NDArray[np.float64], reach: float) -> Any:
    """Put points of ``added`` into the border that passes them within ``reach``, in the border's order.

    A point within ``reach`` of one that is there already stays out: which of the two is meant is a person's
    decision. ``None`` where no point is left to put in.
    """
    corners = shapely.MultiPoint(shapely.get_coordinates(shape))
    left = [tuple(p) for p in added.tolist() if corners.distance(shapely.Point(p)) > reach]
    if not left:
        return None

    def threaded(points: list[tuple[float, ...]], closed: bool) -> list[tuple[float, ...]]:
        del closed
        out = [points[0]]
        for start, stop in pairwise(points):
            side = shapely.LineString([start[:2], stop[:2]])
            here = [point for point in left if side.distance(shapely.Point(point)) <= reach]
            here.sort(key=lambda point, side=side: side.project(shapely.Point(point)))  # type: ignore[misc]
            for point in here:
                left.remove(point)
            out += [*here, stop]
        return out

    return _sound(_mapped(shape, threaded), shape)


def _mapped(shape: Any, change: Any) -> Any:
    """Run ``change`` over every ring or line of a geometry; ``None`` where too few points are left."""
    parts = [_part(part, change) for part in shapely.get_parts(shape)]
    if any(part is None for part in parts):
        return None
    if shape.geom_type.startswith("Multi"):
        return type(shape)(parts)
    return parts[0]


def _part(part: Any, change: Any) -> Any:
    if part.geom_type == "LineString":
        points = change(list(part.coords), False)
        return shapely.LineString(points) if len(points) >= 2 else None
    if part.geom_type != "Polygon":
        return None
    rings = [change(list(ring.coords), True) for ring in (part.exterior, *part.interiors)]
    return None if any(len(ring) < 4 for ring in rings) else shapely.Polygon(rings[0], rings[1:])


def _sound(mended: Any, before: Any) -> Any:
    """Give ``mended`` where it is valid, not empty and of the kind it was; else ``None``."""
    if mended is None or mended.is_empty or not mended.is_valid:
        return None
    same = shapely.get_dimensions(mended) == shapely.get_dimensions(before)
    plain = mended.geom_type != "GeometryCollection"
    return mended if same and plain else None
