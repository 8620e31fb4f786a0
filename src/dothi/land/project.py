"""A project against what it must stand on: development area and programme, land-use plan, housing, plans.

Each criterion is met, not met or not known, with what was measured. What was not given is not known; a list
without the project's name is not known either, for it may stand there under another name. Strips narrower
than drawings can tell are listed and weigh on nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import shapely

from dothi.base.dates import parse_date
from dothi.base.errors import Fault, InputError
from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.land.permission import Rules
from dothi.land.plans import is_strip
from dothi.land.polygons import LeftOut, Polygons
from dothi.land.record import Words
from dothi.land.sharing import CONTACT_M2

_STARTS, _ENDS = ("from", "tu_ngay"), ("until", "den_ngay")
NAMES = ("name", "ten", "ten_du_an")


class Criterion(StrEnum):
    """What a project is held against, in the order of reports."""

    AREA = "development-area"
    PROGRAMME = "programme"
    LAND_USE = "land-use-plan"
    HOUSING = "housing-programme"
    ZONING = "zoning"
    DETAILED = "detailed"


class Standing(StrEnum):
    """Verdict on one criterion."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Met:
    """A function that the project meets; ``share`` is of the project, ``fits`` whether it admits its uses."""

    function: str
    m2: float
    share: float
    fits: Truth


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Land of the project to look at; ``shape`` in metres.

    ``function`` is what it meets, ``""`` where it lies outside everything; ``fits`` is then no.
    """

    function: str
    fits: Truth
    strip: bool
    shape: Any


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion. Areas are ``None`` where nothing was measured; ``outside_m2`` leaves strips out.

    ``places`` are outside, or do not fit, or it is not known whether they do.
    """

    criterion: Criterion
    standing: Standing
    reason: Words
    source: str = ""
    inside_m2: float | None = None
    inside_share: float | None = None
    outside_m2: float | None = None
    strip_m2: float = 0.0
    functions: tuple[Met, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectConformity:
    """Every criterion of one project on one day; ``law`` is the version of the law's tables.

    ``illustrative`` says whether anything here rests on invented layers.
    """

    name: str
    area_m2: float
    as_of: date
    judged: tuple[Judged, ...]
    law: str
    illustrative: bool
    left_out: tuple[LeftOut, ...] = ()

    @property
    def standing(self) -> Standing:
        """Not met where one criterion is not; met only where every one is."""
        found = {one.standing for one in self.judged}
        if Standing.NOT_MET in found:
            return Standing.NOT_MET
        return Standing.UNKNOWN if Standing.UNKNOWN in found or not found else Standing.MET


def not_given(criterion: Criterion) -> Judged:
    """What nobody gave data for."""
    return Judged(criterion, Standing.UNKNOWN, _NOT_GIVEN)


def inside(criterion: Criterion, project: Any, areas: Polygons, tolerance_m: float) -> Judged:
    """A project must lie inside areas: met where nothing of it but strips lies outside.

    :param project: its ground in metres, on the map of ``areas``.
    """
    ground = shapely.union_all(areas.shapes)
    shared = float(shapely.area(shapely.intersection(project, ground)))
    beyond = _pieces([shapely.difference(project, ground)], "", Truth.NO, tolerance_m)
    outside, strips = _apart(beyond)
    measured = (areas.name, shared, shared / float(project.area), outside, strips)
    if not outside:
        return Judged(criterion, Standing.MET, _INSIDE, *measured, places=tuple(beyond))
    reason = _PARTLY if shared > CONTACT_M2 else _OUTSIDE
    return Judged(criterion, Standing.NOT_MET, reason, *measured, places=tuple(beyond))


def by_functions(
    criterion: Criterion,
    project: Any,
    zones: Polygons,
    *,
    uses: Sequence[str],
    rules: Rules,
    tolerance_m: float,
) -> Judged:
    """A project must meet functions that admit its uses; labels are functions, or codes of land use.

    Not met where a function admits none of ``uses`` (keys of the table ``land_law_uses``). Not known where a
    function is not read, where ``uses`` is empty, and where no zone covers the project or a part of it.
    """
    area = float(project.area)
    met: list[Met] = []
    places: list[Place] = []
    strips = 0.0
    for function in sorted({str(label) for label in zones.labels}):
        parts = shapely.intersection(project, zones.shapes[zones.labels == function])
        fits = _fits(function, uses, rules)
        pieces = _pieces(parts, function, fits, tolerance_m)
        counted, thin = _apart(pieces)
        strips += thin
        if counted:
            met.append(Met(function, counted, counted / area, fits))
        if fits is not Truth.YES:
            places += pieces
    ground = shapely.union_all(zones.shapes)
    covered = float(shapely.area(shapely.intersection(project, ground)))
    beyond = _pieces([shapely.difference(project, ground)], "", Truth.NO, tolerance_m)
    outside, thin = _apart(beyond)
    met.sort(key=lambda one: (-one.m2, one.function))
    standing, reason = _of_functions(met, outside, uses)
    return Judged(
        criterion,
        standing,
        reason,
        zones.name,
        covered,
        covered / area,
        outside,
        strips + thin,
        tuple(met),
        (*places, *beyond),
    )


def listed(criterion: Criterion, name: str, names: Iterable[str], source: str) -> Judged:
    """A project must stand in a list by its name, whatever its case, accents and spacing."""
    wanted = fold(name)
    if any(fold(one) == wanted for one in names):
        return Judged(criterion, Standing.MET, _LISTED, source)
    return Judged(criterion, Standing.UNKNOWN, _NOT_LISTED, source)


def held(rows: Sequence[Mapping[str, Any]], source: str, day: date) -> list[bool]:
    """Which rows are in force, by their columns ``from`` and ``until`` (``tu_ngay``, ``den_ngay``), if any.

    ``until`` is the first day on which a row no longer holds. Raises :class:`InputError` naming the row by
    its place in ``source``: what :func:`~dothi.base.dates.parse_date` raises.
    """
    found = []
    for number, row in enumerate(rows, start=1):
        try:
            starts, ends = _day(row, _STARTS), _day(row, _ENDS)
        except InputError as error:
            where = f"{source}, mục {number}"
            raise InputError(*(replace(fault, where=where) for fault in error.faults)) from error
        found.append((starts is None or starts <= day) and (ends is None or day < ends))
    return found


def names_in(rows: Sequence[Mapping[str, Any]], source: str, day: date) -> list[str]:
    """Names of the projects that a list holds on a day; raises :class:`InputError` (``project.no-name``)."""
    column = next((name for name in NAMES if rows and name in rows[0]), None)
    if column is None:
        raise InputError(_no_name(source))
    kept = held(rows, source, day)
    return [str(row[column] or "") for row, holds in zip(rows, kept, strict=True) if holds]


def _day(row: Mapping[str, Any], names: Sequence[str]) -> date | None:
    value = next((value for name, value in row.items() if str(name).lower() in names), None)
    if value is None or value != value or not str(value).strip():  # noqa: PLR0124 - not a number
        return None
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    return parse_date(str(value))


def _pieces(shapes: Iterable[Any], function: str, fits: Truth, tolerance_m: float) -> list[Place]:
    """Parts of shapes that have an area; contact is dropped."""
    parts = [part for shape in shapes for part in shapely.get_parts(shape) if part.area > CONTACT_M2]
    return [Place(function, fits, is_strip(part, tolerance_m), part) for part in parts]


def _apart(pieces: Sequence[Place]) -> tuple[float, float]:
    """m² of pieces, and m² of those of them that are strips."""
    thin = np.array([one.strip for one in pieces], dtype=bool)
    areas = shapely.area(np.array([one.shape for one in pieces], dtype=object))
    return float(np.sort(areas[~thin]).sum()), float(np.sort(areas[thin]).sum())


def _fits(function: str, uses: Sequence[str], rules: Rules) -> Truth:
    meant = rules.planned.get(function, ())
    if not meant or not uses:
        return Truth.UNKNOWN
    return Truth.of(bool(set(meant) & set(uses)))


def _of_functions(met: Sequence[Met], outside: float, uses: Sequence[str]) -> tuple[Standing, Words]:
    against = [one.function for one in met if one.fits is Truth.NO]
    if against:
        named = ", ".join(against)
        return Standing.NOT_MET, Words(
            f"Chức năng không dành cho mục đích của dự án: {named}",
            f"Functions that admit none of the project's uses: {named}",
        )
    if not met:
        return Standing.UNKNOWN, _NO_ZONE
    if not uses:
        return Standing.UNKNOWN, _NO_USES
    unread = ", ".join(one.function or "?" for one in met if one.fits is Truth.UNKNOWN)
    if unread:
        return Standing.UNKNOWN, Words(
            f"Chưa ai xác định mục đích sử dụng đất của: {unread}",
            f"Nobody has said which use these are: {unread}",
        )
    return (Standing.UNKNOWN, _PARTLY_ZONED) if outside else (Standing.MET, _FITTING)


_NOT_GIVEN = Words("Chưa có dữ liệu để đối chiếu", "No data were given to compare with")
_INSIDE = Words("Toàn bộ dự án nằm trong khu vực", "The whole project lies inside")
_PARTLY = Words("Một phần dự án nằm ngoài khu vực", "A part of the project lies outside")
_OUTSIDE = Words(
    "Dự án nằm ngoài mọi khu vực trong dữ liệu", "The project lies outside every area of the data"
)
_LISTED = Words("Có tên trong danh mục", "Named in the list")
_NOT_LISTED = Words(
    "Không thấy tên này trong danh mục; dự án có thể ghi dưới tên khác",
    "The list has no such name; the project may stand there under another",
)
_NO_ZONE = Words("Không vùng chức năng nào phủ dự án", "No zone covers the project")
_NO_USES = Words(
    "Chưa nêu mục đích sử dụng đất của dự án (--use)", "The project's uses were not named (--use)"
)
_PARTLY_ZONED = Words(
    "Phần có chức năng thì phù hợp, nhưng một phần dự án không có chức năng",
    "What has a function fits, but a part of the project has none",
)
_FITTING = Words("Mọi chức năng đều dành cho mục đích của dự án", "Every function admits the project's uses")


def _no_name(source: str) -> Fault:
    return Fault(
        "project.no-name",
        "Danh mục không có cột tên dự án, hoặc không có dòng nào",
        "The list has no column of names, or no rows",
        where=source,
        remedy_vi=f"Đặt tên cột là một trong: {', '.join(NAMES)}",
        remedy_en=f"Call the column one of: {', '.join(NAMES)}",
    )
