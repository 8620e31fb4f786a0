"""Land of districts or communes without a plan of a level on record, on a day, as known on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from pyproj import CRS

from dothi.base.errors import Fault, InputError
from dothi.intake.georeference.carry import WGS84
from dothi.land.lacking import Lack, PlanGround, UnitGround, lacking, plan_ground
from dothi.land.piece import Piece, piece
from dothi.land.placing import in_home_zone
from dothi.land.plans import Level
from dothi.places.units import Gazetteer
from dothi.registry.land.asked import ground
from dothi.registry.land.asking import RecordedPlan, records_on
from dothi.registry.places.answers import UnitRow
from dothi.registry.places.gazetteer import gazetteer
from dothi.registry.places.queries import level_on, pack_info, units_on
from dothi.registry.plans.placing import province_pack


@dataclass(frozen=True, slots=True, eq=False)
class Without:
    """The answer: a :class:`Lack` for each unit and one, without key, for their land together.

    Units are districts while there are any, communes after. ``unmeasured`` names those without an outline
    that can be measured. ``outline_metres`` is by how much outlines may be off, for they are generalised for
    screens; ``crs`` is that of the shapes.
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

    @property
    def illustrative(self) -> bool:
        """Whether an invented plan counts in it."""
        return any(plan.facts.illustrative for plan in self.plans)


def without(
    code: str, day: date, known_on: date | None = None, *, unit: str = "", within: Piece | None = None
) -> Without:
    """Measure land under plans of a level in every district or commune of ``unit``, or of the province.

    :param within: keeps to the land of a piece.

    Raises :class:`InputError`: ``land.level``, ``land.unit`` (no such unit on the day), ``land.nothing``
    (no unit with an outline there); :class:`UnusableError` ``land.no-province``.
    """
    records = records_on(day, known_on)
    level = next((one for one in records.levels if one.code == code), None)
    if level is None:
        raise InputError(no_level(code, [one.code for one in records.levels]))
    rows = units_of_day(unit, day, known_on)
    units, unmeasured = unit_grounds(rows, within)
    if not units:
        raise InputError(_NOTHING)
    _, home = ground()
    crs = CRS.from_epsg(home)
    whole = shapely.union_all([one.shape for one in units])
    land = piece(whole, crs)
    plans = [
        plan_ground(land, one.plan, _reach(one, home, whole))
        for one in records.of_level(code)
        if one.reach is None or one.reach.intersects(land.wgs84)
    ]
    stated = [in_home_zone(one.covers, WGS84, home) for one in records.statements if one.level == code]
    total, *found = lacking([UnitGround("", "", whole), *units], plans, stated)
    pack = province_pack()
    return Without(
        level,
        day,
        known_on,
        tuple(found),
        total,
        tuple(plans),
        tuple(unmeasured),
        pack.screen_metres if pack else 0.0,
        crs,
    )


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


def no_level(code: str, known: Sequence[str]) -> Fault:
    """There is no such level on the day; ``known`` are those there are."""
    return Fault(
        "land.level",
        f"Không có cấp quy hoạch «{code[:40]}» vào ngày này",
        f"There is no level of plan “{code[:40]}” on this day",
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
