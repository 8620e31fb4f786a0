"""Many lines become one coverage: faces that share every vertex, with no overlap and no gap.

All lines of a plan (its boundary, banks, kerbs, plot lines) are noded together on one grid and the faces
between them taken. What a face *is* follows from the shape that holds a point inside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from dothi.illustration.chance import Floats
from dothi.illustration.curves import GRID, rounded

Ints = NDArray[np.int64]
Faces = NDArray[np.object_]
Flags = NDArray[np.bool_]


def weave(lines: Sequence[Any], ground: Any, grid: float) -> Faces:
    """Faces of ``ground`` between ``lines``, all noded together; ordered from south-west to north-east.

    Lines outside the ground and loose ends inside a face count for nothing.

    :param grid: all vertices come to lie on a grid of so many metres, whole millimetres; what is nearer than
        that falls together.
    """
    edges = [shapely.boundary(ground), *lines]
    noded = shapely.union_all(np.array(edges, dtype=object), grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    shapely.prepare(ground)
    inside = shapely.point_on_surface(faces)
    faces, inside = faces[kept := shapely.contains(ground, inside)], inside[kept]
    faces = shapely.normalize(rounded(faces))
    return np.asarray(faces[np.lexsort((shapely.get_x(inside), shapely.get_y(inside)))])


def holder(faces: Faces, shapes: Sequence[Any] | Faces) -> Ints:
    """Number of the first of ``shapes`` that holds a point inside each face; -1 where none does."""
    found = np.full(len(faces), len(shapes), dtype=np.int64)
    if len(shapes):
        tree = shapely.STRtree(np.asarray(shapes, dtype=object))
        face, shape = tree.query(shapely.point_on_surface(faces), predicate="within")
        np.minimum.at(found, face, shape)
    return np.where(found == len(shapes), -1, found)


def shared_borders(faces: Faces) -> tuple[Ints, Ints, Floats]:
    """Pairs of faces that share border, each pair once, with the length they share in metres.

    Faces must be of one coverage: a border counts where both have the same two vertices.
    """
    owner, start, end, length = _segments(faces)
    low, high = np.minimum(start, end), np.maximum(start, end)
    order = np.lexsort((owner, high, low))
    low, high, owner, length = low[order], high[order], owner[order], length[order]
    twin = (low[1:] == low[:-1]) & (high[1:] == high[:-1]) & (owner[1:] != owner[:-1])
    one, other = owner[:-1][twin], owner[1:][twin]
    pairs, at = np.unique(one * len(faces) + other, return_inverse=True)
    total = np.bincount(at, weights=length[1:][twin], minlength=len(pairs))
    return pairs // len(faces), pairs % len(faces), np.asarray(total)


def _segments(faces: Faces) -> tuple[Ints, Ints, Ints, Floats]:
    """Owner, start vertex, end vertex (numbered) and length of every border segment."""
    rings, polygon = shapely.get_rings(faces, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    whole = np.round(points / GRID).astype(np.int64)
    _, vertex = np.unique(whole[:, 0] * 4_000_000_000 + whole[:, 1], return_inverse=True)
    same = ring[1:] == ring[:-1]
    steps = np.hypot(*(points[1:] - points[:-1]).T)
    return polygon[ring[:-1][same]], vertex[:-1][same], vertex[1:][same], steps[same]


def merged(faces: Faces, groups: Ints) -> tuple[Faces, Ints]:
    """Join the faces of each group; give the joined faces and the group of each.

    Faces of one group that do not touch stay apart, as separate faces with the same group.
    """
    order = np.argsort(groups, kind="stable")
    numbers, starts = np.unique(groups[order], return_index=True)
    joined, owners = [], []
    for number, members in zip(numbers, np.split(order, starts[1:]), strict=True):
        whole = faces[members[0]] if len(members) == 1 else shapely.coverage_union_all(faces[members])
        parts = shapely.get_parts(whole)
        joined.extend(parts)
        owners.extend([number] * len(parts))
    return shapely.normalize(np.array(joined, dtype=object)), np.array(owners, dtype=np.int64)


def absorbed(faces: Faces, kinds: Ints, smallest: Floats, fixed: Flags) -> Ints:
    """Give each face the group it should belong to so that none is smaller than ``smallest``.

    A small face joins the neighbour with the longest common border, of its own kind where there is one.
    ``fixed`` faces move only below a quarter of that, and take others in only where nothing else is beside
    the small one.
    """
    one, other, length = shared_borders(faces)
    beside: list[list[tuple[int, float]]] = [[] for _ in faces]
    for first, second, metres in zip(one.tolist(), other.tolist(), length.tolist(), strict=True):
        beside[first].append((second, metres))
        beside[second].append((first, metres))
    area, group = shapely.area(faces).tolist(), list(range(len(faces)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    small = np.flatnonzero(shapely.area(faces) < np.where(fixed, smallest / 4.0, smallest))
    for at in small[np.argsort(shapely.area(faces[small]), kind="stable")].tolist():
        if area[root(at)] >= smallest[at]:
            continue
        choices = [(n, m) for n, m in beside[at] if root(n) != root(at)]
        if not choices:
            continue
        best = max(choices, key=lambda c: (not fixed[c[0]], kinds[c[0]] == kinds[at], c[1], -c[0]))[0]
        here, there = root(at), root(best)
        group[here] = there
        area[there] += area[here]
    return np.array([root(at) for at in range(len(faces))], dtype=np.int64)


def connected(faces: Faces, apart: Flags) -> Ints:
    """Number the groups of faces joined by common borders, from 0; -1 for the faces ``apart``."""
    one, other, _ = shared_borders(faces)
    root = list(range(len(faces)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    beside = ~apart[one] & ~apart[other]
    for first, second in zip(one[beside].tolist(), other[beside].tolist(), strict=True):
        root[find(second)] = find(first)
    owner = np.array([find(at) for at in range(len(faces))], dtype=np.int64)
    numbers = np.full(len(faces), -1, dtype=np.int64)
    numbers[~apart] = np.unique(owner[~apart], return_inverse=True)[1]
    return numbers
