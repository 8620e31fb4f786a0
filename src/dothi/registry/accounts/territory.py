"""The territory of an officer: the unit they serve, what became of it, and what lies inside."""

from __future__ import annotations

from datetime import date

from dothi.registry.places.models import TownUnit, Unit, UnitLink

DEEPEST = 4
"""A country has three levels at most; one more step shows a table that runs in a circle."""


def lies_within(place_key: str, served: set[str], day: date) -> bool:
    """Whether ``place_key`` certainly belongs, on ``day``, to one of the units ``served``.

    A served unit reaches the units that wholly took it over (a unit that received only a part of it does not
    count: what is not certain is not granted), and everything below any of them. A town belongs when every
    unit that it is known to cover does.
    """
    if not place_key or not served:
        return False
    roots = with_successors(served, day)
    if _unit_within(place_key, roots, day):
        return True
    covered = list(
        TownUnit.objects.as_known_on()
        .possibly_on(day)
        .filter(town_key=place_key)
        .values_list("unit_key", flat=True)
        .distinct()
    )
    return bool(covered) and all(_unit_within(key, roots, day) for key in covered)


def is_unit(key: str, served: str, day: date) -> bool:
    """Whether ``key`` is the unit ``served`` itself, or one that wholly took it over; nothing below it."""
    return bool(key) and bool(served) and key in with_successors({served}, day)


def with_successors(served: set[str], day: date) -> set[str]:
    """The units ``served`` and those that wholly took one of them over by ``day``."""
    roots, fresh = set(served), set(served)
    while fresh:
        links = UnitLink.objects.as_known_on().filter(
            predecessor_key__in=fresh, whole=True, starts_latest__lte=day
        )
        fresh = set(links.values_list("successor_key", flat=True)) - roots
        roots |= fresh
    return roots


def _unit_within(key: str, roots: set[str], day: date) -> bool:
    for _ in range(DEEPEST):
        if key in roots:
            return True
        parents = (
            Unit.objects.as_known_on().filter(key=key, starts_latest__lte=day).order_by("-starts_latest")
        )
        parent = parents.values_list("parent_key", flat=True).first()
        if not parent:
            return False
        key = parent
    return False
