"""Features that repeat the geometry of another."""

from __future__ import annotations

import numpy as np
import shapely

from dothi.intake.checking.rings import AREAS, Bools, Floats, Geometries, Ints, Together
from dothi.intake.checking.tiling.faces import joined_groups

_SLANT = np.array([1.0, 0.7548776662466927, 0.5698402909980532, 0.4301597090019468])
_QUARTER = 32
"""Points of a quarter circle: a buffer is then nowhere more than 0.03 % too narrow."""


def copies_of(shapes: Geometries, rank: Ints, reach: float, together: Together) -> Ints:
    """For each geometry the one of lowest ``rank`` that lies within ``reach`` of it everywhere, else -1.

    Boxes are compared first, then the borders and lines themselves, so that the order and number of points do
    not matter and other borders through the same points are no copies. Pairs that ``together`` denies may
    lie upon each other. Memory grows with the number of geometries, not with that of their pairs.
    """
    found = np.full(len(shapes), -1, np.int64)
    rows = np.flatnonzero(~shapely.is_missing(shapes))
    boxes = shapely.bounds(shapes[rows])
    chosen, group = _crowds(boxes, reach)
    rows, boxes = rows[chosen], boxes[chosen]
    order = np.lexsort((rank[rows], group))
    rows, boxes, group = rows[order], boxes[order], group[order]
    heads = np.searchsorted(group, np.arange(group[-1] + 1 if len(group) else 0))
    open_ = np.arange(len(rows))
    while True:
        # each round holds one feature of every crowd against those after it that repeat none so far
        open_ = open_[(open_ > heads[group[open_]]) & (found[rows[open_]] < 0)]
        if not len(open_):
            return found
        head = heads[group[open_]]
        close = np.abs(boxes[head] - boxes[open_]).max(axis=1) <= reach
        first, second = rows[head[close]], rows[open_[close]]
        allowed = together(first, second)
        first, second = first[allowed], second[allowed]
        same = _same_place(shapes, first, second, reach)
        found[second[same]] = first[same]
        heads += 1


def _crowds(boxes: Floats, reach: float) -> tuple[Ints, Ints]:
    """Boxes with another within ``reach`` on all four sides, and a number that all such partners share."""
    slanted = boxes @ _SLANT
    order = np.argsort(slanted, kind="stable")
    window = reach * float(_SLANT.sum()) + 1e-6  # wider than any rounding
    partnered = _partnered(slanted[order], boxes[order], window, reach)
    partnered |= _partnered(-slanted[order][::-1], boxes[order][::-1], window, reach)[::-1]
    chosen = order[partnered]
    return chosen, _joined_corners(boxes[chosen, :2], reach)


def _joined_corners(corners: Floats, reach: float) -> Ints:
    """Number groups of corners: those within ``reach`` of each other lie in one cell or in two that touch."""
    columns, rows = (_cells(corners[:, axis], reach) for axis in (0, 1))
    width = int(rows.max(initial=0)) + 3
    cells, of_corner = np.unique(columns * width + rows, return_inverse=True)
    links = []
    for step in (1, width - 1, width, width + 1):
        at = np.searchsorted(cells, cells + step)
        there = np.flatnonzero(cells[np.minimum(at, len(cells) - 1)] == cells + step) if len(cells) else at
        links.append(np.stack([there, at[there]]))
    first, second = np.concatenate(links, axis=1)
    return joined_groups(len(cells), first, second)[of_corner]


def _cells(values: Floats, size: float) -> Ints:
    """The cell of each value, with all runs of empty cells cut to one; the first is 1."""
    cells, of_value = np.unique(np.floor(values / size), return_inverse=True)
    numbers = np.cumsum(np.minimum(np.diff(cells, prepend=cells[:1] - 1), 2))
    return numbers.astype(np.int64)[of_value]


def _partnered(ordered: Floats, boxes: Floats, window: float, reach: float) -> Bools:
    """Tell the boxes that have one like them further on; ``ordered`` are their places on the slanted axis."""
    partnered = np.zeros(len(ordered), bool)
    looking, step = np.arange(len(ordered)), 1
    while len(looking):
        looking = looking[looking + step < len(ordered)]
        looking = looking[ordered[looking + step] - ordered[looking] <= window]
        close = np.abs(boxes[looking] - boxes[looking + step]).max(axis=1) <= reach
        partnered[looking[close]] = True
        looking, step = looking[~close], step + 1
    return partnered


def _same_place(shapes: Geometries, first: Ints, second: Ints, reach: float) -> Bools:
    """Tell the pairs of one kind of which each lies within ``reach`` of the other everywhere."""
    same: Bools = shapely.get_dimensions(shapes[first]) == shapely.get_dimensions(shapes[second])
    # no farther point by point, which is quick; whether the lines between the points agree is asked only then
    same[same] = shapely.hausdorff_distance(shapes[first[same]], shapes[second[same]]) <= reach
    asked = np.flatnonzero(same & (shapely.get_dimensions(shapes[first]) > 0))
    asked = asked[~shapely.equals_exact(shapes[first[asked]], shapes[second[asked]])]
    ones, others = _lines(shapes[first[asked]]), _lines(shapes[second[asked]])
    same[asked] = _along(ones, others, reach)
    left = asked[same[asked]]
    same[left] = _along(_lines(shapes[second[left]]), _lines(shapes[first[left]]), reach)
    return same


def _along(lines: Geometries, others: Geometries, reach: float) -> Bools:
    """Tell where nothing of ``lines`` is farther than ``reach`` from the ``others``."""
    along: Bools = shapely.covers(shapely.buffer(others, reach, quad_segs=_QUARTER), lines)
    return along


def _lines(shapes: Geometries) -> Geometries:
    """Borders of areas, and lines as they are."""
    lines, areas = shapes.copy(), np.isin(shapely.get_type_id(shapes), AREAS)
    lines[areas] = shapely.boundary(shapes[areas])
    return lines
