"""General plans (QHC, 1/10.000): main and local streets, rivers and lakes, villages, fields, woods, zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dothi.illustration.chance import Floats, chance
from dothi.illustration.curves import blob, rounded_area
from dothi.illustration.field import Field
from dothi.illustration.general_uses import general_functions
from dothi.illustration.ground import EPSG
from dothi.illustration.limits import no_limits
from dothi.illustration.network import (
    ARTERIAL,
    TOWN,
    general_streets,
    main_roads,
    street_field,
)
from dothi.illustration.partition import BLOCK, Parts, Patch, partition
from dothi.illustration.plan import Plan
from dothi.illustration.scene import Scene, set_scene
from dothi.illustration.script import PlanScript, Script
from dothi.illustration.streets import Street, road_land

WANTED: Mapping[str, float] = {
    "industry": 70_000.0,
    "park": 90_000.0,
    "heritage": 9_000.0,
    "training": 60_000.0,
    "health": 60_000.0,
    "forest": 260_000.0,
}
"""Area in m² of the zones in the areas of a script, by kind."""
GRID = 0.05
"""Vertices lie on a grid of so many metres."""


def draw_general(seed: int, script: Script, plan: PlanScript, ground: Any, shore: Any) -> Plan:
    """Draw a general plan on ``ground``; ``shore`` is its edge on the sea, empty inland."""
    scene = set_scene(seed, script, plan, ground, shore)
    mains = main_roads(script.roads, ground, plan.level)
    field = street_field(seed, plan.key, scene.terrain, mains, scene.towns)
    streets = general_streets(scene, mains, field)
    patches = _patches(scene, streets, _villages(scene, streets))
    parts = _partition(scene, patches, field)
    zones = _zones(scene, parts, shore)
    return Plan(plan, seed, shapely.coverage_union_all(parts.faces), zones, tuple(streets), field)


def _villages(scene: Scene, streets: Sequence[Street]) -> list[Any]:
    """Villages along country roads: a few blobs grown together, each village apart from the next."""
    rng = chance(scene.seed, scene.key, "villages")
    spots = []
    for road in streets:
        if road.rank <= ARTERIAL:
            along = np.arange(80.0, road.line.length, 170.0)
            places = shapely.get_coordinates(shapely.line_interpolate_point(road.line, along))
            spots.append(places + rng.uniform(-240.0, 240.0, places.shape))
    every = rng.permutation(np.vstack(spots)) if spots else np.empty((0, 2))
    country = scene.towns.at(every[:, 0], every[:, 1]) < TOWN - 0.06
    dry = shapely.intersection(shapely.buffer(scene.ground, -60), scene.terrain.open_ground)
    fits = country & shapely.contains_xy(dry, every[:, 0], every[:, 1])
    taken = np.empty((0, 2))
    villages = []
    for place in every[fits]:
        room = 560.0 + 500.0 * float(rng.random())
        if len(taken) and float(np.hypot(*(taken - place).T).min()) < room:
            continue
        taken = np.vstack([taken, place])
        villages.append(_village(rng, place))
    return villages


def _village(rng: np.random.Generator, place: Floats) -> Any:
    size = float(rng.uniform(80.0, 165.0))
    pieces = []
    for _ in range(int(rng.integers(2, 5))):
        turn = rng.uniform(-1.0, 1.0, 2)
        radius = size * float(rng.uniform(0.7, 1.2))
        pieces.append(blob(rng, place, radius, direction=turn, stretch=1.7, rough=0.35, knots=10))
        place = place + turn * size * 1.4
    grown = shapely.union_all(pieces)
    return rounded_area(shapely.simplify(shapely.buffer(shapely.buffer(grown, 18), -18), 0.5))


def _patches(scene: Scene, streets: Sequence[Street], villages: Sequence[Any]) -> list[Patch]:
    patches = []
    for street in sorted(streets, key=lambda street: street.rank):
        if street.rank <= ARTERIAL:
            band = rounded_area(
                shapely.simplify(shapely.buffer(street.line, street.width / 2.0, quad_segs=8), 0.01)
            )
            part = "main road" if street.rank == 1 else "street"
            patches.append(Patch(part, band, street.name, rigid=street.rank == 1))
    patches.append(Patch("street", road_land(streets, fillet=13.0, chord=0.1)))
    patches += [Patch("river", stream.water, stream.name, rigid=True) for stream in scene.streams]
    for lake in scene.lakes:
        patches.append(Patch("lake", lake.water, lake.name, rigid=True))
        patches.append(Patch("shore", lake.with_shore, f"Bờ {lake.name}", 25_000.0))
    patches += [Patch("bank", s.with_banks, f"Bờ {s.name}", 42_000.0) for s in scene.streams]
    patches += [Patch(a.kind, scene.grounds[a.name], a.name, WANTED[a.kind]) for a in scene.areas]
    patches += [Patch("village", village, wanted=48_000.0) for village in villages]
    return patches


def _partition(scene: Scene, patches: Sequence[Patch], field: Field) -> Parts:
    towns = scene.towns

    def sizes(x: Floats, y: Floats, _present: Floats) -> Floats:
        town = towns.at(x, y)
        return np.where(town > TOWN, 30_000.0 - 13_000.0 * np.clip(town, 0.0, 1.0), 120_000.0)

    def smallest(x: Floats, y: Floats, _present: Floats) -> Floats:
        return np.where(towns.at(x, y) > TOWN, 2_200.0, 4_500.0)

    def wobble(x: Floats, y: Floats) -> Floats:
        return np.where(towns.at(x, y) > TOWN, 0.0, 0.09)

    def holes(rng: np.random.Generator, part: Any, x: Floats, y: Floats, area: Floats) -> tuple[Any, Floats]:
        draw, share = rng.random(len(part)), rng.uniform(0.4, 0.62, len(part))
        town = towns.at(x, y) > TOWN
        kinds = np.full(len(part), "", dtype=object)
        kinds[(part == BLOCK) & town & (area > 20_000) & (draw < 0.055)] = "green"
        kinds[(part == BLOCK) & ~town & (area > 60_000) & (draw < 0.12)] = "graves"
        kinds[(part == BLOCK) & ~town & (area > 60_000) & (draw < 0.08)] = "pond"
        kinds[(part == "village") & (area > 16_000) & (draw < 0.3)] = "communal house"
        kinds[(part == "village") & (area > 16_000) & (draw < 0.16)] = "pond"
        return kinds, np.where(kinds == "green", share, share * 0.7)

    return partition(
        chance(scene.seed, scene.key, "partition"),
        scene.ground,
        patches,
        field,
        grid=GRID,
        sizes=sizes,
        smallest=smallest,
        thinnest=16.0,
        holes=holes,
        wobble=wobble,
    )


def _zones(scene: Scene, parts: Parts, shore: Any) -> gpd.GeoDataFrame:
    functions = general_functions(scene.seed, scene.key, parts, scene.towns, shore)
    columns: dict[str, Any] = {
        "function": functions,
        "part": parts.part,
        "name": parts.name,
        "block": np.full(len(functions), -1),
        "deviates": np.full(len(functions), "", dtype=object),
        **no_limits(len(functions)),
    }
    return gpd.GeoDataFrame(columns, geometry=parts.faces, crs=EPSG)
