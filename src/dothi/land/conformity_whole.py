"""A lower plan as a whole against an upper one: its boundary, and the people it plans for.

People are compared as ranges, for plans state them for some zones only: a zone that states none is not a
zone without people. The lower plan exceeds only where its fewest are more than the most the upper plan can
mean by what it states for the same ground.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from dothi.intake.checking.fields import Quantity
from dothi.land.conformity_checks import Within, read_bounds
from dothi.land.limits import Limit
from dothi.land.plans import is_strip
from dothi.land.polygons import Polygons
from dothi.land.record import Words
from dothi.land.sharing import CONTACT_M2, shared_areas


@dataclass(frozen=True, slots=True, eq=False)
class BoundaryCheck:
    """Land of the lower plan outside the upper plan's boundary; ``outside`` are its polygons in metres.

    ``outside_m2`` leaves strips out. ``by_zones`` names the sides whose zones stand for a boundary.
    """

    verdict: Within
    reason: Words
    lower_m2: float
    outside_m2: float
    strip_m2: float
    outside: tuple[Any, ...]
    by_zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """How many people a plan states, at least and at most; ``most`` is ``None`` where it may be any."""

    least: float
    most: float | None
    source: Words


@dataclass(frozen=True, slots=True)
class PopulationCheck:
    """People of the lower plan, and of the upper plan on the same ground; ``None`` where none are stated."""

    verdict: Within
    reason: Words
    lower: People | None
    upper: People | None


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One plan: its zones, its boundary where it has one, and what both state, by feature."""

    zones: Polygons
    boundary: Polygons | None
    limits: Mapping[str, Sequence[Limit]]
    boundary_limits: Mapping[str, Sequence[Limit]]

    @property
    def ground(self) -> Any:
        """The land of the plan: inside its boundary, else of its zones."""
        layer = self.zones if self.boundary is None else self.boundary
        return shapely.union_all(layer.shapes)


def boundary_check(lower: Side, upper: Side, *, tolerance_m: float) -> BoundaryCheck:
    """Whether the lower plan's boundary lies within the upper's.

    Zones stand for a boundary that is not given, but only for what they can show: zones outside a boundary
    are outside; land that no upper zone covers may still lie inside its boundary.
    """
    ground = lower.ground
    parts = [
        part for part in shapely.get_parts(shapely.difference(ground, upper.ground)) if part.area > CONTACT_M2
    ]
    wide = [part for part in parts if not is_strip(part, tolerance_m)]
    missing = tuple(name for name, side in (("lower", lower), ("upper", upper)) if side.boundary is None)
    verdict, reason = _bounded(bool(wide), missing)
    areas = np.sort(shapely.area(np.array(wide, dtype=object)))
    outside = float(areas.sum())
    everything = float(np.sort(shapely.area(np.array(parts, dtype=object))).sum())
    return BoundaryCheck(
        verdict, reason, float(ground.area), outside, everything - outside, tuple(wide), missing
    )


def _bounded(outside: bool, missing: Sequence[str]) -> tuple[Within, Words]:
    if outside:
        return (Within.UNKNOWN, _NO_UPPER) if "upper" in missing else (Within.EXCEEDS, _OUTSIDE)
    return (Within.UNKNOWN, _NO_LOWER) if "lower" in missing else (Within.WITHIN, _INSIDE)


def population_check(lower: Side, upper: Side, *, tolerance_m: float) -> PopulationCheck:
    """Whether the lower plan is for more people than the upper one states for the same ground."""
    below = _total(lower)
    above = _on_ground(lower.ground, upper, tolerance_m)
    if below is None or above is None:
        return PopulationCheck(Within.UNKNOWN, _NOT_STATED, below, above)
    if above.most is not None and below.least > above.most:
        return PopulationCheck(Within.EXCEEDS, _MORE, below, above)
    if below.most is not None and below.most <= above.least:
        return PopulationCheck(Within.WITHIN, _NOT_MORE, below, above)
    return PopulationCheck(Within.UNKNOWN, _UNDECIDED, below, above)


