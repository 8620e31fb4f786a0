"""Mending one geometry: each function gives the mended one, or ``None`` where none is sound."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import count, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

_POLYGONS = (3, 6)


def rebuilt(shape: Any) -> Any:
    """Make an invalid area valid: places inside an odd number of times stay, what has no extent goes.

    Corners keep their heights; a new one where borders cross lies between theirs.
    """
    if shapely.get_type_id(shape) not in _POLYGONS or shapely.has_m(shape):
        return None
    return _sound(shapely.make_valid(shape, method="structure", keep_collapsed=False), shape)


def without_repeats(shape: Any) -> Any:
    """Drop points that lie exactly where the one before them lies; ``None`` where there are none.

    A point right above or below the one before is no repetition and stays.
    """

    def kept(points: list[tuple[float, ...]], _run: int) -> list[tuple[float, ...]]:
        return [points[0], *(after for before, after in pairwise(points) if after != before)]

    return _sound(_mapped(shape, kept), shape)


def without_points(shape: Any, places: Mapping[int, Collection[int]]) -> Any:
    """Drop corners of an area: ``places`` gives for a ring, counted through all parts, those of its points.

    The other points stay as they are, also those of other rings at the very place of one that goes.
    """

    def kept(points: list[tuple[float, ...]], run: int) -> list[tuple[float, ...]]:
        out = [point for place, point in enumerate(points[:-1]) if place not in places.get(run, ())]
        return [*out, *out[:1]]

    return _sound(_mapped(shape, kept), shape)


def with_points(shape: Any, added: npt.NDArray[np.float64], reach: float) -> Any:
    """Put points of ``added`` into the border that passes them within ``reach``, in the border's order.

    A point within ``reach`` of one that is there already stays out: which of the two is meant is a person's
    decision. Where the border has heights, the point takes the height of the border there. ``None`` where no
    point is left to put in.
    """
    corners = shapely.MultiPoint(shapely.get_coordinates(shape))
    left = [tuple(p) for p in added.tolist() if corners.distance(shapely.Point(p)) > reach]
    if not left:
        return None

    def threaded(points: list[tuple[float, ...]], _run: int) -> list[tuple[float, ...]]:
        out = [points[0]]
        for start, stop in pairwise(points):
            side = shapely.LineString([start[:2], stop[:2]])
            here = [point for point in left if side.distance(shapely.Point(point)) <= reach]
            here.sort(key=lambda point, side=side: side.project(shapely.Point(point)))  # type: ignore[misc]
            for point in here:
                left.remove(point)
            out += [*(_at_height(point, start, stop) for point in here), stop]
        return out

    return _sound(_mapped(shape, threaded), shape)


def _at_height(point: tuple[float, ...], start: tuple[float, ...], stop: tuple[float, ...]) -> Any:
    """The point with the height of the side from ``start`` to ``stop`` beside it, where that has one."""
    if len(start) < 3:
        return point
    side = shapely.LineString([start[:2], stop[:2]])
    share = side.project(shapely.Point(point), normalized=True)
    return (*point, start[2] + share * (stop[2] - start[2]))


def _mapped(shape: Any, change: Any) -> Any:
    """Run ``change`` over the points of every ring or line, counted through all parts.

    ``None`` where nothing changes, where too few points are left, and for points with a measure (M).
    """
    if shapely.has_m(shape):
        return None
    runs, parts = count(), []
    for part in shapely.get_parts(shape):
        if part.geom_type not in {"LineString", "Polygon"}:
            return None
        rings = [part] if part.geom_type == "LineString" else [part.exterior, *part.interiors]
        points = [change(list(ring.coords), next(runs)) for ring in rings]
        least = 2 if part.geom_type == "LineString" else 4
        if any(len(ring) < least for ring in points):
            return None
        parts.append(type(part)(points[0], *([points[1:]] if least > 2 else [])))
    mended = type(shape)(parts) if shape.geom_type.startswith("Multi") else parts[0]
    return None if shapely.to_wkb(mended) == shapely.to_wkb(shape) else mended


def _sound(mended: Any, before: Any) -> Any:
    """Give ``mended`` where it is valid, not empty and of the kind it was; else ``None``."""
    if mended is None or mended.is_empty or not mended.is_valid:
        return None
    same = shapely.get_dimensions(mended) == shapely.get_dimensions(before)
    plain = mended.geom_type != "GeometryCollection"
    return mended if same and plain else None
