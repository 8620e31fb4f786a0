"""A field of directions over the ground, which streets and plot lines follow.

At each place the field has two directions at right angles, as a street network has: the *major* one runs
along rivers, the coast and main roads and away from centres, the *minor* one across. After Chen, Esch,
Wonka, Müller and Zhang, "Interactive procedural street modeling" (SIGGRAPH 2008), kept as doubled angles
(a = cos 2θ, b = sin 2θ) in a raster, so that influences add up without caring which way a line was drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from dothi.illustration.chance import Floats, Noise

_COARSE = 4.0
"""Bends of influencing lines smaller than so many metres turn no street."""
_FADES = 4.0
"""Beyond so many times its reach a pull counts for nothing."""


@dataclass(frozen=True, slots=True)
class Pull:
    """One influence: along the lines of ``geometry``, or away from it where it is a point.

    ``reach`` is the distance in metres at which the pull has fallen to a quarter.
    """

    geometry: Any
    strength: float
    reach: float


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Doubled directions in a raster: rows run east, columns north, from ``west``, ``south``."""

    west: float
    south: float
    step: float
    a: Floats
    b: Floats

    def directions(self, x: Floats, y: Floats, *, minor: bool = False) -> tuple[Floats, Floats]:
        """Unit vectors of the major or minor direction at each place; either sign is as good."""
        a, b = self._sample(self.a, x, y), self._sample(self.b, x, y)
        size = np.maximum(np.hypot(a, b), 1e-12)
        cosine = np.sqrt(np.maximum(0.0, (1.0 + a / size) / 2.0))
        sine = np.copysign(np.sqrt(np.maximum(0.0, (1.0 - a / size) / 2.0)), b)
        return (-sine, cosine) if minor else (cosine, sine)

    def _sample(self, values: Floats, x: Floats, y: Floats) -> Floats:
        column = np.clip((x - self.west) / self.step, 0.0, values.shape[0] - 1.001)
        row = np.clip((y - self.south) / self.step, 0.0, values.shape[1] - 1.001)
        left, low = column.astype(np.int64), row.astype(np.int64)
        across, up = column - left, row - low
        return np.asarray(
            (values[left, low] * (1 - across) + values[left + 1, low] * across) * (1 - up)
            + (values[left, low + 1] * (1 - across) + values[left + 1, low + 1] * across) * up
        )


def make_field(
    bounds: tuple[float, float, float, float],
    step: float,
    pulls: Iterable[Pull],
    sway: Noise | None = None,
    *,
    base: tuple[float, float] = (1.0, 0.0),
) -> Field:
    """Add up all influences over ``bounds``; ``sway`` turns the result a little this way and that.

    :param base: direction that holds where nothing else does.
    """
    west, south, east, north = bounds
    xs = np.arange(west, east + 2 * step, step)
    ys = np.arange(south, north + 2 * step, step)
    x, y = (grid.ravel() for grid in np.meshgrid(xs, ys, indexing="ij"))
    a, b = _doubled(np.full(x.shape, base[0]), np.full(x.shape, base[1]), np.full(x.shape, 0.15))
    places = shapely.points(x, y)
    for pull in pulls:
        more_a, more_b = _pulled(pull, x, y, places)
        a, b = a + more_a, b + more_b
    if sway is not None:
        turn = sway.at(x, y) * 0.5
        a, b = a - turn * b, b + turn * a
    shape = (len(xs), len(ys))
    return Field(west, south, step, a.reshape(shape), b.reshape(shape))


def _doubled(dx: Floats, dy: Floats, weight: Floats) -> tuple[Floats, Floats]:
    square = np.maximum(dx * dx + dy * dy, 1e-12)
    return weight * (dx * dx - dy * dy) / square, weight * 2.0 * dx * dy / square


def _pulled(pull: Pull, x: Floats, y: Floats, places: Any) -> tuple[Floats, Floats]:
    if shapely.get_type_id(pull.geometry) == 0:
        dx, dy = x - pull.geometry.x, y - pull.geometry.y
        distance = np.hypot(dx, dy)
    else:
        starts, ends = _segments(pull.geometry)
        tree = shapely.STRtree(shapely.linestrings(np.stack([starts, ends], axis=1)))
        west, south, east, north = shapely.bounds(pull.geometry)
        far = _FADES * pull.reach
        beside = np.flatnonzero((x > west - far) & (x < east + far) & (y > south - far) & (y < north + far))
        (place, segment), near = tree.query_nearest(
            places[beside], max_distance=far, return_distance=True, all_matches=False
        )
        dx, dy = np.ones(x.shape), np.zeros(x.shape)
        distance = np.full(x.shape, np.inf)
        dx[beside[place]], dy[beside[place]] = (ends - starts)[segment].T
        distance[beside[place]] = near
    return _doubled(dx, dy, pull.strength / (1.0 + (distance / pull.reach) ** 2) ** 2)


def _segments(geometry: Any) -> tuple[Floats, Floats]:
    """Start and end of every segment of every line, small bends left out."""
    parts = shapely.simplify(shapely.get_parts(geometry), _COARSE)
    points, owner = shapely.get_coordinates(parts, return_index=True)
    same = owner[1:] == owner[:-1]
    return points[:-1][same], points[1:][same]


def follow(field: Field, start: Floats, along: Floats, *, length: Floats, steps: int) -> Floats:
    """Follow the field both ways from many places at once.

    :param start: (n, 2) places.
    :param along: (n, 2) directions; at each step the field direction nearest to the last one is taken, so a
        line keeps to its family through turns.
    :param length: (n,) metres to go each way.
    :returns: (n, 2·steps + 1, 2) vertices, the start in the middle.
    """
    stride = (length / steps)[:, None]
    halves = []
    for sign in (-1.0, 1.0):
        place, last = start.copy(), along * sign
        trail = []
        for _ in range(steps):
            middle = place + _nearest(field, place, last) * stride / 2.0
            last = _nearest(field, middle, last)
            place = place + last * stride
            trail.append(place)
        halves.append(trail)
    return np.stack([*halves[0][::-1], start, *halves[1]], axis=1)


def _nearest(field: Field, place: Floats, last: Floats) -> Floats:
    """Give that one of the four field directions which turns least from ``last``."""
    east, north = field.directions(place[:, 0], place[:, 1])
    ahead = east * last[:, 0] + north * last[:, 1]
    aside = east * last[:, 1] - north * last[:, 0]
    major = np.abs(ahead) >= np.abs(aside)
    sign = np.where(major, np.sign(ahead), np.sign(aside))
    sign = np.where(sign == 0.0, 1.0, sign)
    return np.column_stack([np.where(major, east, -north) * sign, np.where(major, north, east) * sign])
