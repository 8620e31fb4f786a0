"""Land that came under plans of a level, or lost them, between two days, by the units of the later day.

The ground is the same on both days, so units that were merged or divided in between do not matter. Land of
which one day is in doubt is not known. For each unit the five areas make its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from dothi.land.lacking import PlanGround, UnitGround
from dothi.land.sharing import areas_of


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Areas of one unit in m²; ``gained`` and ``lost`` are that land, in metres.

    ``kept_m2`` was and is under a plan; ``without_m2`` has no plan on record on either day.
    """

    key: str
    name: str
    area_m2: float
    gained_m2: float
    lost_m2: float
    kept_m2: float
    without_m2: float
    unknown_m2: float
    gained: Any
    lost: Any


def changes(
    units: Sequence[UnitGround], before: Sequence[PlanGround], after: Sequence[PlanGround]
) -> list[Change]:
    """Divide the land of every unit by the plans of both days."""
    first, first_doubt = _ground(before)
    second, second_doubt = _ground(after)
    doubt = shapely.union(first_doubt, second_doubt)
    for shape in (first, second, doubt):
        shapely.prepare(shape)
    return [_change(unit, first, second, doubt) for unit in units]


def _ground(plans: Sequence[PlanGround]) -> tuple[Any, Any]:
    """Land certainly under plans, and other land that may be."""
    certain = shapely.union_all([plan.shape for plan in plans if not plan.doubt])
    doubtful = shapely.union_all([plan.shape for plan in plans if plan.doubt])
    return certain, shapely.difference(doubtful, certain)


def _change(unit: UnitGround, before: Any, after: Any, doubt: Any) -> Change:
    unknown = shapely.intersection(unit.shape, doubt)
    known = shapely.difference(unit.shape, doubt)
    then, now = areas_of(shapely.intersection(known, before)), areas_of(shapely.intersection(known, after))
    gained, lost = shapely.difference(now, then), shapely.difference(then, now)
    kept = float(shapely.intersection(then, now).area)
    either = kept + float(gained.area) + float(lost.area)
    return Change(
        unit.key,
        unit.name,
        float(unit.shape.area),
        float(gained.area),
        float(lost.area),
        kept,
        max(float(known.area) - either, 0.0),
        float(unknown.area),
        gained,
        lost,
    )
