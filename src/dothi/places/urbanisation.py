"""People, urban and rural, by unit, and the urbanisation rate: urban people / all people.

"Urban" is the census's own word: people of wards (phường) and township communes (thị trấn) on census day.
Carried to later units the split stays that of census day; it says nothing of how urban the new unit is today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dothi.base.time import Truth
from dothi.places.succession import Basis, Carried, Reason, carry
from dothi.places.units import COMMUNE, DISTRICT, Gazetteer


@dataclass(frozen=True, slots=True)
class People:
    """Inhabitants of a unit; both parts are whole numbers of persons."""

    urban: int
    rural: int

    @property
    def total(self) -> int:
        """All inhabitants."""
        return self.urban + self.rural

    @property
    def rate_percent(self) -> Decimal | None:
        """Urban share in percent with one decimal, ``None`` where nobody lives."""
        if not self.total:
            return None
        return (Decimal(100 * self.urban) / self.total).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def __add__(self, other: People) -> People:
        return People(self.urban + other.urban, self.rural + other.rural)


NOBODY = People(0, 0)


@dataclass(frozen=True, slots=True)
class Origin:
    """The part of a unit's people that was counted in one unit of census day."""

    key: str
    people: People
    basis: Basis


@dataclass(frozen=True, slots=True)
class UnitPeople:
    """People of one unit. ``complete`` says whether everyone of the unit's ground is in the figure.

    NO: a part of the unit has no figure (``lacking`` names it). UNKNOWN: people of ``perhaps_lacking`` are
    not placed and may live here.
    """

    key: str
    people: People
    basis: Basis
    origins: tuple[Origin, ...]
    complete: Truth = Truth.YES
    lacking: tuple[str, ...] = ()
    perhaps_lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """People of a unit of census day that no link places on a unit of the day asked for."""

    key: str
    people: People
    reason: Reason
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """People of a territory on the units of a day; ``units`` and ``unplaced`` together are the total."""

    units: tuple[UnitPeople, ...]
    unplaced: tuple[Unplaced, ...]

    @property
    def people(self) -> People:
        """Everyone."""
        placed = sum((item.people for item in self.units), NOBODY)
        return sum((item.people for item in self.unplaced), placed)


def counted_level(gazetteer: Gazetteer, day: date) -> int:
    """The level figures are shown at on ``day``: districts while there are any, communes after."""
    return DISTRICT if any(item.holds is Truth.YES for item in gazetteer.on(day, DISTRICT)) else COMMUNE


def spread(counted: Mapping[str, People], gazetteer: Gazetteer, day: date, census_day: date) -> Spread:
    """Express people counted by unit on the units of ``day``.

    :param counted: people by the key of the unit they were counted in, all of one level.
    :param census_day: the day of the count; tells which communes share a district with an unplaced one.
    """
    spreading = _Spreading(counted, gazetteer, day, census_day)
    result = Spread(spreading.units(), spreading.unplaced)
    everyone = sum(counted.values(), NOBODY)
    if result.people != everyone:
        raise ArithmeticError(f"spread {result.people} of {everyone}")
    return result


class _Spreading:
    """One spread in the making: both halves carried, and what each unit may lack."""

    def __init__(
        self, counted: Mapping[str, People], gazetteer: Gazetteer, day: date, census_day: date
    ) -> None:
        self.counted = counted
        self.gazetteer = gazetteer
        self.census_day = census_day
        self.urban = carry({key: people.urban for key, people in counted.items()}, gazetteer, day)
        self.rural = carry({key: people.rural for key, people in counted.items()}, gazetteer, day)
        self.unplaced = _unplaced(self.urban, self.rural)
        placed = {
            part.origin for half in (self.urban, self.rural) for row in half.placed.values() for part in row
        }
        self.districts = {
            key: self._district(key) for key in {*placed, *(item.key for item in self.unplaced)}
        }

    def units(self) -> tuple[UnitPeople, ...]:
        """Every unit that received people."""
        return tuple(self._unit(key) for key in sorted({*self.urban.placed, *self.rural.placed}))

    def _unit(self, key: str) -> UnitPeople:
        origins = _origins(key, self.urban, self.rural)
        people = sum((origin.people for origin in origins), NOBODY)
        lacking = self._lacking(key)
        perhaps = self._perhaps_lacking(key, origins)
        complete = Truth.NO if lacking else Truth.of(None if perhaps else True)
        basis: Basis = "apportioned" if any(item.basis == "apportioned" for item in origins) else "counted"
        return UnitPeople(key, people, basis, origins, complete, lacking, perhaps)

    def _lacking(self, key: str) -> tuple[str, ...]:
        """Name the predecessors that nothing was counted for."""
        if key in self.counted:
            return ()
        sources = {link.predecessor for link in self.gazetteer.links_to(key)}
        return tuple(sorted(name for name in sources if not self._fed(name, frozenset({key}))))

    def _fed(self, key: str, seen: frozenset[str]) -> bool:
        if key in self.counted:
            return True
        sources = [link.predecessor for link in self.gazetteer.links_to(key) if link.predecessor not in seen]
        return any(self._fed(name, seen | {key}) for name in sources)

    def _perhaps_lacking(self, key: str, origins: tuple[Origin, ...]) -> tuple[str, ...]:
        """Name unplaced units that may lie here: named candidates, or neighbours of the same district."""
        if key in self.counted and not self.gazetteer.links_to(key) and len(origins) == 1:
            return ()
        districts = {self.districts[origin.key] for origin in origins}
        return tuple(
            item.key
            for item in self.unplaced
            if key in item.candidates or (not item.candidates and self.districts[item.key] in districts)
        )

    def _district(self, key: str) -> str:
        above = self.gazetteer.ancestors(key, self.census_day)
        return above[0] if above else ""


def _unplaced(urban: Carried, rural: Carried) -> tuple[Unplaced, ...]:
    others = {item.origin: item for item in rural.left}
    found = []
    for item in urban.left:
        other = others.pop(item.origin, None)
        people = People(item.amount, other.amount if other else 0)
        found.append(Unplaced(item.origin, people, item.reason, item.candidates))
    found += [
        Unplaced(item.origin, People(0, item.amount), item.reason, item.candidates)
        for item in others.values()
    ]
    return tuple(sorted((item for item in found if item.people.total), key=lambda item: item.key))


def _origins(key: str, urban: Carried, rural: Carried) -> tuple[Origin, ...]:
    town = {part.origin: part for part in urban.placed.get(key, ())}
    country = {part.origin: part for part in rural.placed.get(key, ())}
    found = []
    for origin in sorted({*town, *country}):
        parts = [part for part in (town.get(origin), country.get(origin)) if part is not None]
        people = People(
            town[origin].amount if origin in town else 0, country[origin].amount if origin in country else 0
        )
        basis: Basis = "apportioned" if any(part.basis == "apportioned" for part in parts) else "counted"
        found.append(Origin(origin, people, basis))
    return tuple(found)
