"""Detailed plans (QCT, 1/500): lanes and house plots within the zones of a zoning plan."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dothi.illustration.chance import Floats, chance
from dothi.illustration.coverage import absorbed, holder, merged, weave
from dothi.illustration.lower import Manner, lower_zones, patches_above
from dothi.illustration.nested import ROADS, WATER, inside, nested_ground, streets_inside
from dothi.illustration.partition import Parts, everywhere, partition
from dothi.illustration.plan import Plan
from dothi.illustration.plots import LANE_WIDTH, lane_lines, plot_lines
from dothi.illustration.script import PlanScript
from dothi.illustration.streets import Street
from dothi.illustration.uses import DETAILED

LANE = 5
HOUSING = ("qpk.nhom-nha-o", "qpk.hon-hop", "qpk.lang-xom")
WANTED = {kind: 2_600.0 for kind in DETAILED if kind not in HOUSING}
"""Area in m² of the pieces of what is not housing."""
SMALLEST = 60.0
"""Area in m² below which a plot joins the next."""
GRID = 0.005
"""Vertices lie on a grid of so many metres, that of the zoning plan divided."""
MANNER = Manner(DETAILED, "qpk.duong-giao-thong", HOUSING, 4, 70.0)


def draw_detailed(seed: int, plan: PlanScript, upper: Plan) -> Plan:
    """Draw a detailed plan on whole blocks of a zoning plan."""
    ground = nested_ground(seed, plan, upper, street=50.0, neck=24.0, most=HOUSING)
    above = inside(upper.zones, ground)
    streets = _streets(ground, above, upper)
    lanes = [street for street in streets if street.rank == LANE]
    parts = partition(
        chance(seed, plan.key, "partition"),
        ground,
        patches_above(above, lanes, WANTED, taking=HOUSING, fillet=3.0, chord=0.01),
        upper.field,
        grid=GRID,
        sizes=everywhere(0.0),
        smallest=everywhere(90.0),
        thinnest=4.5,
        holes=_holes,
    )
    parts = _plots(seed, plan, ground, parts, upper)
    zones = lower_zones(seed, plan, parts, above, MANNER)
    return Plan(plan, seed, shapely.coverage_union_all(parts.faces), zones, tuple(streets), upper.field)


def _streets(ground: Any, above: gpd.GeoDataFrame, upper: Plan) -> list[Street]:
    housing = shapely.union_all(above.geometry[above["function"].isin(HOUSING)].to_numpy())
    road = shapely.union_all(above.geometry[above["part"].isin(ROADS)].to_numpy())
    lanes = lane_lines(shapely.get_parts(housing), road, upper.field)
    drawn = [Street(lane, LANE_WIDTH, LANE) for lane in lanes]
    return [*streets_inside(upper.streets, ground), *drawn]


def _holes(
    rng: np.random.Generator, part: Any, x: Floats, _north: Floats, area: Floats
) -> tuple[Any, Floats]:
    """Ponds in parks."""
    draw = rng.random(len(x))
    kinds = np.full(len(x), "", dtype=object)
    kinds[(part == "qpk.cay-xanh-cong-cong") & (area > 900) & (draw < 0.5)] = "pond"
    return kinds, np.full(len(x), 0.5)


def _plots(seed: int, plan: PlanScript, ground: Any, parts: Parts, upper: Plan) -> Parts:
    """Cut housing blocks into plots."""
    rng = chance(seed, plan.key, "plots")
    housing = np.isin(parts.part.astype(str), HOUSING)
    blocks = parts.faces[housing]
    villa = rng.random(len(blocks)) < 0.22
    frontage = np.where(villa, rng.uniform(10.0, 13.0, len(blocks)), rng.uniform(5.2, 7.0, len(blocks)))
    lines = plot_lines(rng, blocks, upper.field, frontage)
    woven = weave([*(shapely.boundary(face) for face in parts.faces), *lines], ground, GRID)
    source = holder(woven, parts.faces)
    woven, source = woven[source >= 0], source[source >= 0]
    thin = housing[source] & (2.0 * shapely.area(woven) / shapely.length(woven) < 3.2)
    least = np.where(thin, np.maximum(SMALLEST, shapely.area(woven) * 1.01), SMALLEST)
    root = absorbed(woven, source, least, np.isin(parts.part[source].astype(str), ["street", *WATER]))
    joined_faces, group = merged(woven, root)
    origin = source[group]
    return Parts(joined_faces, parts.part[origin], parts.name[origin], parts.patch[origin])
