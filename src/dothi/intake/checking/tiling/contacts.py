"""Where loose edges come together: they cross, or run along one another without the same points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from dothi.intake.checking.rings import Bools, Floats, Ints
from dothi.intake.checking.tiling.edges import LooseEdges

_AT_ONCE = 250_000


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Pairs of loose edges within reach of each other that do more than follow one another at a corner.

    ``first`` and ``second`` are places in the loose edges, every pair once.
    """

    first: Ints
    second: Ints


def contacts(edges: LooseEdges, reach: float) -> Contacts:
    """Find the pairs of loose edges that come within ``reach`` metres of each other."""
    pairs = [_touching(edges, first, second, reach) for first, second in _near(edges, reach)]
    if not pairs:
        return Contacts(np.zeros(0, np.int64), np.zeros(0, np.int64))
    return Contacts(np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs]))


def distance_to_edge(points: Floats, start: Floats, stop: Floats) -> Floats:
    """Distance of each point to the edge in the same row."""
    along = stop - start
    length = np.einsum("ij,ij->i", along, along)
    part = np.einsum("ij,ij->i", points - start, along) / np.where(length > 0, length, 1.0)
    nearest = start + along * np.clip(part, 0.0, 1.0)[:, None]
    distance: Floats = np.hypot(*(points - nearest).T)
    return distance


def _near(edges: LooseEdges, reach: float) -> Iterator[tuple[Ints, Ints]]:
    """Yield pairs whose boxes come within ``reach``, in strips from west to east that bound the memory."""
    low, high = np.minimum(edges.start, edges.stop), np.maximum(edges.start, edges.stop)
    low, high = low - 0.51 * reach, high + 0.51 * reach
    order = np.argsort(low[:, 0], kind="stable")
    for at in range(0, len(order), _AT_ONCE):
        asked = order[at : at + _AT_ONCE]
        west, east = low[asked, 0].min(), high[asked, 0].max()
        stand = np.flatnonzero((high[:, 0] >= west) & (low[:, 0] <= east))
        diagonals = shapely.linestrings(np.stack([low[stand], high[stand]], axis=1))
        place = np.empty(len(order), np.int64)
        place[stand] = np.arange(len(stand))
        found = shapely.STRtree(diagonals).query(diagonals[place[asked]])
        first, second = asked[found[0]], stand[found[1]]
        once = first < second
        yield first[once], second[once]


def _touching(edges: LooseEdges, first: Ints, second: Ints, reach: float) -> tuple[Ints, Ints]:
    a, b, c, d = edges.start[first], edges.stop[first], edges.start[second], edges.stop[second]
    near = [
        distance_to_edge(a, c, d) <= reach,
        distance_to_edge(b, c, d) <= reach,
        distance_to_edge(c, a, b) <= reach,
        distance_to_edge(d, a, b) <= reach,
    ]
    tail, head = (edges.tail[first], edges.head[first]), (edges.tail[second], edges.head[second])
    joined = np.zeros(len(first), np.int64)
    for mine in tail:
        for theirs in head:
            joined += mine == theirs
    # two edges that share one end are both near that end: it takes a third near end to be a contact
    touch = np.where(joined > 0, np.sum(near, axis=0) > 2 * joined, np.any(near, axis=0))
    touch |= joined >= 2
    touch |= (joined == 0) & _cross(a, b, c, d)
    return first[touch], second[touch]


def _cross(a: Floats, b: Floats, c: Floats, d: Floats) -> Bools:
    crossed: Bools = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
    return crossed


def _side(a: Floats, b: Floats, point: Floats) -> Floats:
    u, v = b - a, point - a
    side: Floats = np.sign(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])
    return side
