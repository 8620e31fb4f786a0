"""Rivers with their banks, lakes with their islands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from dothi.illustration.chance import Noise, chance
from dothi.illustration.curves import GRID, blob, ribbon, rounded, rounded_area, smooth, wander
from dothi.illustration.script import Area, River


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """A river: its course, the water, and the water with its green banks."""

    name: str
    course: Any
    water: Any
    with_banks: Any


@dataclass(frozen=True, slots=True, eq=False)
class Lake:
    """A lake: the water with its island left out, the whole, and the shore strip around it."""

    name: str
    water: Any
    with_shore: Any


def draw_river(seed: int, river: River, *, bank: float, detail: float) -> Stream:
    """Let a river wind along its course, now wider, now narrower.

    :param bank: mean width of the green strip on each side, in metres; it varies by half.
    :param detail: distance between the points of the course, in metres.
    """
    wide = max(river.widths)
    course = smooth(river.points, detail)
    course = wander(course, Noise(chance(seed, "river", river.name), wide * 6.0), wide * 0.45)
    swell = Noise(chance(seed, "river width", river.name), wide * 4.0)
    green = Noise(chance(seed, "river bank", river.name), wide * 3.0)
    x, y = course.T
    widths = np.linspace(*river.widths, len(course)) * (1.0 + 0.28 * swell.at(x, y))
    strips = 2.0 * bank * (1.0 + 0.5 * green.at(x, y))
    return Stream(
        river.name,
        rounded(shapely.LineString(course)),
        ribbon(course, widths),
        ribbon(course, widths + strips),
    )


def draw_rivers(seed: int, rivers: Iterable[River], *, bank: float, detail: float) -> list[Stream]:
    """Draw every river; mouths are rounded where one river runs into another."""
    streams = [draw_river(seed, river, bank=bank, detail=detail) for river in rivers]
    if not streams:
        return []
    whole = shapely.union_all([stream.water for stream in streams], grid_size=GRID)
    closed = shapely.buffer(shapely.buffer(whole, bank), -bank)
    corners = shapely.get_parts(shapely.difference(closed, whole, grid_size=GRID))
    corners = corners[shapely.area(corners) > 50]
    drawn = []
    for stream in streams:
        own = shapely.distance(corners, stream.water) < 1
        water = shapely.union_all([stream.water, *corners[own]], grid_size=GRID)
        corners = corners[~own]
        water = rounded_area(shapely.simplify(water, 0.08))
        drawn.append(Stream(stream.name, stream.course, water, stream.with_banks))
    return drawn


def draw_lake(seed: int, area: Area, *, shore: float) -> Lake:
    """Draw a lake as a smooth uneven outline, with an island where the script wants one."""
    rng = chance(seed, "lake", area.name)
    whole = blob(rng, area.at, area.radius, direction=area.direction, stretch=area.stretch, rough=0.3)
    water = whole
    if area.island:
        aside = area.radius * 0.25 * rng.uniform(-1.0, 1.0, 2)
        island = blob(rng, np.asarray(area.at) + aside, area.radius * 0.22, rough=0.3, knots=7)
        water = rounded_area(shapely.difference(whole, island))
    around = rounded_area(shapely.simplify(shapely.buffer(whole, shore, quad_segs=16), 0.05))
    return Lake(area.name, water, around)
