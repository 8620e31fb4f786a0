"""The canonical writing of polygons: each ring the least of all the ways to write it.

Where a ring starts and which way it runs says nothing about the land inside it, and file formats change
both: a shapefile turns shells clockwise, GeoJSON the other way. So a ring is compared in the least of all
ways to write it, any vertex as start and either direction, vertices compared by x, y, z. Only the order of
writing changes, never a coordinate, except that minus zero is written as zero. Parts, holes, lines and what
lies in geometry collections keep the order in which they were drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

_POLYGON, _MULTIPOLYGON = 3, 6
_SIGN = np.int64(-1 << 63)
_LARGEST = np.iinfo(np.int64).max


def canonical(geometries: NDArray[Any]) -> NDArray[Any]:
    """Write every geometry canonically; missing and empty ones stay as they are."""
    result = geometries.copy()
    kinds = shapely.get_type_id(result)
    drawn = ~(shapely.is_missing(result) | shapely.is_empty(result))
    polygonal = drawn & ((kinds == _POLYGON) | (kinds == _MULTIPOLYGON))
    single = polygonal & (kinds == _POLYGON) & (shapely.get_num_interior_rings(result) == 0)
    high = shapely.has_z(result)
    for with_z in (False, True):
        for group, rings in ((single, True), (polygonal & ~single, True), (drawn & ~polygonal, False)):
            chosen = np.flatnonzero(group & (high == with_z))
            if chosen.size:
                result[chosen] = _rewritten(result[chosen], rings=rings, with_z=with_z)
    return result


def _rewritten(geometries: NDArray[Any], *, rings: bool, with_z: bool) -> NDArray[Any]:
    coordinates = shapely.get_coordinates(geometries, include_z=with_z)
    plain = coordinates + 0.0
    if with_z:
        plain[np.isnan(plain)] = np.nan
    if rings:
        plain = plain[writing_order(plain, _ring_sizes(geometries))]
    if np.array_equal(plain.view(np.int64), coordinates.view(np.int64)):
        return geometries
    rewritten: NDArray[Any] = shapely.set_coordinates(geometries, plain)
    return rewritten


def _ring_sizes(geometries: NDArray[Any]) -> NDArray[np.int64]:
    """Count the vertices of every ring, closing vertex included, in the order of their coordinates."""
    if (shapely.get_type_id(geometries) == _POLYGON).all() and not shapely.get_num_interior_rings(
        geometries
    ).any():
        sizes = shapely.get_num_coordinates(geometries)
    else:
        sizes = shapely.get_num_points(shapely.get_rings(shapely.get_parts(geometries)))
    return np.asarray(sizes, dtype=np.int64)


def writing_order(coordinates: NDArray[np.float64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find the order in which the rows of ``coordinates`` are to be written.

    :param coordinates: all rings one after another, each closed: its last row repeats its first.
    :param sizes: rows of each ring.
    """
    keys = _ordered(coordinates)
    starts = np.cumsum(sizes) - sizes
    around = sizes - 1
    least, count = _least_vertex(keys, starts, sizes)
    forward = keys[starts + (least + 1) % around]
    backward = keys[starts + (least - 1) % around]
    comparison = _compare(forward, backward)
    direction = np.where(comparison <= 0, 1, -1)
    for ring in np.flatnonzero((count > 1) | (comparison == 0)):
        rows = keys[starts[ring] : starts[ring] + around[ring]].tolist()
        least[ring], direction[ring] = _least_writing(rows)
    closed = (keys[starts] == keys[starts + around]).all(axis=1)
    least[~closed], direction[~closed] = 0, 1
    step = np.arange(len(coordinates)) - np.repeat(starts, sizes)
    turned: NDArray[Any] = (np.repeat(least, sizes) + np.repeat(direction, sizes) * step) % np.repeat(
        around, sizes
    )
    order: NDArray[np.int64] = np.repeat(starts, sizes) + turned
    order[(starts + around)[~closed]] = (starts + around)[~closed]
    return order


def _ordered(coordinates: NDArray[np.float64]) -> NDArray[np.int64]:
    """Turn numbers into integers that sort alike; not-a-number becomes one value above all others."""
    bits: NDArray[np.int64] = np.where(np.isnan(coordinates), np.nan, coordinates).view(np.int64)
    return np.where(bits < 0, ~(bits ^ _SIGN), bits)


def _least_vertex(
    keys: NDArray[np.int64], starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find, in each ring, the first of its least vertices and how many there are."""
    candidate = np.ones(len(keys), dtype=bool)
    candidate[starts + sizes - 1] = False
    for axis in range(keys.shape[1]):
        values = np.where(candidate, keys[:, axis], _LARGEST)
        candidate &= values == np.repeat(np.minimum.reduceat(values, starts), sizes)
    count = np.add.reduceat(candidate.astype(np.int64), starts)
    where = np.flatnonzero(candidate)
    first = where[np.cumsum(count) - count]
    return first - starts, count


def _compare(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Compare vertices row by row: -1 where the left comes first, 1 where the right does, 0 where equal."""
    result = np.zeros(len(left), dtype=np.int64)
    for axis in range(left.shape[1]):
        undecided = result == 0
        result[undecided] = np.sign(
            (left[undecided, axis] > right[undecided, axis]).astype(np.int64)
            - (left[undecided, axis] < right[undecided, axis])
        )
    return result


def _least_writing(rows: list[list[int]]) -> tuple[int, int]:
    """Start and direction of the least writing of a ring that meets its least vertex more than once."""
    count = len(rows)
    ahead = _least_rotation(rows)
    mirrored = [rows[-position % count] for position in range(count)]
    behind = -_least_rotation(mirrored) % count
    written = [rows[(ahead + step) % count] for step in range(count)]
    reversed_ = [rows[(behind - step) % count] for step in range(count)]
    return (ahead, 1) if written <= reversed_ else (behind, -1)


def _least_rotation(rows: Sequence[list[int]]) -> int:
    """Start of the least rotation of a cyclic sequence, in one pass with two candidates."""
    count = len(rows)
    one, other, matched = 0, 1, 0
    while one < count and other < count and matched < count:
        left, right = rows[(one + matched) % count], rows[(other + matched) % count]
        if left == right:
            matched += 1
            continue
        if left > right:
            one += matched + 1
        else:
            other += matched + 1
        other += one == other
        matched = 0
    return min(one, other)
