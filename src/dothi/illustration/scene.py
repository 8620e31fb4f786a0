"""What lies on the ground of a general plan before streets are drawn: water, large areas, towns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from dothi.illustration.chance import chance
from dothi.illustration.curves import blob
from dothi.illustration.script import Area, PlanScript, Script
from dothi.illustration.townness import Townness
from dothi.illustration.waters import Lake, Stream, draw_lake, draw_rivers

AROUND = frozenset({"park", "heritage", "training", "health"})
"""Areas that streets run around."""


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """What streets have to reckon with. ``open_ground`` is where they may run at all.

    ``works`` is industrial ground, with wide-meshed streets of its own.
    """

    ground: Any
    open_ground: Any
    shore: Any
    courses: tuple[Any, ...]
    round_things: tuple[Any, ...]
    works: Any


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What lies on the ground before streets are drawn. ``grounds`` are the areas' outlines by name."""

    seed: int
    key: str
    ground: Any
    towns: Townness
    streams: tuple[Stream, ...]
    lakes: tuple[Lake, ...]
    areas: tuple[Area, ...]
    grounds: Mapping[str, Any]
    terrain: Terrain


def set_scene(seed: int, script: Script, plan: PlanScript, ground: Any, shore: Any) -> Scene:
    """Draw rivers, lakes and areas that touch ``ground``, and say where streets may run."""
    near = shapely.buffer(ground, 400)
    rivers = [river for river in script.rivers if plan.level in river.levels]
    drawn = draw_rivers(seed, rivers, bank=38.0, detail=20.0)
    streams = tuple(stream for stream in drawn if stream.water.intersects(near))
    inside = [a for a in script.areas if plan.level in a.levels and shapely.Point(a.at).within(near)]
    lakes = tuple(draw_lake(seed, area, shore=30.0) for area in inside if area.kind == "lake")
    areas = tuple(area for area in inside if area.kind != "lake")
    grounds = {area.name: area_ground(seed, area) for area in areas}
    apart = [grounds[area.name] for area in areas if area.kind in AROUND]
    closed = [stream.water for stream in streams] + [lake.with_shore for lake in lakes] + apart
    closed += [grounds[area.name] for area in areas if area.kind == "forest"]
    terrain = Terrain(
        ground,
        shapely.difference(shapely.buffer(ground, 150), shapely.buffer(shapely.union_all(closed), 14)),
        shore,
        tuple(stream.course for stream in streams),
        (*(lake.with_shore for lake in lakes), *apart),
        shapely.union_all([grounds[area.name] for area in areas if area.kind == "industry"]),
    )
    towns = Townness(seed, script.centres)
    return Scene(seed, plan.key, ground, towns, streams, lakes, areas, grounds, terrain)


def area_ground(seed: int, area: Area) -> Any:
    """Draw the outline of an area of the script."""
    rng = chance(seed, "area", area.name)
    return blob(
        rng, area.at, area.radius, direction=area.direction, stretch=area.stretch, rough=0.22, knots=8
    )
