"""Zoning plans (QPK, 1/2.000): local streets, blocks and zones within the zones of a general plan."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dothi.illustration.chance import Floats, chance
from dothi.illustration.lower import Manner, lower_zones, patches_above
from dothi.illustration.nested import ROADS, inside, nested_ground, streets_inside
from dothi.illustration.network import raster
from dothi.illustration.partition import everywhere, partition
from dothi.illustration.plan import Plan
from dothi.illustration.script import PlanScript
from dothi.illustration.streets import Spacing, Street, draw_streets, joined
from dothi.illustration.uses import ZONING

LOCAL = 4
BETWEEN = {
    "qhc.don-vi-o": 92.0,
    "qhc.hon-hop": 88.0,
    "qhc.dich-vu-cong-cong": 130.0,
    "qhc.co-quan-do-thi": 120.0,
    "qhc.dan-cu-nong-thon": 80.0,
    "qhc.du-lich": 150.0,
    "qhc.cong-nghiep": 260.0,
}
"""Metres between local streets by function of the upper plan; none where it is not named."""
WANTED = {
    "qhc.don-vi-o": 3_000.0,
    "qhc.hon-hop": 2_800.0,
    "qhc.dich-vu-cong-cong": 5_000.0,
    "qhc.co-quan-do-thi": 4_500.0,
    "qhc.dan-cu-nong-thon": 3_200.0,
    "qhc.du-lich": 12_000.0,
    "qhc.cong-nghiep": 18_000.0,
    "qhc.cay-xanh-cong-cong": 14_000.0,
    "qhc.cay-xanh-han-che": 30_000.0,
    "qhc.nong-nghiep": 35_000.0,
    "qhc.thuy-san": 25_000.0,
    "qhc.di-tich": 6_000.0,
    "qhc.dao-tao": 14_000.0,
    "qhc.y-te": 12_000.0,
}
"""Area in m² of zones by function of the upper plan; whole where it is not named."""
GRID = 0.01
"""Vertices lie on a grid of so many metres, that of the general plan divided."""
MANNER = Manner(ZONING, "qhc.giao-thong-do-thi", (), 8, 2_000.0)


def draw_zoning(seed: int, plan: PlanScript, upper: Plan) -> Plan:
    """Draw a zoning plan on whole blocks of a general plan."""
    ground = nested_ground(seed, plan, upper, street=64.0, neck=120.0)
    above = inside(upper.zones, ground)
    streets = _streets(seed, plan, ground, above, upper)
    local = [street for street in streets if street.rank == LOCAL]
    parts = partition(
        chance(seed, plan.key, "partition"),
        ground,
        patches_above(above, local, WANTED, taking=BETWEEN, fillet=7.0, chord=0.04),
        upper.field,
        grid=GRID,
        sizes=everywhere(0.0),
        smallest=everywhere(650.0),
        thinnest=11.0,
        holes=_holes,
    )
    zones = lower_zones(seed, plan, parts, above, MANNER)
    return Plan(plan, seed, shapely.coverage_union_all(parts.faces), zones, tuple(streets), upper.field)


def _streets(seed: int, plan: PlanScript, ground: Any, above: gpd.GeoDataFrame, upper: Plan) -> list[Street]:
    given = streets_inside(upper.streets, ground)
    bounds = shapely.bounds(shapely.buffer(ground, 30)).tolist()
    step = 9.0
    x, _, _ = raster(ground, bounds, step)
    metres = np.zeros(x.shape)
    for function, between in BETWEEN.items():
        land = above.geometry[(above["function"] == function) & ~above["part"].isin(ROADS)]
        if len(land):
            _, _, there = raster(shapely.buffer(shapely.union_all(land), 9.0), bounds, step)
            metres[there] = between
    road = above.geometry[above["part"].isin(ROADS)]
    _, _, there = raster(shapely.buffer(shapely.union_all(road), 0.5), bounds, step)
    metres[there & (metres == 0)] = 100.0
    lines = draw_streets(
        chance(seed, plan.key, "streets"),
        upper.field,
        Spacing(bounds[0], bounds[1], step, metres),
        [street.line for street in given],
        shortest=0.9,
    )
    widths = chance(seed, plan.key, "widths")
    drawn = [Street(line, float(widths.choice([7.5, 9.5, 11.5, 13.5])), LOCAL) for line in lines]
    return joined([*given, *drawn], ground, given=3)


def _holes(
    rng: np.random.Generator, part: Any, x: Floats, _north: Floats, area: Floats
) -> tuple[Any, Floats]:
    """Playgrounds in large housing zones, ponds in large parks and in villages."""
    draw, share = rng.random(len(x)), rng.uniform(0.35, 0.55, len(x))
    kinds = np.full(len(x), "", dtype=object)
    kinds[(part == "qhc.don-vi-o") & (area > 5_500) & (draw < 0.06)] = "green"
    kinds[(part == "qhc.cay-xanh-cong-cong") & (area > 7_000) & (draw < 0.3)] = "pond"
    kinds[(part == "qhc.dan-cu-nong-thon") & (area > 4_500) & (draw < 0.12)] = "pond"
    return kinds, share
