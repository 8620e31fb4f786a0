"""Borders that two zones share without sharing their points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from dothi.intake.checking.rings import Bools, Floats, Geometries, Ints
from dothi.intake.checking.tiling.contacts import Contacts, distance_to_edge
from dothi.intake.checking.tiling.edges import OUTSIDE, LooseEdges


@dataclass(frozen=True, slots=True, eq=False)
class Meetings:
    """Points of a neighbour that a zone's border passes without a point of its own, one row a point.

    ``zone`` lacks the point, ``neighbour`` has it. A point that two neighbours have stands twice.
    """

    zone: Ints
    neighbour: Ints
    points: Floats


def unmet_vertices(
    zones: Geometries, edges: LooseEdges, touching: Contacts, told: Geometries, reach: float
) -> Meetings:
    """Find the points of one zone on the border of another that has no point within ``reach`` of them.

    The two must run along each other, not only touch. Points at an overlap or gap that is ``told`` already
    are left out: they are its consequence.
    """
    found = [
        _along(edges, touching.first, touching.second, reach),
        _along(edges, touching.second, touching.first, reach),
    ]
    zone, neighbour, points = (np.concatenate([part[n] for part in found]) for n in range(3))
    _, once = np.unique(np.rec.fromarrays([zone, neighbour, points[:, 0], points[:, 1]]), return_index=True)
    zone, neighbour, points = zone[once], neighbour[once], points[once]
    own = shapely.extract_unique_points(zones[zone])
    free = shapely.distance(own, shapely.points(points)) > reach
    free[free] = ~_near_any(points[free], told, reach)
    return Meetings(zone[free], neighbour[free], points[free])


def _facing(a: Floats, b: Floats, c: Floats, d: Floats) -> Bools:
    """Tell the pairs of edges that run opposite ways, as neighbours do and overlapping zones do not."""
    facing: Bools = np.einsum("ij,ij->i", b - a, d - c) < 0
    return facing


def _along(edges: LooseEdges, bare: Ints, other: Ints, reach: float) -> tuple[Ints, Ints, Floats]:
    """Ends of the edges ``other`` that lie on the edges ``bare`` of another zone, away from their ends."""
    apart = (
        (edges.owner[bare] != edges.owner[other])
        & (edges.owner[bare] != OUTSIDE)
        & (edges.owner[other] != OUTSIDE)
    )
    bare, other = bare[apart], other[apart]
    a, b = edges.start[bare], edges.stop[bare]
    c, d = edges.start[other], edges.stop[other]
    shared = _facing(a, b, c, d) & _shared_stretch(a, b, c, d, reach)
    rows = []
    for point in (edges.start, edges.stop):
        here = point[other]
        away = (np.hypot(*(here - a).T) > reach) & (np.hypot(*(here - b).T) > reach)
        rows.append((shared & away & (distance_to_edge(here, a, b) <= reach), here))
    zone = np.concatenate([edges.owner[bare][chosen] for chosen, _ in rows])
    neighbour = np.concatenate([edges.owner[other][chosen] for chosen, _ in rows])
    return zone, neighbour, np.concatenate([here[chosen] for chosen, here in rows])


def _shared_stretch(a: Floats, b: Floats, c: Floats, d: Floats, reach: float) -> Bools:
    """Tell the pairs of edges that run together for longer than ``reach``."""
    ends = [
        (a, distance_to_edge(a, c, d)),
        (b, distance_to_edge(b, c, d)),
        (c, distance_to_edge(c, a, b)),
        (d, distance_to_edge(d, a, b)),
    ]
    shared = np.zeros(len(a), bool)
    for place, (p, p_off) in enumerate(ends):
        for q, q_off in ends[place + 1 :]:
            shared |= (p_off <= reach) & (q_off <= reach) & (np.hypot(*(p - q).T) > 2 * reach)
    return shared


def _near_any(points: Floats, told: Geometries, reach: float) -> Bools:
    near = np.zeros(len(points), bool)
    if len(points) and len(told):
        found = shapely.STRtree(told).query(shapely.points(points), predicate="dwithin", distance=reach)
        near[found[0]] = True
    return near
