"""A general plan revised: the same town with new roads and with some ground used otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dothi.illustration.allot import Site, Want, allotted, site
from dothi.illustration.chance import Floats, chance
from dothi.illustration.coverage import Faces, Ints, holder
from dothi.illustration.curves import blob, rounded, rounded_area, smooth
from dothi.illustration.general import GRID
from dothi.illustration.ground import EPSG
from dothi.illustration.limits import no_limits
from dothi.illustration.nested import ROADS
from dothi.illustration.network import COLLECTOR, raster
from dothi.illustration.partition import BLOCK, Parts, Patch, everywhere, partition
from dothi.illustration.plan import Plan
from dothi.illustration.script import Change, PlanScript
from dothi.illustration.streets import Spacing, Street, draw_streets, joined, road_land

NEW = COLLECTOR + 1
"""Rank of the streets that a revision draws."""

OPENED = (BLOCK, "industry", "pond", "green", "graves")
"""Land that a change may use anew; villages, water, heritage and streets stay."""
BETWEEN = {"town": 215.0, "centre": 175.0, "park": 0.0}
WANTED = {"town": 21_000.0, "centre": 15_000.0, "park": 60_000.0}


@dataclass(frozen=True, slots=True, eq=False)
class _Revision:
    """The plan before, and for each of its zones the number of the change that opens it, -1 for none."""

    seed: int
    plan: PlanScript
    before: Plan
    shapes: Faces
    part: Any
    changed: Ints

    def opened(self, number: int) -> Any:
        """Land that one change may use anew."""
        return shapely.union_all(self.shapes[self.changed == number])


def revise_general(seed: int, plan: PlanScript, before: Plan) -> Plan:
    """Draw the plan that replaces ``before``: what no road cuts and no change touches stays as it was."""
    shapes, part = before.zones.geometry.to_numpy(), before.zones["part"].to_numpy(dtype=str)
    middle = shapely.point_on_surface(shapes)
    changed = np.full(len(shapes), -1, dtype=np.int64)
    for number, change in enumerate(plan.changes):
        rng = chance(seed, "change", change.name)
        ground = blob(rng, change.at, change.radius, rough=0.2, knots=9)
        changed[shapely.contains(ground, middle) & np.isin(part, OPENED) & (changed < 0)] = number
    revision = _Revision(seed, plan, before, shapes, part, changed)
    streets = _streets(revision)
    parts = _partition(revision, streets)
    zones = _zones(revision, parts)
    return Plan(plan, seed, shapely.coverage_union_all(parts.faces), zones, tuple(streets), before.field)


def _streets(revision: _Revision) -> list[Street]:
    plan, before = revision.plan, revision.before
    roads = [
        Street(rounded(shapely.LineString(smooth(road.points, 12.0))), road.width, 1, road.name)
        for road in plan.roads
    ]
    given = [*roads, *before.streets]
    bounds = shapely.bounds(before.ground).tolist()
    metres = np.zeros(raster(before.ground, bounds, 20.0)[0].shape)
    for number, change in enumerate(plan.changes):
        if BETWEEN[change.becomes]:
            _, _, there = raster(shapely.buffer(revision.opened(number), 16.0), bounds, 20.0)
            metres[there] = BETWEEN[change.becomes]
    lines = draw_streets(
        chance(revision.seed, plan.key, "streets"),
        before.field,
        Spacing(bounds[0], bounds[1], 20.0, metres),
        [street.line for street in given],
        shortest=1.0,
    )
    drawn = [Street(line, 17.5, NEW) for line in lines]
    return joined([*given, *drawn], before.ground, given=COLLECTOR)


def _partition(revision: _Revision, streets: Sequence[Street]) -> Parts:
    plan, before, part = revision.plan, revision.before, revision.part
    names = before.zones["name"].to_numpy(dtype=str)
    kept = revision.changed < 0
    first = kept & np.isin(part, [*ROADS, "lake"])

    def patch(at: int, *, rigid: bool) -> Patch:
        return Patch(str(part[at]), revision.shapes[at], str(names[at]), rigid=rigid)

    roads = streets[: len(plan.roads)]
    bands = shapely.buffer([road.line for road in roads], [road.width / 2.0 for road in roads], quad_segs=4)
    fresh = [*roads, *(street for street in streets if street.rank == NEW)]
    patches = [patch(at, rigid=True) for at in np.flatnonzero(first).tolist()]
    patches += [
        Patch("main road", rounded_area(band), road.name, rigid=True)
        for road, band in zip(roads, bands, strict=True)
    ]
    patches += [Patch("street", road_land(fresh, fillet=13.0, chord=0.1))] if fresh else []
    patches += [patch(at, rigid=part[at] == "river") for at in np.flatnonzero(kept & ~first).tolist()]
    grounds = [revision.opened(number) for number in range(len(plan.changes))]

    def sizes(x: Floats, y: Floats, _present: Floats) -> Floats:
        wanted = np.full(len(x), 25_000.0)
        for ground, change in zip(grounds, plan.changes, strict=True):
            wanted[shapely.contains_xy(ground, x, y)] = WANTED[change.becomes]
        return wanted

    return partition(
        chance(revision.seed, plan.key, "partition"),
        before.ground,
        patches,
        before.field,
        grid=GRID,
        sizes=sizes,
        smallest=everywhere(1_600.0),
        thinnest=9.0,
    )


def _zones(revision: _Revision, parts: Parts) -> gpd.GeoDataFrame:
    plan, part = revision.plan, parts.part.astype(str)
    road = np.isin(part, ROADS)
    where = site(parts.faces, road, np.isin(part, ["river", "lake"]))
    old = np.maximum(holder(parts.faces, revision.shapes), 0)
    functions = revision.before.zones["function"].to_numpy(dtype=object)[old]
    functions[road & ~np.isin(revision.part[old], ROADS)] = "qhc.giao-thong-do-thi"
    for number, change in enumerate(plan.changes):
        rng = chance(revision.seed, plan.key, "functions", change.name)
        free = (revision.changed[old] == number) & (part == BLOCK)
        if free.any():
            wants, rest = _wants(rng, change, where)
            functions[free] = allotted(parts.faces, free, wants, rest)[free]
    columns: dict[str, Any] = {
        "function": functions,
        "part": part,
        "name": parts.name,
        "block": np.full(len(part), -1),
        "deviates": np.full(len(part), "", dtype=object),
        **no_limits(len(part)),
    }
    return gpd.GeoDataFrame(columns, geometry=parts.faces, crs=EPSG)


def _wants(rng: np.random.Generator, change: Change, where: Site) -> tuple[list[Want], str]:
    draw = rng.random(len(where.x))
    if change.becomes == "park":
        return [
            Want("qhc.du-lich", 0.2, where.on_road + draw),
            Want("qhc.van-hoa-the-thao", 0.12, draw),
        ], "qhc.cay-xanh-cong-cong"
    if change.becomes == "centre":
        return [
            Want("qhc.co-quan-do-thi", 0.14, where.near(*change.at, change.radius / 3) + 0.2 * draw),
            Want("qhc.cay-xanh-cong-cong", 0.12, where.by_water + draw, apart=150),
            Want("qhc.dich-vu-cong-cong", 0.12, draw, apart=180),
            Want("qhc.hon-hop", 0.4, where.on_road + 0.5 * draw),
        ], "qhc.don-vi-o"
    return [
        Want("qhc.cay-xanh-cong-cong", 0.09, where.by_water + draw, apart=200),
        Want("qhc.dich-vu-cong-cong", 0.09, draw, apart=260),
        Want("qhc.hon-hop", 0.12, where.on_road + 0.4 * draw),
    ], "qhc.don-vi-o"
