"""Finding a place by any name it has or had, and saying which unit holds it on a day."""

from __future__ import annotations

from datetime import date

from dothi.base.time import Truth
from dothi.places.search import Entry, Found, search
from dothi.places.units import Gazetteer, existence
from dothi.registry.places.answers import FoundPlace
from dothi.registry.places.gazetteer import gazetteer
from dothi.registry.places.models import Alias, Town, TownUnit
from dothi.registry.places.queries import holder_rows

Subject = tuple[str, str]


def find(text: str, day: date, known_on: date | None = None, *, limit: int = 20) -> list[FoundPlace]:
    """Find units and towns by old or new name, best first; each hit names its holders on ``day``.

    Five queries, however many names. Units that stand on ``day`` come before those that do not, within one
    rank.
    """
    places = gazetteer(known_on)
    towns = {row.key: row for row in Town.objects.as_known_on(known_on).order_by("starts_latest", "id")}
    entries = [Entry(state.name, f"unit {state.key}") for state in places.states]
    entries += [Entry(town.name, f"town {town.key}") for town in towns.values()]
    for subject, key, name in Alias.objects.as_known_on(known_on).values_list("subject", "key", "name"):
        entries.append(Entry(name, f"{subject} {key}"))
    best: dict[str, Found] = {}
    for found in search(text, entries):
        best.setdefault(found.entry.subject, found)
    ranked = sorted(best.values(), key=lambda found: (found.rank, -found.marks, _gone(found, places, day)))
    grounds = _grounds(known_on)
    hits = []
    for found in ranked[:limit]:
        subject, key = found.entry.subject.split(" ", 1)
        if subject == "town" and key in towns:
            hits.append(_town(towns[key], found, day, places, grounds.get(key, [])))
        elif subject == "unit" and key in places:
            hits.append(_unit(key, found, day, places))
    return hits


def _gone(found: Found, places: Gazetteer, day: date) -> bool:
    subject, key = found.entry.subject.split(" ", 1)
    return subject == "unit" and places.standing(key, day) is None


def _grounds(known_on: date | None) -> dict[str, list[str]]:
    grounds: dict[str, list[str]] = {}
    for town, unit in (
        TownUnit.objects.as_known_on(known_on).values_list("town_key", "unit_key").order_by("id")
    ):
        grounds.setdefault(town, []).append(unit)
    return grounds


def _unit(key: str, found: Found, day: date, places: Gazetteer) -> FoundPlace:
    states = places.states_of(key)
    periods = existence(states)
    holds = places.holds(key, day)
    above = places.ancestors(key, day)
    return FoundPlace(
        "unit",
        key,
        places.name_of(key, day),
        found.entry.name,
        ", ".join(places.name_of(name, day) for name in above),
        states[-1].level,
        holds,
        periods[-1].last_day if holds is Truth.NO else None,
        holder_rows(key, day, places),
    )


def _town(row: Town, found: Found, day: date, places: Gazetteer, units: list[str]) -> FoundPlace:
    rows = {
        holder.key: holder for unit in units if unit in places for holder in holder_rows(unit, day, places)
    }
    period = row.period
    return FoundPlace(
        "town",
        row.key,
        row.name,
        found.entry.name,
        "",
        0,
        period.holds(day),
        period.last_day,
        tuple(rows.values()),
        row.illustrative,
    )
