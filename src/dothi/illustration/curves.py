"""Curves as a planner draws them: smooth lines through points, banks, blobs with an uneven outline.

Everything is in metres of a projected CRS and rounded to a millimetre where it is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from dothi.illustration.chance import Floats, Noise

GRID = 0.001
"""Coordinates are whole millimetres."""


def rounded(geometry: Any) -> Any:
    """Round coordinates to a millimetre."""
    return shapely.transform(geometry, lambda points: np.round(points, 3))


def rounded_area(shape: Any) -> Any:
    """Round the outline of an area to a millimetre, kept valid where rounding makes it touch itself."""
    return shapely.set_precision(shape, GRID)


def smooth(points: Sequence[Sequence[float]] | Floats, spacing: float, *, closed: bool = False) -> Floats:
    """Run a smooth curve through ``points`` (Catmull-Rom), with a vertex about every ``spacing`` metres."""
    knots = np.asarray(points, dtype=np.float64)
    if closed:
        padded = np.vstack([knots[-1:], knots, knots[:2]])
    else:
        padded = np.vstack([2.0 * knots[:1] - knots[1:2], knots, 2.0 * knots[-1:] - knots[-2:-1]])
    pieces = []
    for at in range(1, len(padded) - 2):
        before, start, end, after = padded[at - 1 : at + 3]
        count = max(2, round(float(np.hypot(*(end - start))) / spacing))
        t = np.arange(count)[:, None] / count
        pieces.append(
            0.5
            * (
                2.0 * start
                + (end - before) * t
                + (2.0 * before - 5.0 * start + 4.0 * end - after) * t**2
                + (3.0 * start - before - 3.0 * end + after) * t**3
            )
        )
    last = padded[1:2] if closed else padded[-2:-1]
    return np.vstack([*pieces, last])


def tangents(line: Floats) -> Floats:
    """Unit direction at each vertex of a line."""
    steps = np.gradient(line, axis=0)
    return np.asarray(steps / np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)[:, None])


def wander(line: Floats, noise: Noise, amplitude: float) -> Floats:
    """Let a line stray sideways by up to about ``amplitude`` metres; its ends stay."""
    along = tangents(line)
    fade = np.minimum(1.0, np.minimum(np.arange(len(line)), np.arange(len(line))[::-1]) / 6.0)
    shift = amplitude * fade * noise.at(line[:, 0], line[:, 1])
    return np.column_stack([line[:, 0] - along[:, 1] * shift, line[:, 1] + along[:, 0] * shift])


def ribbon(line: Floats, widths: Floats) -> Any:
    """Lay a band of changing width along a line: a river between its banks."""
    discs = shapely.buffer(shapely.points(line), widths / 2.0, quad_segs=12)
    hulls = [shapely.convex_hull(shapely.union(one, other)) for one, other in pairwise(discs)]
    return rounded_area(shapely.simplify(shapely.union_all(hulls, grid_size=GRID), 0.08))


def blob(
    rng: np.random.Generator,
    centre: Sequence[float] | Floats,
    radius: float,
    *,
    direction: Sequence[float] | Floats = (1.0, 0.0),
    stretch: float = 1.0,
    rough: float = 0.25,
    knots: int = 9,
) -> Any:
    """Draw a closed smooth outline around ``centre``, longer along ``direction`` by ``stretch``.

    Its area is near that of a circle of ``radius``; ``rough`` is the share by which the outline strays.
    """
    turns = (np.arange(knots) + rng.uniform(-0.3, 0.3, knots)) * (2.0 * np.pi / knots)
    reach = radius * (1.0 + rough * rng.uniform(-1.0, 1.0, knots))
    along, across = reach * np.cos(turns) * np.sqrt(stretch), reach * np.sin(turns) / np.sqrt(stretch)
    size = float(np.hypot(direction[0], direction[1])) or 1.0
    east, north = direction[0] / size, direction[1] / size
    points = np.column_stack(
        [centre[0] + along * east - across * north, centre[1] + along * north + across * east]
    )
    outline = smooth(points, max(float(np.sqrt(0.6 * radius)), 1.0), closed=True)
    return rounded_area(shapely.buffer(shapely.Polygon(outline), 0))
