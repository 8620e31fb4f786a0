"""Faces between loose edges: which are covered by no zone, and which by more than one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from dothi.intake.checking.rings import Bools, Floats, Geometries, Ints, edge_rows, rings_of
from dothi.intake.checking.tiling.contacts import Contacts
from dothi.intake.checking.tiling.cover import Cover
from dothi.intake.checking.tiling.edges import LooseEdges

_AT_ONCE = 100_000
_FRACTION = 0.3819660112501051  # the golden section of an edge: no regular drawing has a point there


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """Faces that are not covered exactly once: ``bare`` by no zone, ``doubled`` by two or more."""

    bare: Geometries
    doubled: Geometries


def faulty_faces(edges: LooseEdges, touching: Contacts, cover: Cover, reach: float) -> Faces:
    """Find the bounded faces between ``edges`` that are not covered exactly once.

    Edges that hang together form a cluster. Most clusters are one plain ring: one look just inside it tells
    what it is. The others are cut at their crossings and closed into faces; as clusters lie farther apart
    than ``reach``, they can be taken in batches.
    """
    if not len(edges):
        return Faces(np.zeros(0, object), np.zeros(0, object))
    cluster = _clusters(edges, touching)
    tangled = _tangled(edges, touching, cluster)
    found = [_plain_rings(edges, cluster, ~tangled[cluster], cover, reach)]
    found += [_knots(edges, chosen, cover, reach) for chosen in _batches(cluster, tangled)]
    faces, counts = np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])
    return Faces(faces[counts == 0], faces[counts > 1])


def joined_groups(count: int, first: Ints, second: Ints) -> Ints:
    """Number the groups that the links between ``first`` and ``second`` make of ``count`` things."""
    label = np.arange(count)
    while True:
        low = np.minimum(label[first], label[second])
        before = label.copy()
        np.minimum.at(label, label[first], low)
        np.minimum.at(label, label[second], low)
        while True:
            jumped = label[label]
            if np.array_equal(jumped, label):
                break
            label = jumped
        if np.array_equal(before, label):
            break
    _, numbers = np.unique(label, return_inverse=True)
    return numbers.astype(np.int64)


def _clusters(edges: LooseEdges, touching: Contacts) -> Ints:
    count = int(max(edges.tail.max(), edges.head.max())) + 1
    groups = joined_groups(
        count,
        np.concatenate([edges.tail, edges.tail[touching.first]]),
        np.concatenate([edges.head, edges.tail[touching.second]]),
    )
    return groups[edges.tail]


def _tangled(edges: LooseEdges, touching: Contacts, cluster: Ints) -> Bools:
    """Tell the clusters that are not one ring, each point of it left once and reached once."""
    count = int(max(edges.tail.max(), edges.head.max())) + 1
    left, reached = np.bincount(edges.tail, minlength=count), np.bincount(edges.head, minlength=count)
    odd = (left[edges.tail] != 1) | (reached[edges.tail] != 1)
    odd |= (left[edges.head] != 1) | (reached[edges.head] != 1)
    tangled = np.zeros(int(cluster.max()) + 1, bool)
    tangled[cluster[odd]] = True
    tangled[cluster[touching.first]] = True
    return tangled


def _plain_rings(
    edges: LooseEdges, cluster: Ints, chosen: Bools, cover: Cover, reach: float
) -> tuple[Geometries, Ints]:
    """Look just inside each plain ring; only the faulty ones are drawn."""
    rows = np.flatnonzero(chosen)
    if not len(rows):
        return np.zeros(0, object), np.zeros(0, np.int64)
    rows = rows[np.argsort(cluster[rows], kind="stable")]
    group = joined_labels(cluster[rows])
    start, stop = edges.start[rows], edges.stop[rows]
    origin = start[np.searchsorted(group, np.arange(group[-1] + 1))][group]
    u, v = start - origin, stop - origin
    area = np.bincount(group, u[:, 0] * v[:, 1] - v[:, 0] * u[:, 1])
    points = _beside_longest(start, stop, group, np.sign(area), reach / 10)
    counts = cover.at(points)
    faulty = np.flatnonzero(counts != 1)
    faces = np.empty(len(faulty), object)
    for place, number in enumerate(faulty):
        ring = group == number
        lines = shapely.linestrings(np.stack([start[ring], stop[ring]], axis=1))
        faces[place] = shapely.get_geometry(shapely.polygonize(lines), 0)
    return faces, _settled(counts[faulty], faces, cover)


def joined_labels(ordered: Ints) -> Ints:
    """Renumber labels that are already in order: 0 for the first, one more wherever they change."""
    changes = np.ones(len(ordered), np.int64)
    changes[1:] = ordered[1:] != ordered[:-1]
    labels: Ints = np.cumsum(changes) - 1
    return labels


def _knots(edges: LooseEdges, chosen: Ints, cover: Cover, reach: float) -> tuple[Geometries, Ints]:
    """Cut edges at their crossings, close them into faces and count the zones over each."""
    lines = shapely.linestrings(np.stack([edges.start[chosen], edges.stop[chosen]], axis=1))
    faces = shapely.get_parts(shapely.polygonize([shapely.unary_union(lines)]))
    faces = faces[4 * shapely.area(faces) > np.pi * reach**2]  # smaller ones hold no circle of that width
    if not len(faces):
        return faces, np.zeros(0, np.int64)
    return faces, _settled(cover.at(_inside(faces, reach)), faces, cover)


def _settled(counts: Ints, faces: Geometries, cover: Cover) -> Ints:
    """Count again, by area, where a look at one point could not tell."""
    unsure = counts < 0
    settled = counts.copy()
    settled[unsure] = cover.by_area(faces[unsure])
    return settled


def _inside(faces: Geometries, reach: float) -> Floats:
    """One point inside each face: beside its longest edge or, where it is too thin there, in its middle."""
    rings = rings_of(faces)
    rows, ring = edge_rows(rings)
    outer = ~rings.hole[ring]
    rows, ring = rows[outer], ring[outer]
    side = np.sign(rings.area[~rings.hole])
    group = joined_labels(ring)
    points = _beside_longest(rings.coords[rows], rings.coords[rows + 1], group, side, reach / 10)
    missed = ~shapely.contains_xy(faces, points[:, 0], points[:, 1])
    points[missed] = shapely.get_coordinates(shapely.point_on_surface(faces[missed]))
    return points


def _beside_longest(start: Floats, stop: Floats, group: Ints, side: Floats, distance: float) -> Floats:
    """Points at ``distance`` from the longest edge of each group, on its left where ``side`` is positive."""
    length = np.hypot(*(stop - start).T)
    order = np.lexsort((-length, group))
    longest = order[np.searchsorted(group[order], np.arange(len(side)))]
    along = (stop - start)[longest]
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / length[longest][:, None]
    points: Floats = start[longest] + _FRACTION * along + side[:, None] * distance * normal
    return points


def _batches(cluster: Ints, tangled: Bools) -> Iterator[Ints]:
    """Yield the edges of tangled clusters, whole clusters at a time."""
    rows = np.flatnonzero(tangled[cluster])
    rows = rows[np.argsort(cluster[rows], kind="stable")]
    ends = np.flatnonzero(np.diff(cluster[rows], append=-1)) + 1
    at = 0
    while at < len(rows):
        more = ends[ends <= at + _AT_ONCE]
        end = int(more[-1]) if len(more) and more[-1] > at else int(ends[ends > at][0])
        yield rows[at:end]
        at = end
