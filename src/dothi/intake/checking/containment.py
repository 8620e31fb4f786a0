"""How each feature lies to the plan's boundary: inside, crossing it, outside, or in a hole of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import shapely

from dothi.intake.checking.rings import Floats, Geometries

Places = npt.NDArray[np.int8]


class Place(IntEnum):
    """Where a feature lies."""

    INSIDE = 0
    CROSSING = 1
    OUTSIDE = 2
    IN_HOLE = 3


@dataclass(frozen=True, slots=True, eq=False)
class Containment:
    """For each feature: where it lies, the part outside (in metres) and how far that reaches out."""

    place: Places
    outer: Geometries
    reach: Floats


def containment_of(shapes: Geometries, boundary: Geometries, tolerance: float) -> Containment:
    """Place valid ``shapes`` to the polygons of ``boundary``, all in metres.

    A feature is outside when nothing of it reaches into the plan by more than ``tolerance``, inside when
    nothing of it reaches out by more; else it crosses. A hole is a place that the plan encloses.
    """
    whole = shapely.union_all(boundary)
    place = np.full(len(shapes), Place.INSIDE, np.int8)
    outer = np.full(len(shapes), None, dtype=object)
    reach = np.zeros(len(shapes))
    grown, core = (shapely.buffer(whole, by, quad_segs=16) for by in (tolerance, -tolerance))
    for outline in (whole, grown, core):
        shapely.prepare(outline)
    rows = np.flatnonzero(~shapely.covers(whole, shapes))
    rows = rows[~shapely.covers(grown, shapes[rows])]
    outer[rows] = shapely.difference(shapes[rows], whole)
    reach[rows] = _farthest(outer[rows], whole)
    within = shapely.intersects(core, shapes[rows])
    place[rows] = np.where(within, Place.CROSSING, Place.OUTSIDE)
    apart = rows[~within]
    holes = _holes(whole)
    if len(holes) and len(apart):
        middles = shapely.point_on_surface(shapes[apart])
        enclosed = np.unique(shapely.STRtree(holes).query(middles, predicate="intersects")[0])
        place[apart[enclosed]] = Place.IN_HOLE
    return Containment(place, outer, reach)


def _farthest(parts: Geometries, whole: object) -> Floats:
    """Greatest distance of a corner of each part from the plan, or of its middle where it fills a hole."""
    points, owner = shapely.get_coordinates(parts, return_index=True)
    far = np.zeros(len(parts))
    np.maximum.at(far, owner, shapely.distance(shapely.points(points), whole))
    filled = np.flatnonzero(shapely.get_dimensions(parts) == 2)
    middles = shapely.distance(shapely.point_on_surface(parts[filled]), whole)
    far[filled] = np.maximum(far[filled], middles)
    return far


def _holes(whole: object) -> Geometries:
    rings = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    holes = np.empty(len(rings), dtype=object)
    holes[:] = [shapely.Polygon(ring) for ring in rings]
    return holes
