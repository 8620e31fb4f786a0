"""The stored units as a :class:`~dothi.places.units.Gazetteer`, as known on a day.

Two queries, however many rows.
"""

from __future__ import annotations

from datetime import date

from dothi.base.time import Bound, Period
from dothi.places.units import Gazetteer, Link, UnitState
from dothi.registry.places.models import Alias, Unit, UnitLink

_STATE = (
    "id",
    "key",
    "code",
    "name",
    "kind",
    "level",
    "parent_key",
    "starts_earliest",
    "starts_latest",
    "ends_earliest",
    "ends_latest",
    "longitude",
    "latitude",
    "official_area_km2",
    "source__key",
)
_LINK = (
    "predecessor_key",
    "successor_key",
    "starts_earliest",
    "starts_latest",
    "whole",
    "share",
    "note",
    "source__key",
)


def gazetteer(known_on: date | None = None) -> Gazetteer:
    """Read every unit state and link on record at the end of ``known_on`` (now, when not given)."""
    states = Unit.objects.as_known_on(known_on).values_list(*_STATE)
    links = UnitLink.objects.as_known_on(known_on).values_list(*_LINK)
    return Gazetteer(
        tuple(_state(row) for row in states.order_by("id")), tuple(_link(row) for row in links.order_by("id"))
    )


def aliases_by_key(known_on: date | None = None) -> dict[str, list[str]]:
    """Read the reviewed other names of units."""
    found: dict[str, list[str]] = {}
    rows = Alias.objects.as_known_on(known_on).filter(subject="unit").order_by("id")
    for key, name in rows.values_list("key", "name"):
        found.setdefault(key, []).append(name)
    return found


def _state(row: tuple) -> UnitState:
    number, key, code, name, kind, level, parent, first, last, end_first, end_last, *rest = row
    longitude, latitude, area, source = rest
    period = Period(Bound(first, last), Bound(end_first, end_last))
    return UnitState(key, code, name, kind, level, parent, period, longitude, latitude, area, source, number)


def _link(row: tuple) -> Link:
    predecessor, successor, first, last, whole, share, note, source = row
    return Link(predecessor, successor, Bound(first, last), whole, share, note, source)
