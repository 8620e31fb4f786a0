"""Current use × planned function over a piece of territory, and what the Land Law asks of each pair.

Areas conserve: for each unit, the cells + land without a plan + land without current use + land with neither
- doubly covered land is the unit's own area, unrounded. Land under k zones of one layer counts k - 1 times as
doubly covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import shapely

from dothi.base.time import Truth
from dothi.land.decisions import Decision, Subject, Turned, turned_urban
from dothi.land.overlay import Overlay, overlay
from dothi.land.permission import Change, Need, Rules
from dothi.land.plans import CLOSE_M2
from dothi.land.polygons import LeftOut, Polygons
from dothi.land.sharing import CONTACT_M2, shared_areas

_AREA = 2


class Recorded(StrEnum):
    """Whether a resolution of the People's Council is on record for land that needs one."""

    NOT_NEEDED = "not-needed"
    RECORDED = "recorded"
    PARTLY = "partly-recorded"
    UNKNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Cell:
    """All land of a unit of one current code under one planned function; ``share`` is of the unit's area.

    ``resolved_m2`` is the part inside resolutions in force that speak of the code; ``named_by`` are
    resolutions that name the code and give no land, so that nobody can tell whether they mean this.
    """

    code: str
    function: str
    m2: float
    share: float
    change: Change
    recorded: Recorded
    resolved_m2: float = 0.0
    named_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class UnitMatrix:
    """The matrix of one unit, areas in m².

    ``unplanned``: land with current use that the plan does not cover, by code. ``unmapped``: land of the plan
    without current use, by function. ``neither_m2``: land that neither covers.
    """

    unit: str
    area_m2: float
    cells: tuple[Cell, ...]
    unplanned: Mapping[str, float]
    unmapped: Mapping[str, float]
    neither_m2: float
    doubly_covered_m2: float

    def m2(self, need: Need, *, guarded: bool = False) -> float:
        """Land of one verdict; ``guarded`` keeps to rice and the three forests."""
        cells = [cell for cell in self.cells if cell.change.guarded or not guarded]
        return _total(cell.m2 for cell in cells if cell.change.verdict is need)


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where one feature of current use meets one of the plan and does not simply stay as it is."""

    unit: str
    current_feature: str
    planned_feature: str
    code: str
    function: str
    change: Change
    shape: Any


@dataclass(frozen=True, slots=True, eq=False)
class Conversion:
    """Matrices by unit on the day of ``rules``; ``turned`` is ``None`` where no decisions were given.

    ``current`` and ``plan`` name the layers, with the version of the plan where it is on record.
    """

    current: str
    plan: str
    rules: Rules
    units: tuple[UnitMatrix, ...]
    turned: tuple[Turned, ...] | None
    left_out: tuple[LeftOut, ...] = ()


def conversion(
    current: Polygons,
    plan: Polygons,
    units: Polygons,
    rules: Rules,
    decisions: Sequence[Decision] | None = None,
) -> Conversion:
    """Lay a plan over current use, unit by unit; all in metres on one map, with the decisions' shapes.

    :param current: labels are codes of current land use.
    :param plan: labels are planned functions, or codes of a plan of land use.
    :param units: the territory asked about; labels are its names.
    """
    ground = shapely.union_all(units.shapes)
    known = decisions or ()
    return Conversion(
        current.name,
        plan.name,
        rules,
        tuple(
            _unit(str(name), shape, current, plan, rules=rules, decisions=known)
            for name, shape in zip(units.labels, units.shapes, strict=True)
        ),
        None if decisions is None else turned_urban(decisions, rules.day, ground),
        current.left_out + plan.left_out + units.left_out,
    )


def places(current: Polygons, plan: Polygons, units: Polygons, rules: Rules) -> Iterator[Place]:
    """Every place where use changes or may change, unit by unit, in order of features."""
    for row in range(len(units)):
        pieces = _clipped(current, units.shapes[row])
        near = _near(plan, units.shapes[row])
        shared = shared_areas(pieces.shapes, near.shapes)
        for piece, zone in zip(shared.parcel.tolist(), shared.zone.tolist(), strict=True):
            code, function = str(pieces.labels[piece]), str(near.labels[zone])
            change = rules.change(code, function)
            if change.verdict is not Need.NO_CHANGE:
                yield Place(
                    str(units.labels[row]),
                    str(pieces.features[piece]),
                    str(near.features[zone]),
                    code,
                    function,
                    change,
                    _areal(shapely.intersection(pieces.shapes[piece], near.shapes[zone])),
                )


def whole(layers: Sequence[Polygons], name: str) -> Polygons:
    """Everything that any of the layers covers, as one unit."""
    shape = shapely.union_all([shape for layer in layers for shape in layer.shapes])
    return Polygons(name, np.array([shape]), np.array([1]), np.array([name], dtype=object))


def _unit(
    name: str, ground: Any, current: Polygons, plan: Polygons, *, rules: Rules, decisions: Sequence[Decision]
) -> UnitMatrix:
    pieces, near = _clipped(current, ground), _near(plan, ground)
    planned = overlay(pieces, near)
    rest = _areal(shapely.difference(ground, shapely.union_all(pieces.shapes)))
    bare = overlay(_one(rest if rest.area > CONTACT_M2 else None), near)
    area = float(shapely.area(ground))
    twice = _total(shapely.area(pieces.shapes)) + float(bare.parcels["area_m2"].sum()) - area
    resolved = _resolved(pieces, near, rules, decisions)
    unplanned = planned.parcels.groupby("id")["uncovered_m2"].apply(_total)
    found = [
        Cell(*pair, m2, m2 / area, rules.change(*pair), Recorded.NOT_NEEDED)
        for pair, m2 in _pairs(planned, pieces).items()
    ]
    cells = [_with_record(cell, resolved, rules, decisions) for cell in found]
    return UnitMatrix(
        name,
        area,
        tuple(sorted(cells, key=_order)),
        {str(code): float(m2) for code, m2 in unplanned.items() if m2 > 0},
        bare.code_totals,
        bare.uncovered_m2,
        planned.doubly_covered_m2 + bare.doubly_covered_m2 + (twice if twice > CONTACT_M2 else 0.0),
    )


def _with_record(
    cell: Cell, resolved: Mapping[tuple[str, str], float], rules: Rules, decisions: Sequence[Decision]
) -> Cell:
    """The cell with what is on record, where a resolution is, or may be, needed."""
    if cell.change.resolution is Truth.NO:
        return cell
    m2 = resolved.get((cell.code, cell.function), 0.0)
    named = tuple(one.number for one in _resolutions(decisions, rules, cell.code) if one.shape is None)
    if cell.m2 - m2 <= CLOSE_M2:
        recorded = Recorded.RECORDED
    else:
        recorded = Recorded.PARTLY if m2 > CONTACT_M2 else Recorded.UNKNOWN
    return replace(cell, recorded=recorded, resolved_m2=m2, named_by=named)


def _order(cell: Cell) -> tuple[bool, int, float, str, str]:
    return (
        not cell.change.guarded,
        list(Need).index(cell.change.verdict),
        -cell.m2,
        cell.code,
        cell.function,
    )


def _pairs(laid: Overlay, pieces: Polygons) -> dict[tuple[str, str], float]:
    """m² by code and function; sums in order of size, so the order of features changes no digit."""
    frame = laid.codes.assign(current=pieces.labels[laid.codes["row"].to_numpy(dtype=int)])
    sums = frame.groupby(["current", "code"])["m2"].apply(_total)
    return {(str(current), str(code)): float(m2) for (current, code), m2 in sums.items()}


def _resolved(
    pieces: Polygons, plan: Polygons, rules: Rules, decisions: Sequence[Decision]
) -> dict[tuple[str, str], float]:
    """m² of each pair inside the land of resolutions in force that speak of its code."""
    found: dict[tuple[str, str], float] = {}
    for code in sorted({str(label) for label in pieces.labels}):
        shapes = [one.shape for one in _resolutions(decisions, rules, code) if one.shape is not None]
        if shapes:
            these = _clipped(_chosen(pieces, pieces.labels == code), shapely.union_all(shapes))
            found.update(_pairs(overlay(these, plan), these))
    return found


def _resolutions(decisions: Sequence[Decision], rules: Rules, code: str) -> list[Decision]:
    return [
        one
        for one in decisions
        if one.subject is Subject.RESOLUTION and one.holds(rules.day) and one.speaks_of(code)
    ]


def _clipped(layer: Polygons, ground: Any) -> Polygons:
    """The parts of a layer's polygons inside ``ground``; what only touches it is gone."""
    near = _near(layer, ground)
    shapes = np.array([_areal(shape) for shape in shapely.intersection(near.shapes, ground)], dtype=object)
    kept = shapely.area(shapes) > CONTACT_M2 if len(shapes) else np.zeros(0, dtype=bool)
    return _chosen(Polygons(near.name, shapes, near.features, near.labels), kept)


def _near(layer: Polygons, ground: Any) -> Polygons:
    rows = np.sort(shapely.STRtree(layer.shapes).query(ground, predicate="intersects"))
    return _chosen(layer, rows)


def _chosen(layer: Polygons, which: Any) -> Polygons:
    return Polygons(layer.name, layer.shapes[which], layer.features[which], layer.labels[which])


def _one(shape: Any) -> Polygons:
    shapes = [] if shape is None else [shape]
    return Polygons(
        "", np.array(shapes, dtype=object), np.arange(len(shapes)), np.array([""] * len(shapes), dtype=object)
    )


def _areal(shape: Any) -> Any:
    """What of a shape has area: intersections leave lines and points where borders only touch."""
    if shape.geom_type != "GeometryCollection":
        return shape if shapely.get_dimensions(shape) == _AREA else shapely.Polygon()
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == _AREA])


def _total(values: Iterable[float]) -> float:
    return float(np.sort(np.fromiter(values, dtype=float)).sum())
