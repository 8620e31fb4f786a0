"""The structure plan of a province: towns, corridors, plains, forests, in some two hundred large zones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dothi.illustration.chance import Floats, Noise, chance
from dothi.illustration.curves import blob, rounded_area
from dothi.illustration.field import Pull, make_field
from dothi.illustration.ground import EPSG
from dothi.illustration.limits import no_limits
from dothi.illustration.network import main_roads
from dothi.illustration.partition import BLOCK, Parts, Patch, everywhere, partition
from dothi.illustration.plan import Plan
from dothi.illustration.scene import area_ground
from dothi.illustration.script import Area, Centre, PlanScript, Script
from dothi.illustration.streets import Street
from dothi.illustration.waters import Lake, Stream, draw_lake, draw_rivers

SMALLEST_RIVER = 150.0
"""Rivers narrower than this at their mouth, in metres, do not show at the scale of a province."""
CORRIDOR = 1_000.0
"""Half the width in metres of a development corridor."""
GRID = 0.5
"""Vertices lie on a grid of so many metres."""
COAST = 1_500.0
"""Depth in metres of the coastal strip."""
WIDE, EXPRESSWAY = 38.0, 60.0
"""Roads at least so many metres wide show as land; expressways draw no settlement to them."""
HECTARE = 10_000.0


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """What shows at the scale of a province."""

    seed: int
    ground: Any
    shore: Any
    streams: tuple[Stream, ...]
    lakes: tuple[Lake, ...]
    works: tuple[Area, ...]
    roads: tuple[Street, ...]


def draw_structure(seed: int, script: Script, plan: PlanScript, ground: Any, shore: Any) -> Plan:
    """Draw the structure plan on ``ground``, whose edge on the sea is ``shore``."""
    rivers = [r for r in script.rivers if plan.level in r.levels and max(r.widths) >= SMALLEST_RIVER]
    areas = [area for area in script.areas if plan.level in area.levels]
    lakes = [area for area in areas if area.kind == "lake" and area.radius > 1_000]
    scene = _Scene(
        seed,
        ground,
        shore,
        tuple(draw_rivers(seed, rivers, bank=120.0, detail=250.0)),
        tuple(draw_lake(seed, area, shore=150.0) for area in lakes),
        tuple(area for area in areas if area.kind == "industry" and area.radius >= 400),
        tuple(main_roads(script.roads, ground, plan.level)),
    )
    pulls = [Pull(stream.course, 1.0, 4_000.0) for stream in scene.streams]
    pulls += [Pull(road.line, 0.8, 5_000.0) for road in scene.roads]
    west, south, east, north = shapely.bounds(ground).tolist()
    sway = Noise(chance(seed, plan.key, "sway"), 26_000.0)
    field = make_field((west, south, east, north), 900.0, pulls, sway, base=(0.6, -0.8))
    relief = Relief(seed, shore)
    parts = partition(
        chance(seed, plan.key, "partition"),
        ground,
        _patches(scene, script.centres),
        field,
        grid=GRID,
        sizes=lambda x, y, _: np.where(relief.at(x, y) > 0.45, 14_000 * HECTARE, 6_000 * HECTARE),
        smallest=everywhere(45 * HECTARE),
        thinnest=260.0,
        wobble=lambda x, _: np.full(len(x), 0.1),
    )
    zones = _zones(seed, plan, parts, relief)
    return Plan(plan, seed, shapely.coverage_union_all(parts.faces), zones, scene.roads, field)


class Relief:
    """How high and wild the land is, by its distance to the sea with noise: 0 on the coast, 1 far inland."""

    def __init__(self, seed: int, shore: Any) -> None:
        self._shore = shore
        self._noise = Noise(chance(seed, "relief"), 14_000.0)

    def at(self, x: Floats, y: Floats) -> Floats:
        """Give the value at each place."""
        inland = shapely.distance(shapely.points(x, y), self._shore) / 62_000.0
        return np.asarray(np.clip(inland + 0.16 * self._noise.at(x, y), 0.0, 1.0))


def _patches(scene: _Scene, centres: Sequence[Centre]) -> list[Patch]:
    mainland = max(shapely.get_parts(scene.ground), key=lambda part: float(part.area))
    coast = shapely.intersection(shapely.buffer(scene.shore, COAST), mainland)
    patches = [Patch("river", stream.water, stream.name, rigid=True) for stream in scene.streams]
    for lake in scene.lakes:
        patches.append(Patch("lake", lake.water, lake.name, rigid=True))
        forest = shapely.buffer(lake.with_shore, 900)
        patches.append(Patch("lake forest", forest, f"Rừng quanh {lake.name}", 1_500 * HECTARE))
    for road in scene.roads:
        if road.width >= WIDE:
            land = shapely.buffer(road.line, road.width * 1.2, quad_segs=4)
            patches.append(Patch("main road", rounded_area(land), road.name, rigid=True))
    patches += [
        Patch("industry", area_ground(scene.seed, area), area.name, 900 * HECTARE) for area in scene.works
    ]
    for centre in centres:
        rng = chance(scene.seed, "town ground", centre.name)
        town = blob(rng, centre.at, centre.radius * 1.08, rough=0.16, knots=11)
        name = f"Đô thị {centre.name}"
        patches.append(Patch("town", shapely.intersection(town, mainland), name, 1_500 * HECTARE))
    patches.append(Patch("coast", coast, "", 1_500 * HECTARE))
    for road in scene.roads:
        if road.width < EXPRESSWAY:
            band = shapely.buffer(road.line, CORRIDOR, cap_style="flat")
            patches.append(Patch("corridor", rounded_area(band), f"Hành lang {road.name}", 2_600 * HECTARE))
    patches.append(Patch("island", shapely.difference(scene.ground, shapely.buffer(mainland, 1))))
    return [patch for patch in patches if not shapely.is_empty(patch.geometry)]


def _zones(seed: int, plan: PlanScript, parts: Parts, relief: Relief) -> gpd.GeoDataFrame:
    part = parts.part.astype(str)
    middle = shapely.get_coordinates(shapely.point_on_surface(parts.faces))
    height = relief.at(middle[:, 0], middle[:, 1])
    draw = chance(seed, plan.key, "functions").random(len(part))
    table = {
        "river": "qhc.song-suoi",
        "lake": "qhc.ho-nuoc",
        "lake forest": "qhc.rung-phong-ho",
        "main road": "qhc.giao-thong-doi-ngoai",
        "industry": "qhc.cong-nghiep",
        "town": "qhc.don-vi-o",
        "corridor": "qhc.dan-cu-nong-thon",
        "island": "qhc.rung-dac-dung",
    }
    functions = np.array([table.get(name, "") for name in part], dtype=object)
    coast = part == "coast"
    functions[coast] = np.where(draw[coast] < 0.6, "qhc.du-lich", "qhc.rung-phong-ho")
    block = part == BLOCK
    wild = np.select(
        [height < 0.3, height < 0.5, draw < 0.3, draw < 0.62],
        ["qhc.nong-nghiep", "qhc.rung-san-xuat", "qhc.rung-dac-dung", "qhc.rung-phong-ho"],
        "qhc.rung-san-xuat",
    )
    functions[block] = wild[block]
    functions[block & (height < 0.3) & (draw > 0.86)] = "qhc.dan-cu-nong-thon"
    functions[block & (height >= 0.3) & (height < 0.5) & (draw > 0.8)] = "qhc.nong-nghiep"
    columns: dict[str, Any] = {
        "function": functions,
        "part": part,
        "name": parts.name,
        "block": np.full(len(part), -1),
        "deviates": np.full(len(part), "", dtype=object),
        **no_limits(len(part)),
    }
    return gpd.GeoDataFrame(columns, geometry=parts.faces, crs=EPSG)
