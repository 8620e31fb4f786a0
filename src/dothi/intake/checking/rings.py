"""Polygons taken apart into rings and edges, as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]
Geometries = npt.NDArray[np.object_]

Together = Callable[[Ints, Ints], Bools]
"""Tells pairs of features, by their places, that may hold at one time."""

_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
AREAS = (3, 6)
_LINES = (1, 5)
_FINAL = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True, eq=False)
class Rings:
    """Rings of many polygons.

    ``starts`` holds the first row of ``coords`` of each ring and, last, the number of rows; rings are closed,
    first and last row equal. ``owner`` is the polygon's place in the array, ``hole`` tells inner rings, and
    ``area`` is signed: positive for rings that run counter-clockwise.
    """

    coords: Floats
    starts: Ints
    owner: Ints
    hole: Bools
    area: Floats

    @property
    def lengths(self) -> Ints:
        """Rows of each ring."""
        return _counts(self.starts)


def rings_of(polygons: Geometries) -> Rings:
    """Take polygons and multipolygons apart; every one must be there and not empty."""
    if not len(polygons):
        nothing = np.zeros(0, np.int64)
        return Rings(np.zeros((0, 2)), np.zeros(1, np.int64), nothing, nothing > 0, np.zeros(0))
    kind, coords, offsets = shapely.to_ragged_array(polygons, include_z=False)
    starts = np.asarray(offsets[0], np.int64)
    firsts = np.asarray(offsets[1], np.int64)
    owner_of_part: Ints = np.arange(len(polygons))
    if kind is shapely.GeometryType.MULTIPOLYGON:
        owner_of_part = np.repeat(owner_of_part, _counts(np.asarray(offsets[2], np.int64)))
    hole = np.ones(len(starts) - 1, bool)
    hole[firsts[:-1]] = False
    return Rings(
        coords=coords,
        starts=starts,
        owner=np.repeat(owner_of_part, _counts(firsts)),
        hole=hole,
        area=_signed_areas(coords, starts),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Chains:
    """Rings and lines of many geometries, as runs of points.

    ``starts`` is as in :class:`Rings`; ``owner`` is the geometry's place, ``closed`` tells rings.
    """

    coords: Floats
    starts: Ints
    owner: Ints
    closed: Bools


def chains_of(shapes: Geometries, shift: int = 0) -> Chains:
    """Take areas and lines apart; everything else, and places without geometry, give nothing.

    ``shift`` is added to every owner, for a part of a longer array.
    """
    kinds = shapely.get_type_id(shapes)
    filled = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    areas = np.flatnonzero(filled & np.isin(kinds, AREAS))
    lines = np.flatnonzero(filled & np.isin(kinds, _LINES))
    rings = rings_of(shapes[areas])
    coords, starts, owner = _lines_of(shapes[lines])
    return Chains(
        coords=np.concatenate([rings.coords, coords]) if len(lines) else rings.coords,
        starts=np.concatenate([rings.starts, starts[1:] + len(rings.coords)]),
        owner=np.concatenate([areas[rings.owner], lines[owner]]) + shift,
        closed=np.repeat([True, False], [len(rings.owner), len(owner)]),
    )


def chain_of(chains: Chains, rows: Ints) -> Ints:
    """The run that each point belongs to."""
    return np.searchsorted(chains.starts, rows, side="right") - 1


def _lines_of(lines: Geometries) -> tuple[Floats, Ints, Ints]:
    nothing = np.zeros(0, np.int64)
    if not len(lines):
        return np.zeros((0, 2)), np.zeros(1, np.int64), nothing
    kind, coords, offsets = shapely.to_ragged_array(lines, include_z=False)
    if kind is shapely.GeometryType.LINESTRING:
        return coords, np.asarray(offsets[0], np.int64), np.arange(len(lines))
    parts = _counts(np.asarray(offsets[1], np.int64))
    return coords, np.asarray(offsets[0], np.int64), np.repeat(np.arange(len(lines)), parts)


def _counts(offsets: Ints) -> Ints:
    counts: Ints = offsets[1:] - offsets[:-1]
    return counts


def edge_rows(rings: Rings) -> tuple[Ints, Ints]:
    """Rows of ``coords`` at which an edge starts (it ends in the next row), and the ring of each."""
    inner = np.ones(len(rings.coords), bool)
    inner[rings.starts[1:] - 1] = False
    rows: Ints = np.flatnonzero(inner)
    return rows, np.repeat(np.arange(len(rings.hole)), rings.lengths - 1)


def vertex_hashes(coords: Floats) -> Hashes:
    """Give each place a number of 64 bits that is the same wherever both coordinates are the same."""
    bits = (coords + 0.0).view(np.uint64)  # adding zero makes one of the two zeros
    mixed = bits[:, 0] * _MULTIPLIERS[0]
    mixed ^= mixed >> np.uint64(32)
    mixed += bits[:, 1]
    mixed *= _MULTIPLIERS[1]
    return scrambled(mixed)


def scrambled(numbers: Hashes) -> Hashes:
    """Mix the bits of each number."""
    mixed = numbers ^ (numbers >> np.uint64(29))
    mixed *= _FINAL
    result: Hashes = mixed ^ (mixed >> np.uint64(32))
    return result


def _signed_areas(coords: Floats, starts: Ints) -> Floats:
    """Shoelace areas, reckoned from each ring's first point so that large coordinates cost no digits."""
    shifted: Any = coords - np.repeat(coords[starts[:-1]], _counts(starts), axis=0)
    cross = np.zeros(len(coords))
    cross[:-1] = shifted[:-1, 0] * shifted[1:, 1] - shifted[1:, 0] * shifted[:-1, 1]
    cross[starts[1:] - 1] = 0.0
    areas: Floats = np.add.reduceat(cross, starts[:-1]) / 2 if len(starts) > 1 else np.zeros(0)
    return areas
