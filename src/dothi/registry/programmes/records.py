"""What the names in a programme stand for on record, and where that lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dothi.base.text import fold
from dothi.places.towns import ClassAnswer
from dothi.places.units import Gazetteer, bare_name
from dothi.programme.shapes import Point, middle_of
from dothi.registry.places.gazetteer import gazetteer
from dothi.registry.places.models import Town, TownUnit
from dothi.registry.places.town_queries import towns_on
from dothi.registry.programmes.queries import ItemRow

Position = Literal["recorded", "derived", ""]


@dataclass(frozen=True, slots=True)
class Record:
    """A town or unit that a programme names.

    ``point`` is that of the record; ``derived`` from the units a town covers where it has none of its own;
    ``None`` where nothing tells where it lies. ``classes`` are a town's classes on the day asked about.
    """

    kind: Literal["town", "unit"]
    key: str
    name: str
    point: Point | None
    position: Position
    classes: tuple[ClassAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A name as the text writes it, with the record it stands for where there is one."""

    name: str
    record: Record | None


@dataclass(frozen=True)
class Records:
    """Every town and unit on record at one time of knowledge, to resolve many names by. Six queries."""

    towns: Mapping[str, Record]
    units: Gazetteer

    @classmethod
    def load(cls, day: date, known_on: date | None = None) -> Records:
        """Read what was on record at the end of ``known_on`` (now, when not given)."""
        units = gazetteer(known_on)
        classes = {row.key: row.classes for row in towns_on(day, known_on)}
        grounds: defaultdict[str, list[str]] = defaultdict(list)
        rows = TownUnit.objects.as_known_on(known_on).order_by("pk").values_list("town_key", "unit_key")
        for town_key, unit_key in rows:
            grounds[town_key].append(unit_key)
        towns = {}
        for row in Town.objects.as_known_on(known_on).order_by("starts_latest", "pk"):
            towns[row.key] = _town(row, grounds[row.key], units, classes.get(row.key, ()))
        return cls(towns, units)

    def find(self, kind: str, key: str) -> Record | None:
        """The record of one key; a unit by its latest state."""
        if kind == "town":
            return self.towns.get(key)
        if kind != "unit" or key not in self.units:
            return None
        point = _unit_point(key, self.units)
        return Record("unit", key, self.units.states_of(key)[-1].name, point, "recorded" if point else "")

    def of_item(self, item: ItemRow) -> list[Record]:
        """Towns, then units, that an item is tied to."""
        found = [self.find(link.kind, link.key) for link in item.links if link.kind in {"town", "unit"}]
        return [record for record in found if record is not None]

    def members(self, names: Iterable[str], item: ItemRow, chosen: Mapping[str, str]) -> list[Member]:
        """Each name with its record among those the item is tied to.

        ``chosen`` gives names that a town's own item settles (:func:`town_names`); they go before a
        comparison of names.
        """
        tied = {spelling: record for record in self.of_item(item) for spelling in _spellings(record)}
        found = []
        for name in names:
            key = chosen.get(fold(name))
            record = self.towns.get(key) if key else None
            found.append(Member(name, record or tied.get(fold(name)) or tied.get(fold(bare_name(name)))))
        return found


def town_names(items: Iterable[ItemRow]) -> dict[str, str]:
    """Keys of towns by the names under which a version's own town items speak of them, folded."""
    return {
        fold(str(item.fields["name"])): str(item.fields["town_key"])
        for item in items
        if item.kind == "town" and item.fields.get("town_key")
    }


def _town(row: Town, grounds: Sequence[str], units: Gazetteer, classes: tuple[ClassAnswer, ...]) -> Record:
    if row.longitude is not None and row.latitude is not None:
        return Record("town", row.key, row.name, (row.longitude, row.latitude), "recorded", classes)
    points = [point for key in grounds if (point := _unit_point(key, units)) is not None]
    whole = len(points) == len(grounds)
    middle = middle_of(points) if whole else None
    return Record("town", row.key, row.name, middle, "derived" if middle else "", classes)


def _unit_point(key: str, units: Gazetteer) -> Point | None:
    for state in reversed(units.states_of(key)):
        if state.longitude is not None and state.latitude is not None:
            return (state.longitude, state.latitude)
    return None


def _spellings(record: Record) -> set[str]:
    return {fold(record.name), fold(bare_name(record.name))}
