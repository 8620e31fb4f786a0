"""The street network of a general plan: main roads as the script has them, arterials and collectors drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from dothi.illustration.chance import Floats, Noise, chance
from dothi.illustration.curves import rounded, smooth
from dothi.illustration.field import Field, Pull, make_field
from dothi.illustration.scene import Scene, Terrain
from dothi.illustration.script import Road
from dothi.illustration.streets import Spacing, Street, draw_streets, joined
from dothi.illustration.townness import Townness

ARTERIAL, COLLECTOR = 2, 3
TOWN = 0.42
"""Townness from which a place is town."""


def main_roads(roads: Sequence[Road], ground: Any, level: str) -> list[Street]:
    """Main roads of the script that touch the ground, cut a little beyond its edge."""
    near = shapely.buffer(ground, 120)
    found = []
    for road in roads:
        if level not in road.levels:
            continue
        course = rounded(shapely.LineString(smooth(road.points, 12.0)))
        found += [
            Street(rounded(part), road.width, 1, road.name)
            for part in shapely.get_parts(shapely.intersection(course, near))
            if part.length > 300 and part.intersects(ground)
        ]
    return found


def street_field(seed: int, key: str, terrain: Terrain, streets: Sequence[Street], towns: Townness) -> Field:
    """Make the field: along rivers, roads and the shore, around lakes and parks; swaying elsewhere."""
    bounds = shapely.bounds(shapely.buffer(terrain.ground, 250)).tolist()
    pulls = [Pull(street.line, 0.9, 600.0) for street in streets]
    pulls += [Pull(course, 1.1, 420.0) for course in terrain.courses]
    pulls += [Pull(shapely.boundary(thing), 1.3, 260.0) for thing in terrain.round_things]
    if not shapely.is_empty(terrain.shore):
        pulls.append(Pull(terrain.shore, 0.8, 2200.0))
    pulls += [Pull(shapely.Point(c.at), 0.4, c.radius * 0.3) for c in towns.centres]
    return make_field(
        (bounds[0], bounds[1], bounds[2], bounds[3]),
        100.0,
        pulls,
        Noise(chance(seed, key, "sway"), 2300.0),
        base=(0.55, -0.83),
    )


def general_streets(scene: Scene, mains: Sequence[Street], field: Field) -> list[Street]:
    """Draw arterials everywhere and collectors in town, and join them to the main roads."""
    seed, key, terrain, towns = scene.seed, scene.key, scene.terrain, scene.towns
    bounds = shapely.bounds(shapely.buffer(terrain.ground, 200)).tolist()
    x, y, inside = raster(terrain.open_ground, bounds, 24.0)
    town = towns.at(x, y)
    wide = np.where(inside, np.where(town > 0.5, 620.0, 1250.0), 0.0)
    arterials = draw_streets(
        chance(seed, key, "arterials"),
        field,
        Spacing(bounds[0], bounds[1], 24.0, wide),
        [street.line for street in mains],
        shortest=1.3,
    )
    narrow = np.where(inside & (town > TOWN), 265.0 - 95.0 * np.clip(town, 0.0, 1.0), 0.0)
    _, _, works = raster(terrain.works, bounds, 24.0)
    narrow = np.where(inside & works, 330.0, narrow)
    collectors = draw_streets(
        chance(seed, key, "collectors"),
        field,
        Spacing(bounds[0], bounds[1], 24.0, narrow),
        [*(street.line for street in mains), *arterials],
        shortest=1.1,
    )
    widths = chance(seed, key, "widths")
    streets = [
        *mains,
        *(Street(line, float(widths.choice([24.0, 27.0, 31.0])), ARTERIAL) for line in arterials),
        *(Street(line, float(widths.choice([13.5, 15.5, 17.5, 19.5])), COLLECTOR) for line in collectors),
    ]
    return joined(streets, terrain.ground)


def raster(shape: Any, bounds: Sequence[float], step: float) -> tuple[Floats, Floats, Any]:
    """Places of a raster over ``bounds`` and whether each lies in ``shape``."""
    xs, ys = np.arange(bounds[0], bounds[2], step), np.arange(bounds[1], bounds[3], step)
    x, y = np.meshgrid(xs, ys, indexing="ij")
    shapely.prepare(shape)
    return x, y, shapely.contains_xy(shape, x.ravel(), y.ravel()).reshape(x.shape)