def _total(side: Side) -> People | None:
    """What a plan states for the whole: on its boundary, else the sum of its zones."""
    if side.boundary is not None:
        found = _sum(side.boundary, side.boundary_limits, np.arange(len(side.boundary)), _BOUNDARY)
        if found is not None and found.most is not None:
            return found
    return _sum(side.zones, side.limits, np.arange(len(side.zones)), _ZONES)


def _on_ground(ground: Any, upper: Side, tolerance_m: float) -> People | None:
    """People of upper zones inside a ground at least, and of all that it meets at most.

    Where a zone it meets states none, the total of the upper plan is the most, if there is one; of a ground
    that reaches beyond the upper zones the most is not known.
    """
    zones = upper.zones
    shared = shared_areas(zones.shapes, np.array([ground], dtype=object))
    met, inside = [], []
    for row in shared.parcel.tolist():
        if is_strip(shapely.intersection(zones.shapes[row], ground), tolerance_m):
            continue
        met.append(row)
        rest = shapely.get_parts(shapely.difference(zones.shapes[row], ground))
        if all(is_strip(part, tolerance_m) for part in rest if part.area > CONTACT_M2):
            inside.append(row)
    whole = _total(upper)
    some = _sum(zones, upper.limits, np.array(met, dtype=int), _MET)
    least = _sum(zones, upper.limits, np.array(inside, dtype=int), _MET)
    most = some.most if some is not None else None
    if most is None and whole is not None:
        most = whole.most
    if some is None and whole is None:
        return None
    beyond = shapely.get_parts(shapely.difference(ground, shapely.union_all(zones.shapes)))
    if any(part.area > CONTACT_M2 and not is_strip(part, tolerance_m) for part in beyond):
        most = None
    return People(least.least if least is not None else 0.0, most, _MET if some is not None else _BOUNDARY)


def _sum(layer: Polygons, limits: Mapping[str, Sequence[Limit]], rows: Any, source: Words) -> People | None:
    """People of some features; the most is not known where one of them states none."""
    least, most, stated, silent = 0.0, 0.0, False, False
    for row in rows.tolist():
        bounds = _people(limits.get(str(layer.features[row]), ()))
        if bounds is None:
            silent = True
            continue
        stated = True
        least += bounds[0]
        silent = silent or bounds[1] is None
        most += bounds[1] or 0.0
    return People(least, None if silent else most, source) if stated else None


def _people(limits: Sequence[Limit]) -> tuple[float, float | None] | None:
    for limit in limits:
        if limit.quantity is not Quantity.POPULATION:
            continue
        bounds = read_bounds(limit.value)
        if bounds is not None:
            low = 0.0 if bounds.low is None or limit.bound == "most" else float(bounds.low)
            high = None if bounds.high is None or limit.bound == "least" else float(bounds.high)
            return low, high
    return None


_INSIDE = Words("Ranh giới nằm trong ranh giới cấp trên", "The boundary lies within the upper plan's")
_OUTSIDE = Words("Một phần nằm ngoài ranh giới cấp trên", "A part lies outside the upper plan's boundary")
_NO_UPPER = Words(
    "Không có lớp ranh giới của cấp trên; phần ngoài các ô của nó có thể vẫn trong ranh giới",
    "The upper plan's boundary was not given; land outside its zones may still lie inside it",
)
_NO_LOWER = Words(
    "Không có lớp ranh giới của cấp dưới; các ô của nó nằm trong cấp trên",
    "The lower plan's boundary was not given; its zones lie within the upper plan",
)
_BOUNDARY = Words("ghi trên ranh giới đồ án", "stated on the boundary of the plan")
_ZONES = Words("cộng các ô có ghi dân số", "sum of the zones that state people")
_MET = Words("cộng các ô có ghi dân số trên cùng mặt đất", "sum of the zones that state people there")
_NOT_STATED = Words("Có bên không ghi dân số", "One side states no people")
_MORE = Words("Nhiều người hơn cấp trên cho phép", "More people than the upper plan states")
_NOT_MORE = Words("Không nhiều người hơn cấp trên", "No more people than the upper plan states")
_UNDECIDED = Words(
    "Số liệu hai bên không cùng phạm vi nên chưa kết luận được",
    "What both sides state is not for the same ground, so nothing follows",
)
