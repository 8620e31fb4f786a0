"""Features that repeat the geometry of another."""

from __future__ import annotations

import numpy as np
import shapely

from dothi.intake.checking.rings import Floats, Geometries, Ints, Together

_SLANT = np.array([1.0, 0.7548776662466927, 0.5698402909980532, 0.4301597090019468])


def copies_of(shapes: Geometries, rank: Ints, reach: float, together: Together) -> Ints:
    """For each geometry the one of lowest ``rank`` that lies within ``reach`` of it everywhere, else -1.

    Boxes are compared first, on one slanted axis; what is left is decided by the Hausdorff distance, so the
    order and number of points do not matter. Pairs that ``together`` denies may lie upon each other.
    """
    found = np.full(len(shapes), -1, np.int64)
    rows = np.flatnonzero(~shapely.is_missing(shapes))
    first, second = _same_boxes(shapely.bounds(shapes[rows]), reach)
    first, second = rows[first], rows[second]
    allowed = together(first, second)
    first, second = first[allowed], second[allowed]
    same = shapely.get_dimensions(shapes[first]) == shapely.get_dimensions(shapes[second])
    first, second = first[same], second[same]
    same = shapely.hausdorff_distance(shapes[first], shapes[second]) <= reach
    first, second = first[same], second[same]
    original = np.where(rank[first] < rank[second], first, second)
    copy = np.where(rank[first] < rank[second], second, first)
    order = np.lexsort((-rank[original], rank[copy]))
    found[copy[order]] = original[order]
    return found


def _same_boxes(boxes: Floats, reach: float) -> tuple[Ints, Ints]:
    """Pairs of boxes whose four sides lie within ``reach`` of each other."""
    slanted = boxes @ _SLANT
    order = np.argsort(slanted, kind="stable")
    ordered, window = slanted[order], reach * float(_SLANT.sum()) + 1e-6  # wider than any rounding
    first, second = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    step = 1
    while step < len(order):
        near = np.flatnonzero(ordered[step:] - ordered[:-step] <= window)
        if not len(near):
            break
        a, b = order[near], order[near + step]
        close = np.abs(boxes[a] - boxes[b]).max(axis=1) <= reach
        first.append(a[close])
        second.append(b[close])
        step += 1
    return np.concatenate(first), np.concatenate(second)
