"""Whether areas look meant to lie side by side: who has a neighbour, and what borders are common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from dothi.intake.checking.rings import Geometries

_AREAS, _PLACES = 200, 32
"""Areas looked at, spread over all of them, and places along the border of each."""
_OWN_SHARE = 40
"""Borders are meant to be one up to this part of an area's own width, the side of a square of its size."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Share of the areas that have a neighbour, and share of the length of borders that is common to two."""

    neighboured: float
    common: float


def neighbourhood(areas: Geometries, reach: float) -> Neighbourhood:
    """Look along borders of valid polygons in metres, of some of them where there are many.

    A place of a border is common when the border of another area lies within ``reach``, or within a small
    part of the area's own width: what was drawn a little apart, or over each other, was meant to be one.
    """
    chosen = np.unique(np.linspace(0, len(areas) - 1, min(_AREAS, len(areas))).astype(np.int64))
    if not len(chosen):
        return Neighbourhood(0.0, 0.0)
    borders = shapely.boundary(areas[chosen])
    along = (np.arange(_PLACES) + 0.5) / _PLACES
    places = shapely.line_interpolate_point(borders[:, None], along, normalized=True)
    within = np.repeat(np.maximum(reach, np.sqrt(shapely.area(areas[chosen])) / _OWN_SHARE), _PLACES)
    place, other = shapely.STRtree(areas).query(places.ravel(), predicate="dwithin", distance=within)
    apart = chosen[place // _PLACES] != other
    place, other = place[apart], other[apart]
    concerned, at = np.unique(other, return_inverse=True)
    edges = shapely.boundary(areas[concerned])
    near = np.zeros(len(chosen) * _PLACES, bool)
    near[place[shapely.distance(places.ravel()[place], edges[at]) <= within[place]]] = True
    share = near.reshape(len(chosen), _PLACES).mean(axis=1)
    length = shapely.length(borders)
    return Neighbourhood(float((share > 0).mean()), float(share @ length / length.sum()))
