"""Both sides of a comparison of plans: zones, boundary, what each feature states, laid out on one map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

from dothi.base.errors import DothiError
from dothi.cli.layers import ILLUSTRATIVE, LAKE, PLAN, plan_layer, polygon_layer, zones_layer
from dothi.intake.checking.standing import standing_of
from dothi.intake.functions import function_index
from dothi.land.conformity_checks import checked, limits_judge, phase_judge
from dothi.land.conformity_more import Further
from dothi.land.conformity_whole import Side, boundary_check, population_check
from dothi.land.limits import Limit, limits_of
from dothi.land.polygons import Polygons, Source, laid_out
from dothi.law import Law

_BOUNDARY = "RanhGioiQuyHoach_A"
_NOT_THERE = "intake.no-layer"


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """One plan as it was read: its zones (name, frame, column of functions) and its boundary, if any."""

    zones: tuple[str, gpd.GeoDataFrame, str]
    boundary: tuple[str, gpd.GeoDataFrame] | None = None

    @property
    def illustrative(self) -> bool:
        """Whether any of it is invented."""
        frames = [self.zones[1], *([] if self.boundary is None else [self.boundary[1]])]
        return any(bool(frame.attrs.get(ILLUSTRATIVE)) for frame in frames)


def given_side(
    workspace: Path, address: str, which: str, options: Mapping[str, Any], law: Law, *, day: date
) -> Given:
    """Read the ``lower`` or the ``upper`` side, whose options begin with that word."""
    name, column = options[f"{which}_layer"], options[f"{which}_code"]
    return Given(
        zones_layer(workspace, address, name=name, column=column, law=law, day=day),
        boundary_of(workspace, address, options[f"{which}_boundary"], day),
    )


def boundary_of(workspace: Path, address: str, given: str, day: date) -> tuple[str, gpd.GeoDataFrame] | None:
    """The boundary of a plan: the layer at ``given``, else that of the plan or of its file, if any.

    A file's own boundary is the layer that the circular calls ``RanhGioiQuyHoach_A``; one that is there but
    cannot be read is refused as reading refuses it.
    """
    if given:
        return polygon_layer(workspace, given)
    if address.startswith(PLAN):
        return plan_layer(workspace, address.removeprefix(PLAN), "boundary", day)
    if address.startswith(LAKE):
        return None
    try:
        return polygon_layer(workspace, address, _BOUNDARY)
    except DothiError as error:
        if error.faults[0].code != _NOT_THERE:
            raise
        return None


def laid_sides(sides: Sequence[Given], *, crs: Any, leave_out: bool) -> list[Side]:
    """Lay zones and boundaries of both plans out in metres on one map."""
    sources = [Source(*side.zones) for side in sides]
    edges = [side.boundary for side in sides]
    sources += [Source(name, frame.assign(dothi_="x"), "dothi_") for name, frame in filter(None, edges)]
    zones: list[Polygons] = laid_out(sources, crs=crs, leave_out=leave_out)
    rest = zones[len(sides) :]
    return [
        Side(
            zones[place],
            rest.pop(0) if side.boundary is not None else None,
            _limits(side.zones[1]),
            _limits(side.boundary[1]) if side.boundary is not None else {},
        )
        for place, side in enumerate(sides)
    ]


def further(
    sides: Sequence[Side], given: Sequence[Given], law: Law, day: date, *, tolerance_m: float
) -> Further:
    """Compare limits, phases, boundary and people."""
    lower, upper = sides
    index = function_index(law, day)
    below, above = (standing_of(side.zones[1], side.zones[0], index) for side in given)
    rows = tuple(
        side.zones[1].index.get_indexer(laid.zones.features)
        for side, laid in zip(given, (lower, upper), strict=True)
    )
    limits = limits_judge(lower.zones, upper.zones, lower.limits, upper.limits)
    return Further(
        checked(lower.zones, upper.zones, limits, tolerance_m=tolerance_m),
        checked(
            lower.zones, upper.zones, phase_judge(below, above, (rows[0], rows[1])), tolerance_m=tolerance_m
        ),
        boundary_check(lower, upper, tolerance_m=tolerance_m),
        population_check(lower, upper, tolerance_m=tolerance_m),
    )


def _limits(frame: gpd.GeoDataFrame) -> Mapping[str, tuple[Limit, ...]]:
    table = frame.drop(columns=frame.geometry.name)
    columns = [(str(name), np.asarray(table[name], dtype=object)) for name in table.columns]
    return {
        str(feature): limits_of({name: values[row] for name, values in columns})
        for row, feature in enumerate(frame.index)
    }
