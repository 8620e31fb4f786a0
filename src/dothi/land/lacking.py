"""Land without a plan of a level: how much of each unit plans cover, may cover, and do not cover.

Land that no plan on record covers has no plan *on record*: it has none only where somebody answers for it
that every plan of the level is recorded. Land is not known where a plan could not be read, and where a plan's
time in force is not known to the day. For each unit the four areas make its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from dothi.base.errors import DothiError
from dothi.base.time import Truth
from dothi.land.piece import Piece
from dothi.land.plans import DOUBTFUL_TIME, PlanOnRecord, covered_land, unread
from dothi.land.record import NONE, PlanFacts, Words


@dataclass(frozen=True, slots=True, eq=False)
class UnitGround:
    """A unit and its land in metres, on one map with everything it is laid against."""

    key: str
    name: str
    shape: Any


@dataclass(frozen=True, slots=True, eq=False)
class PlanGround:
    """The land in metres that a plan covers, or with a ``doubt`` may cover."""

    facts: PlanFacts
    shape: Any
    doubt: Words = NONE


@dataclass(frozen=True, slots=True, eq=False)
class Lack:
    """Areas of one unit in m²: under plans, not known, without a plan on record, and certainly without one.

    ``without`` is the land of the last two, in metres; ``doubtful`` that of the second.
    """

    key: str
    name: str
    area_m2: float
    with_m2: float
    unknown_m2: float
    unrecorded_m2: float
    none_m2: float
    without: Any
    doubtful: Any

    @property
    def share(self) -> float | None:
        """Part of the unit that plans certainly cover; ``None`` for a unit without land."""
        return self.with_m2 / self.area_m2 if self.area_m2 else None


def lacking(units: Sequence[UnitGround], plans: Iterable[PlanGround], complete: Sequence[Any]) -> list[Lack]:
    """Divide the land of every unit.

    :param complete: land in metres for which somebody answers that every plan of the level is on record.
    """
    plans = list(plans)
    certain = shapely.union_all([plan.shape for plan in plans if not plan.doubt])
    doubtful = shapely.union_all([plan.shape for plan in plans if plan.doubt])
    stated = shapely.union_all(list(complete))
    for shape in (certain, doubtful, stated):
        shapely.prepare(shape)
    return [_lack(unit, certain, doubtful, stated) for unit in units]


def plan_ground(ground: Piece, plan: PlanOnRecord, reach: Any) -> PlanGround:
    """The land of ``ground`` that a plan covers.

    :param reach: land in metres that the plan may cover at most, for the case that it cannot be read.
    """
    try:
        shape = covered_land(ground, plan)
    except DothiError as error:
        return PlanGround(plan.facts, reach, unread(error))
    doubt = DOUBTFUL_TIME if plan.facts.in_force is Truth.UNKNOWN else NONE
    return PlanGround(plan.facts, shape, doubt)


def _lack(unit: UnitGround, certain: Any, doubtful: Any, stated: Any) -> Lack:
    covered = shapely.intersection(unit.shape, certain)
    open_land = shapely.difference(unit.shape, certain)
    unknown = shapely.intersection(open_land, doubtful)
    without = shapely.difference(open_land, doubtful)
    none = float(shapely.intersection(without, stated).area)
    return Lack(
        unit.key,
        unit.name,
        float(unit.shape.area),
        float(covered.area),
        float(unknown.area),
        float(without.area) - none,
        none,
        without,
        unknown,
    )
