"""What if these towns were recognised with a class by a year: the towns and the urban share year by year.

Until the year the towns stand as records and the transition rule say; from that year on those named have the
class named, and nobody else changes. No people move and none are born: shares keep the last census's total,
and a town that is newly recognised adds anything from none to all of the rural people of the ground that a
document gives it. Documents' targets of a year stand beside it; their counts come from their own rule sets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.law.classes import ClassOf
from dothi.places.pack import CensusTable, ProvincePack
from dothi.towns.system import TownState, what_if
from dothi.towns.system_lists import Said

TownsOn = Callable[[date], Sequence[TownState]]
EARLIEST, LATEST = 1990, 2100


@dataclass(frozen=True, slots=True)
class Share:
    """Urban share in percent from ``low`` to ``high``, which is ``None`` where some ground is not known.

    ``unplaced`` names towns whose ground, or whose people, no document tells.
    """

    low: Fraction
    high: Fraction | None
    census: date
    total: int
    added: int | None
    unplaced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Supposed:
    """One year: the towns at its end without and with the supposition, and what documents want by then.

    ``share`` is ``None`` where no census is on record. ``said`` is all that documents say.
    """

    year: int
    before: tuple[TownState, ...]
    towns: tuple[TownState, ...]
    share: Share | None
    targets: tuple[Said, ...]
    said: tuple[Said, ...] = ()

    @property
    def recognised(self) -> tuple[int, int]:
        """Towns certainly, and certainly or perhaps, recognised."""
        known = [town for town in self.towns if town.status == "recognised"]
        return sum(town.holds is Truth.YES for town in known), len(known)


def suppose(
    towns_on: TownsOn,
    wanted: Mapping[str, ClassOf],
    by: int,
    *,
    said: Sequence[Said],
    pack: ProvincePack,
    day: date,
) -> tuple[Supposed, ...]:
    """Follow the towns over the years that matter: the year asked about, ``by``, and years of targets ahead.

    :param towns_on: towns that stand on a day, by records.
    :param wanted: classes by name of town, reached by the end of ``by``.

    Raises :class:`KeyError` for a name of no town of the day.
    """
    what_if(towns_on(day), wanted)
    targets = [row for row in said if row.kind == "target" and not row.town and len(row.when) == 4]
    years = {day.year, by, *(int(row.when) for row in targets if int(row.when) > day.year)}
    found = []
    for year in sorted(years):
        stand = tuple(towns_on(day if year == day.year and by > year else date(year, 12, 31)))
        names = {fold(town.name) for town in stand}
        held = {name: code for name, code in wanted.items() if fold(name) in names and year >= by}
        found.append(
            Supposed(
                year,
                stand,
                what_if(stand, held),
                urban_share(pack, list(held), day),
                tuple(row for row in targets if row.when == str(year)),
                tuple(said),
            )
        )
    return tuple(found)


def urban_share(pack: ProvincePack, reached: Sequence[str], day: date) -> Share | None:
    """The urban share if the towns ``reached`` were recognised, with the last census up to ``day``."""
    before = [table for table in pack.censuses if table.day <= day]
    if not before:
        return None
    census = max(before, key=lambda table: table.day)
    home = [row.people for row in census.rows if row.unit_key in pack.home]
    urban, total = sum(row.urban for row in home), sum(row.total for row in home)
    if not total:
        return None
    keys = {fold(row.name): row.key for row in pack.towns}
    grounds = {name: _rural(pack, census, keys.get(fold(name), "")) for name in reached}
    unplaced = tuple(name for name, rural in grounds.items() if rural is None)
    added = None if unplaced else sum(_together(pack, census, keys, reached))
    low = Fraction(100 * urban, total)
    high = None if added is None else Fraction(100 * (urban + added), total)
    return Share(low, high, census.day, total, added, unplaced)


def _rural(pack: ProvincePack, census: CensusTable, key: str) -> int | None:
    people = _people(pack, census, key)
    return sum(people.values()) if people else None


def _together(
    pack: ProvincePack, census: CensusTable, keys: Mapping[str, str], reached: Sequence[str]
) -> list[int]:
    """Rural people of all units of the towns, each unit once."""
    found: dict[str, int] = {}
    for name in reached:
        found |= _people(pack, census, keys.get(fold(name), ""))
    return list(found.values())


def _people(pack: ProvincePack, census: CensusTable, key: str) -> dict[str, int]:
    """Rural people by unit that the town covers, or may cover; empty where one of them was not counted."""
    units = {row.unit for row in pack.town_units if row.town == key}
    counted = {row.unit_key: row.people.rural for row in census.rows if row.unit_key in units}
    return counted if units and set(counted) == units else {}
