"""The ground of units without a published outline, told by the units that took them over."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date

from dothi.base.time import Period
from dothi.places.units import COMMUNE, Gazetteer, UnitState


def ground(gazetteer: Gazetteer, state: UnitState, drawn: AbstractSet[str]) -> frozenset[str] | None:
    """Give the drawn units that together are the ground of ``state``; ``None`` where they would not be exact.

    A district is the sum of the later communes when each of these was made of communes of that district only.
    One that crosses the district's border leaves its outline unknown.

    :param drawn: keys of the units that have an outline.
    """
    leaves = _leaves(gazetteer, state)
    if leaves and leaves <= drawn:
        return frozenset(leaves)
    takers = {taker for leaf in leaves for taker in _takers(gazetteer, leaf, drawn, frozenset())}
    if not takers or not takers <= drawn:
        return None
    for taker in takers:
        if not _made_of(gazetteer, taker, leaves, frozenset()):
            return None
    return frozenset(takers)


def _leaves(gazetteer: Gazetteer, state: UnitState) -> set[str]:
    """List the communes of a unit's state, and units without communes (an island district) themselves."""
    if state.level == COMMUNE:
        return {state.key}
    found: set[str] = set()
    for key in gazetteer.members(state.key):
        for member in gazetteer.states_of(key):
            if member.parent_key == state.key and _may_meet(member.period, state.period):
                found |= _leaves(gazetteer, member)
    return found or {state.key}


def _may_meet(one: Period, other: Period) -> bool:
    start = max(one.start.earliest or date.min, other.start.earliest or date.min)
    end = min(one.end.latest or date.max, other.end.latest or date.max)
    return start < end


def _takers(gazetteer: Gazetteer, key: str, drawn: AbstractSet[str], seen: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for link in gazetteer.links_from(key):
        if link.successor in drawn or link.successor in seen:
            found.add(link.successor)
        else:
            found |= _takers(gazetteer, link.successor, drawn, seen | {key}) or {link.successor}
    return found


def _made_of(gazetteer: Gazetteer, key: str, leaves: AbstractSet[str], seen: frozenset[str]) -> bool:
    return all(
        link.predecessor in leaves
        or (
            link.predecessor not in seen
            and bool(gazetteer.links_to(link.predecessor))
            and _made_of(gazetteer, link.predecessor, leaves, seen | {key})
        )
        for link in gazetteer.links_to(key)
    )
