"""The ground of a lower plan: zones of the plan above it, with the streets and water between them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dothi.base.errors import Fault, InputError
from dothi.illustration.chance import Floats, chance
from dothi.illustration.coverage import connected
from dothi.illustration.curves import blob, rounded, rounded_area
from dothi.illustration.entries import Point
from dothi.illustration.field import Field
from dothi.illustration.plan import Plan
from dothi.illustration.script import FILE, PlanScript
from dothi.illustration.streets import Street

ROADS = ("main road", "street")
WATER = ("river", "lake")
ROAM = 700.0
"""How far in metres a plan may lie from its place to find the land it wants."""


def nested_ground(
    seed: int, plan: PlanScript, upper: Plan, *, street: float, neck: float, most: Collection[str] = ()
) -> Any:
    """Whole blocks of ``upper`` around the plan's place, about as many hectares as it asks for.

    The edge runs in the streets around them, as plan boundaries do, six metres out.

    :param street: width in metres of the widest street that is taken in where blocks on both sides are.
    :param neck: parts narrower than so many metres are left out.
    :param most: functions of ``upper`` of which the ground should hold as much as it can: it may lie up to
        :data:`ROAM` metres aside for it.
    """
    wanted = plan.hectares * 10_000.0
    radius = float(np.sqrt(wanted / np.pi))
    at = _best_place(upper, plan.at or (0.0, 0.0), radius, most)
    around = blob(chance(seed, plan.key, "ground"), at, radius, rough=0.16, knots=10)
    for _ in range(6):
        found = _whole_blocks(upper, around, street, neck)
        if found is not None and found.area > 0.75 * wanted:
            break
        around = shapely.buffer(around, 0.1 * float(np.sqrt(wanted)))
    if found is None:
        raise InputError(
            Fault(
                "illustration.no-blocks",
                f"Không có ô phố nào của «{upper.script.key}» quanh điểm đã cho",
                f"“{upper.script.key}” has no blocks around the place given",
                f"{FILE}, plans «{plan.key}»",
                "Đặt «at» vào trong đồ án cấp trên",
                "Put “at” inside the upper plan",
            )
        )
    return rounded_area(shapely.simplify(shapely.polygons(found.exterior), 0.05))


def _best_place(upper: Plan, at: Point, radius: float, most: Collection[str]) -> Point:
    """The place near ``at`` with the largest share of land of the functions ``most``, and with bent streets.

    Share and bend, both from 0 to 1, count alike: a plan of straight rows only would look like none.
    """
    zones = upper.zones
    land = ~zones["part"].isin(ROADS).to_numpy()
    middle = shapely.get_coordinates(shapely.centroid(zones.geometry.to_numpy()))[land]
    area = zones.geometry.area.to_numpy()[land]
    liked = zones["function"].isin(list(most)).to_numpy()[land]
    near = np.flatnonzero(liked & (np.hypot(middle[:, 0] - at[0], middle[:, 1] - at[1]) < ROAM))
    best, place = 0.0, at
    for spot in middle[near]:
        inside = np.hypot(*(middle - spot).T) < radius
        merit = float(area[inside & liked].sum() / area[inside].sum()) + _bend(upper.field, middle[inside])
        if merit > best:
            best, place = merit, (float(spot[0]), float(spot[1]))
    return place


def _bend(field: Field, places: Floats) -> float:
    """How much streets turn from place to place: 0 where all run alike, 1 where every way is found."""
    east, north = field.directions(places[:, 0], places[:, 1])
    a, b = east**2 - north**2, 2.0 * east * north
    return 1.0 - float(np.hypot((a**2 - b**2).mean(), (2.0 * a * b).mean()))


def _whole_blocks(upper: Plan, around: Any, street: float, neck: float) -> Any:
    """The largest piece that blocks with their middle in ``around`` form together; ``None`` without any."""
    part = upper.zones["part"].to_numpy(dtype=str)
    shapes = upper.zones.geometry.to_numpy()
    block = connected(shapes, np.isin(part, [*ROADS, *WATER, "bank"]))
    area, middle = shapely.area(shapes), shapely.get_coordinates(shapely.centroid(shapes))
    weight = np.maximum(np.bincount(block + 1, weights=area), 1e-9)
    centre = [np.bincount(block + 1, weights=area * middle[:, axis]) / weight for axis in (0, 1)]
    near = shapely.contains_xy(around, centre[0], centre[1])[block + 1] & (block >= 0)
    near |= (part == "bank") & shapely.within(shapely.point_on_surface(shapes), around)
    near |= (part == "lake") & shapely.intersects(shapes, around) & (area < 0.2 * around.area)
    if not near.any():
        return None
    land = shapely.union_all(shapes[near])
    between = shapely.buffer(shapely.buffer(land, 180), -180)
    water = [shapely.intersection(shape, between) for shape in shapes[part == "river"]]
    whole = _grown(shapely.union_all([land, *water]), street / 2.0, -street / 2.0)
    outline = _grown(shapely.polygons(_largest(whole).exterior), -neck / 2.0, neck / 2.0, 6.0)
    return _largest(shapely.intersection(outline, upper.ground))


def _largest(shape: Any) -> Any:
    return max(shapely.get_parts(shape), key=lambda piece: float(piece.area))


def _grown(shape: Any, *steps: float) -> Any:
    """Buffer by each step in turn, corners kept sharp."""
    for step in steps:
        shape = shapely.buffer(shape, step, join_style="mitre", mitre_limit=2)
    return shape


def inside(zones: gpd.GeoDataFrame, ground: Any) -> gpd.GeoDataFrame:
    """The zones, or parts of zones, that lie in ``ground``."""
    near = zones[shapely.intersects(zones.geometry.to_numpy(), ground)]
    cut = near.set_geometry(shapely.intersection(near.geometry.to_numpy(), ground))
    cut = cut.explode(index_parts=False)
    areal = (shapely.get_type_id(cut.geometry.to_numpy()) == 3) & (
        shapely.area(cut.geometry.to_numpy()) > 0.5
    )
    return cut[areal].reset_index(drop=True)


def streets_inside(streets: Sequence[Street], ground: Any) -> list[Street]:
    """The streets of the upper plan as far as they run in or along ``ground``."""
    near = shapely.buffer(ground, 30.0)
    found: list[Street] = []
    for street in streets:
        found += [
            Street(rounded(line), street.width, street.rank, street.name)
            for line in shapely.get_parts(shapely.intersection(street.line, near))
            if line.length > 5.0
        ]
    return found
