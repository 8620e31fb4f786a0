"""Lanes and house plots: lanes along the length of deep blocks, plots in two rows between them."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from dothi.illustration.chance import Floats
from dothi.illustration.coverage import Faces
from dothi.illustration.curves import rounded
from dothi.illustration.divide import long_sides
from dothi.illustration.field import Field, follow

ONE_ROW = 25.0
"""A block narrower than this, in metres, has one row of plots only."""

DEEPEST = 50.0
"""A block in which a circle of this many metres finds room gets a lane."""
TOO_DEEP = 64.0
"""A block with room for a circle of this many metres stays whole, for flats."""
LONGEST = 130.0
"""A block longer than this, in metres, gets a lane across."""
LANE_WIDTH = 7.5
"""Width in metres of the lanes between plots."""
_INTO_STREET = 3.0


def lane_lines(blocks: Faces, road: Any, field: Field) -> list[Any]:
    """Lanes through blocks that are too deep for two rows of plots, and across those that are too long.

    A lane runs from street to street, or from a street to the end of its block; one that would meet no street
    is left out, so a block cut off from all streets stays whole.

    :param road: the land of the streets around the blocks; lanes reach a little into it.
    """
    lanes: list[Any] = []
    streets = road
    waiting = [(block, True) for block in blocks]
    while waiting:
        block, deep = waiting.pop()
        lane = _lane(block, streets, field, deep=deep)
        if lane is None:
            if deep:
                waiting.append((block, False))
            continue
        lanes.append(lane)
        band = shapely.buffer(lane, LANE_WIDTH / 2.0, cap_style="flat")
        streets = shapely.union(streets, band)
        rest = shapely.difference(block, band)
        waiting += [(part, deep) for part in shapely.get_parts(rest) if part.area > 200.0]
    return lanes


def _lane(block: Any, streets: Any, field: Field, *, deep: bool) -> Any:
    """One lane along a deep block, or across a long one; ``None`` where none is needed or meets a street."""
    middle, along, size = long_sides(np.array([block], dtype=object))
    across = np.column_stack([-along[:, 1], along[:, 0]])
    start = middle
    if deep:
        room = shapely.maximum_inscribed_circle(block, tolerance=0.5)
        if 2.0 * room.length < DEEPEST:
            return None
        start = shapely.get_coordinates(room)[:1]
    elif size[0] < LONGEST:
        return None
    free = shapely.union(block, shapely.intersection(streets, shapely.buffer(block, _INTO_STREET)))
    for way in (along, across) if deep else (across,):
        line = shapely.linestrings(follow(field, start, way, length=size * 1.1, steps=24)[0])
        parts = shapely.get_parts(shapely.intersection(line, free))
        if len(parts):
            lane = parts[np.argmin(shapely.distance(parts, shapely.points(start[0])))]
            if lane.intersects(streets) and lane.length > ONE_ROW:
                return rounded(shapely.simplify(lane, 0.05))
    return None


def plot_lines(rng: np.random.Generator, blocks: Faces, field: Field, frontage: Floats) -> list[Any]:
    """Lines that cut each block into plots, bent as the block is.

    :param frontage: width of a plot on the street in metres, for each block; it varies by a tenth.
    """
    middle, along, size = long_sides(blocks)
    spines = follow(field, middle, along, length=size * 0.75, steps=24)
    rooms = 2.0 * shapely.length(shapely.maximum_inscribed_circle(blocks, tolerance=1.0))
    depth = shapely.area(blocks) / np.maximum(size, 1.0)
    lines: list[Any] = []
    for at in np.flatnonzero(rooms < TOO_DEEP).tolist():
        block = blocks[at]
        spine = shapely.LineString(spines[at])
        if depth[at] > ONE_ROW:
            lines += _within(spine, block)
        count = int(spine.length / frontage[at])
        steps = frontage[at] * rng.uniform(0.9, 1.1, count)
        stations = np.cumsum(steps)
        stations = stations[stations < spine.length - 1.0]
        lines += _crossings(spine, stations, float(depth[at]) * 1.5 + 12.0, block)
    return lines


def _crossings(spine: Any, stations: Floats, reach: float, block: Any) -> list[Any]:
    """Lines square to the spine at each station, as far as the block reaches."""
    here = shapely.get_coordinates(shapely.line_interpolate_point(spine, stations))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(spine, stations + 0.5))
    step = ahead - here
    step = step / np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)[:, None]
    side = np.column_stack([-step[:, 1], step[:, 0]]) * reach
    across = shapely.linestrings(np.stack([here - side, here + side], axis=1))
    return [line for crossing in across for line in _within(crossing, block)]


def _within(line: Any, block: Any) -> list[Any]:
    """The part of a line inside a block, in pieces."""
    inside = shapely.intersection(line, block)
    return [
        rounded(part)
        for part in shapely.get_parts(inside)
        if shapely.get_type_id(part) == 1 and part.length > 1
    ]
