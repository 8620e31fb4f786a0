"""Match the edges of neighbouring zones; what is left over is where something may be wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dothi.intake.checking.rings import (
    Bools,
    Floats,
    Geometries,
    Hashes,
    Ints,
    Rings,
    edge_rows,
    rings_of,
    scrambled,
    vertex_hashes,
)

OUTSIDE = -1
"""Owner of the edges of the plan's boundary, which stands for everything outside the plan."""

_AT_ONCE = 100_000
_SLANT = 0.7548776662466927


@dataclass(frozen=True, slots=True, eq=False)
class LooseEdges:
    """Edges that no neighbour runs along the other way, each with its zone on the left.

    ``tail`` and ``head`` number the end points: equal numbers are equal places. ``owner`` is the zone's place
    in its array, or :data:`OUTSIDE`.
    """

    start: Floats
    stop: Floats
    tail: Ints
    head: Ints
    owner: Ints

    def __len__(self) -> int:
        return len(self.owner)


@dataclass(frozen=True, slots=True, eq=False)
class _Keys:
    """What is kept of every edge until all are known: 17 bytes, not its coordinates.

    ``key`` and ``middle`` are the same for both directions of an edge; ``counts`` are edges by polygon.
    """

    key: Hashes
    middle: Floats
    forward: Bools
    counts: Ints


def loose_edges(zones: Geometries, boundary: Geometries) -> LooseEdges:
    """Match all edges of valid ``zones``, and of the ``boundary`` turned inside out; keep those left over.

    Two edges match when they join the same two points, to the last digit, and their zones lie on opposite
    sides. Where several edges join the same points, all stay unless they cancel exactly.
    """
    polygons, count = np.concatenate([zones, boundary]), len(zones)
    chunks = [
        _keys(polygons[at : at + _AT_ONCE], count - at) for at in range(0, max(1, len(polygons)), _AT_ONCE)
    ]
    keys = _Keys(*(np.concatenate([getattr(c, name) for c in chunks]) for name in _Keys.__slots__))
    del chunks
    kept = _unmatched(keys)
    owner = np.repeat(np.arange(len(polygons)), keys.counts)
    concerned = np.unique(owner[kept])
    chosen = kept[np.isin(owner, concerned)] if len(concerned) < len(polygons) else kept
    return _assembled(polygons[concerned], concerned, chosen, count)


def _edges(rings: Rings, hashes: Hashes, count: int) -> tuple[Ints, Ints, Bools]:
    """Rows at which edges with some length start, their rings, and whether they are to be turned round."""
    rows, ring = edge_rows(rings)
    moving = hashes[rows] != hashes[rows + 1]
    turned = ((rings.area > 0) == rings.hole) ^ (rings.owner >= count)
    return rows[moving], ring[moving], turned[ring[moving]]


def _keys(polygons: Geometries, count: int) -> _Keys:
    rings = rings_of(polygons)
    hashes = vertex_hashes(rings.coords)
    rows, ring, turned = _edges(rings, hashes, count)
    sums = rings.coords[:-1] + rings.coords[1:]
    return _Keys(
        key=scrambled(hashes[rows] + hashes[rows + 1]),
        middle=(sums[:, 0] + _SLANT * sums[:, 1])[rows],
        forward=(hashes[rows] < hashes[rows + 1]) ^ turned,
        counts=np.bincount(rings.owner[ring], minlength=len(polygons)),
    )


def _unmatched(keys: _Keys) -> Bools:
    """Tell which edges do not cancel; edges that share a key by chance stay too, which is always right."""
    if not len(keys.key):
        return np.zeros(0, bool)
    order = np.argsort(keys.key)
    ordered = keys.key[order]
    fresh = np.ones(len(order), bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    del ordered
    starts = np.flatnonzero(fresh)
    net = np.add.reduceat(np.where(keys.forward[order], 1, -1).astype(np.int8), starts, dtype=np.int64)
    middles = keys.middle[order]
    differs = ~fresh
    differs[1:] &= middles[1:] != middles[:-1]
    loose = (net != 0) | np.logical_or.reduceat(differs, starts)
    kept: Bools = np.empty(len(order), bool)
    kept[order] = np.repeat(loose, np.diff(np.append(starts, len(order))))
    return kept


def _assembled(polygons: Geometries, numbers: Ints, chosen: Bools, count: int) -> LooseEdges:
    """Take the polygons that have loose edges apart again, and keep those edges."""
    rings = rings_of(polygons)
    hashes = vertex_hashes(rings.coords)
    outside = int(np.searchsorted(numbers, count))
    rows, ring, turned = _edges(rings, hashes, outside)
    rows, ring, turned = rows[chosen], ring[chosen], turned[chosen]
    tails, heads = np.where(turned, rows + 1, rows), np.where(turned, rows, rows + 1)
    _, places = np.unique(np.concatenate([hashes[tails], hashes[heads]]), return_inverse=True)
    owner = numbers[rings.owner[ring]]
    return LooseEdges(
        start=rings.coords[tails],
        stop=rings.coords[heads],
        tail=places[: len(rows)].astype(np.int64),
        head=places[len(rows) :].astype(np.int64),
        owner=np.where(owner < count, owner, OUTSIDE),
    )
