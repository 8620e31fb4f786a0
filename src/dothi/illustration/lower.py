"""What zoning and detailed plans have in common: patches from the plan above, functions that fit it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dothi.illustration.allot import site
from dothi.illustration.chance import chance
from dothi.illustration.coverage import connected, holder
from dothi.illustration.ground import EPSG
from dothi.illustration.limits import building_limits
from dothi.illustration.nested import ROADS, WATER
from dothi.illustration.nesting import fitted_limits
from dothi.illustration.partition import BLOCK, Parts, Patch
from dothi.illustration.script import PlanScript
from dothi.illustration.streets import Street, road_land
from dothi.illustration.uses import Filling, deviating, filled

PLOT = "plot"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a level fills the plan above it.

    ``road`` is the function of streets above, ``plots`` are the functions above whose faces are single plots;
    ``deviations`` zones of at least ``deviating_from`` m² depart from the plan above on purpose.
    """

    fillings: Mapping[str, Filling]
    road: str
    plots: tuple[str, ...]
    deviations: int
    deviating_from: float


def patches_above(
    above: gpd.GeoDataFrame,
    streets: Sequence[Street],
    wanted: Mapping[str, float],
    *,
    taking: Collection[str],
    fillet: float,
    chord: float,
) -> list[Patch]:
    """Main roads, streets old and new, water, then the land of each function above.

    :param streets: the new streets only; they take land of the functions ``taking`` and of no other.
    :param fillet, chord: see :func:`dothi.illustration.streets.road_land`.
    :param wanted: area in m² of pieces by function above; whole where it is not named.
    """
    part, shapes = above["part"].to_numpy(dtype=str), above.geometry.to_numpy()
    names, functions = above["name"].to_numpy(dtype=str), above["function"].to_numpy(dtype=str)
    main, street, water = part == "main road", part == "street", np.isin(part, WATER)
    bands = []
    if streets:
        free = shapely.union_all(shapes[main | street | np.isin(functions, list(taking))])
        bands.append(shapely.intersection(road_land(streets, fillet=fillet, chord=chord), free))
    patches = [
        Patch("main road", shape, str(name), rigid=True)
        for shape, name in zip(shapes[main], names[main], strict=True)
    ]
    patches.append(Patch("street", shapely.union_all([*shapes[street], *bands])))
    patches += [
        Patch(str(part[at]), shapes[at], str(names[at]), rigid=True) for at in np.flatnonzero(water).tolist()
    ]
    land = ~main & ~street & ~water
    for function in sorted(set(functions[land].tolist())):
        whole = shapely.union_all(shapes[land & (functions == function)])
        patches.append(Patch(function, whole, wanted=wanted.get(function, 0.0)))
    return patches


def lower_zones(
    seed: int, plan: PlanScript, parts: Parts, above: gpd.GeoDataFrame, manner: Manner
) -> gpd.GeoDataFrame:
    """Give every face of a lower plan its function, limits and block."""
    part = parts.part.astype(str)
    road, water = np.isin(part, ROADS), np.isin(part, WATER)
    at = holder(parts.faces, above.geometry.to_numpy())
    over = np.where(at >= 0, above["function"].to_numpy(dtype=object)[np.maximum(at, 0)], manner.road)
    drawn_as = np.isin(part, list(manner.fillings))
    over = np.where(drawn_as, part, over).astype(object)
    over[road] = manner.road
    where = site(parts.faces, road, water)
    functions = filled(chance(seed, plan.key, "functions"), parts.faces, over, where, manner.fillings)
    functions[part == "green"] = "qpk.cay-xanh-cong-cong"
    functions[part == "pond"] = "qpk.ho-ao"
    free = np.where(drawn_as, over, "")
    changed = deviating(
        chance(seed, plan.key, "deviations"), parts.faces, free, manner.deviations, manner.deviating_from
    )
    functions = np.where(changed != "", changed, functions)
    plot = np.isin(part, manner.plots)
    block = connected(parts.faces, road | water)
    limits = building_limits(
        chance(seed, plan.key, "limits"),
        functions,
        block,
        shapely.area(parts.faces),
        where.on_road,
        plots=plot,
    )
    areas = shapely.area(parts.faces)
    limits = fitted_limits(
        chance(seed, plan.key, "exceeding"),
        limits,
        parts.faces,
        above,
        plot & (changed == "") & (areas >= manner.deviating_from),
    )
    columns: dict[str, Any] = {
        "function": functions,
        "part": np.where(plot, PLOT, np.where(drawn_as, BLOCK, part)),
        "name": parts.name,
        "block": block,
        "deviates": np.where(changed != "", over, ""),
        **limits,
    }
    return gpd.GeoDataFrame(columns, geometry=parts.faces, crs=EPSG)
