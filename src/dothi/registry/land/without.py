"""Land of districts or communes without a plan of a level on record, on a day, as known on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from pyproj import CRS

from dothi.base.dates import format_date
from dothi.base.errors import Fault, InputError
from dothi.intake.georeference.carry import WGS84
from dothi.land.beside import Beside, Subject, beside
from dothi.land.lacking import Lack, PlanGround, UnitGround, lacking, plan_ground
from dothi.land.lacking_change import Change, changes
from dothi.land.overrides import LEVEL, PLAN
from dothi.land.piece import Piece, piece
from dothi.land.placing import in_home_zone
from dothi.land.plans import Level
from dothi.places.units import Gazetteer
from dothi.registry.land.asked import ground
from dothi.registry.land.asking import RecordedPlan, Records, records_on
from dothi.registry.places.answers import UnitRow
from dothi.registry.places.gazetteer import gazetteer
from dothi.registry.places.queries import level_on, pack_info, units_on
from dothi.registry.plans.placing import province_pack


@dataclass(frozen=True, slots=True, eq=False)
class Without:
    """The answer: a :class:`Lack` for each unit and one, without key, for their land together.

    Units are districts while there are any, communes after. ``unmeasured`` names those without an outline
    that can be measured. ``outline_metres`` is by how much outlines may be off, for they are generalised for
    screens; ``crs`` is that of the shapes. ``said`` is what people concluded of the level or a plan there.
    """

    level: Level
    day: date
    known_on: date | None
    units: tuple[Lack, ...]
    total: Lack
    plans: tuple[PlanGround, ...]
    unmeasured: tuple[str, ...]
    outline_metres: float
    crs: CRS
    said: tuple[Beside, ...] = ()

    @property
    def illustrative(self) -> bool:
        """Whether an invented plan counts in it."""
        return any(plan.facts.illustrative for plan in self.plans)


@dataclass(frozen=True, slots=True, eq=False)
class WithoutBetween:
    """A :class:`Change` for each unit of the later day and one, without key, for their land together.

    ``plans`` are those of the earlier and of the later day; all else is as in :class:`Without`.
    """

    level: Level
    days: tuple[date, date]
    known_on: date | None
    units: tuple[Change, ...]
    total: Change
    plans: tuple[tuple[PlanGround, ...], tuple[PlanGround, ...]]
    unmeasured: tuple[str, ...]
    outline_metres: float
    crs: CRS

    @property
    def illustrative(self) -> bool:
        """Whether an invented plan counts in it."""
        return any(plan.facts.illustrative for found in self.plans for plan in found)


def without(
    code: str, day: date, known_on: date | None = None, *, unit: str = "", within: Piece | None = None
) -> Without:
    """Measure land under plans of a level in every district or commune of ``unit``, or of the province.

    :param within: keeps to the land of a piece.

    Raises :class:`InputError`: ``land.level``, ``land.unit`` (no such unit on the day), ``land.nothing``
    (no unit with an outline there); :class:`UnusableError` ``land.no-province``.
    """
    records, level = _records(code, day, known_on)
    asked = _asked(units_of_day(unit, day, known_on), within)
    plans = _plans(records, code, asked)
    stated = [in_home_zone(one.covers, WGS84, asked.home) for one in records.statements if one.level == code]
    total, *found = lacking([asked.whole, *asked.units], plans, stated)
    return Without(
        level,
        day,
        known_on,
        tuple(found),
        total,
        tuple(plans),
        asked.unmeasured,
        asked.outline_metres,
        asked.crs,
        _said(records, code, plans, asked),
    )


def _said(records: Records, code: str, plans: Sequence[PlanGround], asked: _Asked) -> tuple[Beside, ...]:
    about = [Subject(PLAN, one.facts.key, one.facts.number) for one in plans]
    shapes = np.array([asked.whole.shape], dtype=object)
    return beside(records.conclusions, [Subject(LEVEL, code), *about], shapes, asked.crs)


def without_between(
    code: str,
    days: tuple[date, date],
    known_on: date | None = None,
    *,
    unit: str = "",
    within: Piece | None = None,
) -> WithoutBetween:
    """Measure, in every unit of the later day, land that came under plans of a level or lost them.

    :param days: the earlier and the later day, in either order.

    Raises what :func:`without` raises, and :class:`InputError` (``land.one-day``) for two equal days.
    """
    earlier, later = sorted(days)
    if earlier == later:
        raise InputError(_ONE_DAY)
    before, _ = _records(code, earlier, known_on)
    after, level = _records(code, later, known_on)
    asked = _asked(units_of_day(unit, later, known_on), within)
    first, second = _plans(before, code, asked), _plans(after, code, asked)
    total, *found = changes([asked.whole, *asked.units], first, second)
    return WithoutBetween(
        level,
        (earlier, later),
        known_on,
        tuple(found),
        total,
        (tuple(first), tuple(second)),
        asked.unmeasured,
        asked.outline_metres,
        asked.crs,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """The land asked about: units, all of them together, and the piece they make."""

    units: list[UnitGround]
    unmeasured: tuple[str, ...]
    whole: UnitGround
    land: Piece
    home: int
    crs: CRS
    outline_metres: float


def _asked(rows: Sequence[UnitRow], within: Piece | None) -> _Asked:
    units, unmeasured = unit_grounds(rows, within)
    if not units:
        raise InputError(_NOTHING)
    _, home = ground()
    crs = CRS.from_epsg(home)
    whole = shapely.union_all([one.shape for one in units])
    pack = province_pack()
    metres = pack.screen_metres if pack else 0.0
    return _Asked(units, tuple(unmeasured), UnitGround("", "", whole), piece(whole, crs), home, crs, metres)


def _records(code: str, day: date, known_on: date | None) -> tuple[Records, Level]:
    records = records_on(day, known_on)
    level = next((one for one in records.levels if one.code == code), None)
    if level is None:
        raise InputError(no_level(code, day, [one.code for one in records.levels]))
    return records, level


def _plans(records: Records, code: str, asked: _Asked) -> list[PlanGround]:
    return [
        plan_ground(asked.land, one.plan, _reach(one, asked.home, asked.whole.shape))
        for one in records.of_level(code)
        if one.reach is None or one.reach.intersects(asked.land.wgs84)
    ]


def units_of_day(unit: str, day: date, known_on: date | None) -> list[UnitRow]:
    """Districts while there are any, else communes, of a unit, or of the province (``""``).

    Raises :class:`InputError` ``land.unit``.
    """
    places = gazetteer(known_on)
    info = pack_info()
    if unit and places.standing(unit, day) is None:
        raise InputError(_no_unit(unit))
    rows = units_on(day, known_on, level_on(day, known_on), outlines=True, places=places)
    if unit:
        return [row for row in rows if unit in (row.key, *places.ancestors(row.key, day))]
    home = frozenset(info.home if info else ())
    return [row for row in rows if _of_home(places, row.key, home, day)]


def _of_home(places: Gazetteer, key: str, home: frozenset[str], day: date) -> bool:
    """Whether a unit, or one whose land it took over, lies in the territory the registry was built for."""
    if not home.isdisjoint((key, *places.ancestors(key, day))):
        return True
    return any(_of_home(places, link.predecessor, home, day) for link in places.links_to(key))


def unit_grounds(rows: Sequence[UnitRow], within: Piece | None) -> tuple[list[UnitGround], list[str]]:
    """Units in metres of the province's zone, and the names of those that cannot be measured."""
    _, home = ground()
    found, unmeasured = [], []
    for row in rows:
        shape = None if row.outline is None else shapely.geometry.shape(row.outline)
        if shape is None or shape.is_empty or not shape.is_valid:
            unmeasured.append(row.name)
            continue
        shape = in_home_zone(shape, WGS84, home)
        if within is not None:
            shape = shapely.intersection(shape, within.shape)
        if shape.area > 0:
            found.append(UnitGround(row.key, row.name, shape))
    return found, unmeasured


