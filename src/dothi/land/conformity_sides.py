"""A whole comparison of two plans: each as it was read, laid out on one map, compared in everything.

The command and the office's page compare through :func:`compare`, so both say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
from pyproj import CRS

from dothi.base.dates import parse_date
from dothi.base.errors import Fault, InputError, refuse_all
from dothi.intake.checking.standing import standing_of
from dothi.intake.functions import function_index
from dothi.land.beside import Beside, Subject, beside
from dothi.land.conformity import Compatibility, Conformity, Waiver, conformity
from dothi.land.conformity_checks import checked, limits_judge, phase_judge
from dothi.land.conformity_more import Further
from dothi.land.conformity_whole import Side, boundary_check, population_check
from dothi.land.limits import Limit, limits_of
from dothi.land.overrides import Conclusion
from dothi.land.polygons import Polygons, Source, laid_out
from dothi.law import Law

WAIVER_COLUMNS = ("feature", "authority", "document", "reason", "day")


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """One plan as it was read: its zones (name, frame, column of functions) and its boundary, if any.

    ``subjects`` is what people may have concluded on: the plan and its level, where it is on record.
    """

    zones: tuple[str, gpd.GeoDataFrame, str]
    boundary: tuple[str, gpd.GeoDataFrame] | None = None
    illustrative: bool = False
    subjects: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """What a comparison rests on: both plans by name, version and digest, their days, the law's version.

    ``known_on`` is the day of knowledge where one was asked for.
    """

    lower: str
    upper: str
    as_of: date
    upper_as_of: date
    law: str
    illustrative: bool
    known_on: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Functions, all else, what both were laid out as, and what it rests on.

    ``laid`` are the lower zones: they know the way from metres to ``crs``. ``said`` is what people concluded
    of either plan on the lower plan's ground. ``waivers`` are all that were given, also those of zones whose
    functions fit.
    """

    found: Conformity
    further: Further
    laid: Polygons
    crs: CRS
    basis: Basis
    said: tuple[Beside, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    @property
    def conflicts(self) -> bool:
        """Whether a function conflicts or anything exceeds."""
        return self.found.verdict.value == "conflict" or self.further.exceeds


def compare(
    lower: Given,
    upper: Given,
    law: Law,
    table: Compatibility,
    *,
    days: tuple[date, date],
    tolerance_m: float,
    waivers: Sequence[Waiver] = (),
    conclusions: Sequence[Conclusion] = (),
    known_on: date | None = None,
    crs: CRS | None = None,
    leave_out: bool = False,
    progress: Callable[[], None] | None = None,
) -> Compared:
    """Compare two plans in functions, limits, phases, boundary and people.

    :param days: of the lower and of the upper plan.
    :param progress: called once both plans are laid out.

    Raises what laying out raises, and :class:`InputError` for a waiver of a zone that is not there.
    """
    below, above = laid_sides([lower, upper], crs=crs, leave_out=leave_out)
    if progress is not None:
        progress()
    found = conformity(below.zones, above.zones, table, tolerance_m=tolerance_m, waivers=waivers)
    more = further((below, above), (lower, upper), law, days[0], tolerance_m=tolerance_m)
    target = CRS.from_user_input(crs if crs is not None else lower.zones[1].crs)
    return Compared(
        found,
        more,
        below.zones,
        target,
        Basis(
            below.zones.name,
            above.zones.name,
            *days,
            law.version,
            lower.illustrative or upper.illustrative,
            known_on,
        ),
        beside(
            conclusions,
            (*lower.subjects, *upper.subjects),
            below.zones.shapes,
            target,
            below.zones.measuring,
        ),
        tuple(waivers),
    )


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


def waivers_from(rows: Sequence[Mapping[str, str]], name: str) -> list[Waiver]:
    """Waivers of a table with the columns :data:`WAIVER_COLUMNS`.

    Raises :class:`InputError` (``conform.waiver-column``), and the fault of every row that cannot be read by
    its line.
    """
    if rows and not set(WAIVER_COLUMNS) <= set(rows[0]):
        raise InputError(_waiver_columns(name))
    found: list[Waiver] = []
    faults: list[Fault] = []
    for line, row in enumerate(rows, start=2):
        feature, authority, document, reason, day = ((row[name] or "").strip() for name in WAIVER_COLUMNS)
        try:
            found.append(Waiver(feature, authority, document, reason, parse_date(day)))
        except InputError as error:
            faults += [_at(line, one) for one in error.faults]
    refuse_all(faults)
    return found


def _limits(frame: gpd.GeoDataFrame) -> Mapping[str, tuple[Limit, ...]]:
    table = frame.drop(columns=frame.geometry.name)
    columns = [(str(name), np.asarray(table[name], dtype=object)) for name in table.columns]
    return {
        str(feature): limits_of({name: values[row] for name, values in columns})
        for row, feature in enumerate(frame.index)
    }


def _at(line: int, fault: Fault) -> Fault:
    return Fault(fault.code, fault.vi, fault.en, f"dòng {line}", fault.remedy_vi, fault.remedy_en)


def _waiver_columns(name: str) -> Fault:
    wanted = ", ".join(WAIVER_COLUMNS)
    return Fault(
        "conform.waiver-column",
        f"Tệp chấp thuận phải có các cột {wanted}",
        f"The file of waivers must have the columns {wanted}",
        name,
        "Sửa dòng tên cột",
        "Mend the heading",
    )