def _reach(one: RecordedPlan, home: int, whole: Any) -> Any:
    return whole if one.reach is None else in_home_zone(one.reach, WGS84, home)


def no_level(code: str, day: date, known: Sequence[str]) -> Fault:
    """There is no such level on the day; ``known`` are those there are."""
    return Fault(
        "land.level",
        f"Không có cấp quy hoạch «{code[:40]}» vào ngày {format_date(day)}",
        f"There is no level of plan “{code[:40]}” on {day.isoformat()}",
        remedy_vi=f"Chọn một trong: {', '.join(known)}",
        remedy_en=f"Choose one of: {', '.join(known)}",
    )


def _no_unit(key: str) -> Fault:
    return Fault(
        "land.unit",
        f"Không có đơn vị hành chính «{key[:60]}» vào ngày này",
        f"There is no unit “{key[:60]}” on this day",
        remedy_vi="Tìm khóa của đơn vị bằng «dothi place find»",
        remedy_en="Find the key of the unit with “dothi place find”",
    )


_NOTHING = Fault(
    "land.nothing",
    "Không có huyện hay xã nào có ranh giới để đo ở đây vào ngày này",
    "No district or commune with an outline to measure lies here on this day",
    remedy_vi="Chọn đơn vị khác hoặc ngày khác",
    remedy_en="Choose another unit or another day",
)
_ONE_DAY = Fault(
    "land.one-day",
    "Hai ngày so sánh là một",
    "The two days to compare are one",
    remedy_vi="Chọn hai ngày khác nhau cho --as-of và --compare",
    remedy_en="Choose two different days for --as-of and --compare",
)
