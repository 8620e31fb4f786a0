"""What became of a unit, what it came from, and its figures carried along without losing anyone.

A figure goes with its unit: whole to the one successor that took all of it (``counted``), by shares where the
unit was divided and shares are known (``apportioned``). What no link explains, or a division without shares,
stays in the total as ``left``: never spread by guess, never dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from dothi.base.time import Truth
from dothi.places.units import Gazetteer, Link

Basis = Literal["counted", "apportioned"]
Reason = Literal["no-link", "no-share"]


@dataclass(frozen=True, slots=True)
class Holder:
    """A unit that holds, on some day, all (``whole``) or part of another unit's ground."""

    key: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Part:
    """An amount that reached a unit, from the unit it was counted in."""

    origin: str
    amount: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Left:
    """An amount that could not be placed; ``candidates`` are the units it may lie in, where known."""

    origin: str
    amount: int
    reason: Reason
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """Amounts on the units of a later day. Placed and left together equal what was counted."""

    placed: Mapping[str, tuple[Part, ...]]
    left: tuple[Left, ...]

    def amount(self, key: str) -> int:
        """Sum of the parts that reached one unit."""
        return sum(part.amount for part in self.placed.get(key, ()))

    def basis(self, key: str) -> Basis:
        """``apportioned`` as soon as one part is."""
        parts = self.placed.get(key, ())
        return "apportioned" if any(part.basis == "apportioned" for part in parts) else "counted"

    @property
    def total(self) -> int:
        """Everything, placed and left."""
        return sum(self.amount(key) for key in self.placed) + sum(item.amount for item in self.left)


def steps(gazetteer: Gazetteer, key: str, day: date) -> tuple[Link, ...]:
    """Links that a unit has certainly gone through by ``day``."""
    return tuple(link for link in gazetteer.links_from(key) if link.start.reached(day) is Truth.YES)


def holders(gazetteer: Gazetteer, key: str, day: date) -> tuple[Holder, ...]:
    """Find the units that hold a unit's ground on ``day``, later or earlier; none where nothing is known.

    A unit that stands on the day holds itself. One that has ended is followed through its links, or, where it
    has none (districts, when their level was abolished), through the units it was made of. One that had not
    begun is followed back through its predecessors.
    """
    if gazetteer.standing(key, day) is not None and not steps(gazetteer, key, day):
        return (Holder(key, whole=True),)
    if _not_begun(gazetteer, key, day):
        return _backwards(gazetteer, key, day, frozenset())
    return _forwards(gazetteer, key, day, frozenset())


def _not_begun(gazetteer: Gazetteer, key: str, day: date) -> bool:
    states = gazetteer.states_of(key)
    return bool(states) and states[0].period.start.reached(day) is Truth.NO


def _forwards(gazetteer: Gazetteer, key: str, day: date, seen: frozenset[str]) -> tuple[Holder, ...]:
    taken = steps(gazetteer, key, day)
    if not taken:
        if gazetteer.standing(key, day) is not None:
            return (Holder(key, whole=True),)
        return _through_members(gazetteer, key, day, seen | {key})
    found: dict[str, bool] = {}
    for link in taken:
        if link.successor in seen or link.successor == key:
            continue
        for holder in _forwards(gazetteer, link.successor, day, seen | {key}):
            found[holder.key] = found.get(holder.key, False) or (link.whole and holder.whole)
    return tuple(Holder(name, whole) for name, whole in sorted(found.items()))


def _through_members(gazetteer: Gazetteer, key: str, day: date, seen: frozenset[str]) -> tuple[Holder, ...]:
    last = gazetteer.states_of(key)[-1].period.last_day if key in gazetteer else None
    members = [item.key for item in gazetteer.children(key, last)] if last else []
    found: set[str] = set()
    for member in members:
        if member not in seen:
            found |= {holder.key for holder in _forwards(gazetteer, member, day, seen | {key})}
    return tuple(Holder(name, whole=len(found) == 1) for name in sorted(found))


def _backwards(gazetteer: Gazetteer, key: str, day: date, seen: frozenset[str]) -> tuple[Holder, ...]:
    found: dict[str, None] = {}
    for link in gazetteer.links_to(key):
        if link.predecessor in seen:
            continue
        if _not_begun(gazetteer, link.predecessor, day):
            for holder in _backwards(gazetteer, link.predecessor, day, seen | {key}):
                found[holder.key] = None
        elif gazetteer.standing(link.predecessor, day) is not None:
            found[link.predecessor] = None
    return tuple(Holder(name, whole=len(found) == 1) for name in sorted(found))


def carry(amounts: Mapping[str, int], gazetteer: Gazetteer, day: date) -> Carried:
    """Carry counted amounts to the units of ``day``; the total is conserved, checked to the last one.

    :param amounts: whole numbers by the key of the unit they were counted in.
    """
    carrier = _Carrier(gazetteer, day)
    for origin, amount in amounts.items():
        carrier.place(_Load(origin, amount, "counted"), origin, frozenset())
    result = Carried(
        {key: tuple(parts) for key, parts in sorted(carrier.placed.items())}, tuple(carrier.left)
    )
    if result.total != sum(amounts.values()):
        raise ArithmeticError(f"carried {result.total} of {sum(amounts.values())}")
    return result


@dataclass(frozen=True, slots=True)
class _Load:
    origin: str
    amount: int
    basis: Basis


class _Carrier:
    """Follows each load along the links of one gazetteer to one day."""

    def __init__(self, gazetteer: Gazetteer, day: date) -> None:
        self.gazetteer = gazetteer
        self.day = day
        self.placed: defaultdict[str, list[Part]] = defaultdict(list)
        self.left: list[Left] = []

    def place(self, load: _Load, key: str, seen: frozenset[str]) -> None:
        """Put ``load``, which has come as far as ``key``, where it belongs."""
        passed = seen | {key}
        taken = tuple(link for link in steps(self.gazetteer, key, self.day) if link.successor not in passed)
        if not taken:
            self._settle(load, key)
            return
        whole = [link for link in taken if link.whole]
        if len(whole) == 1:
            self.place(load, whole[0].successor, passed)
            return
        shared = [link for link in taken if link.share is not None]
        portions = divide(load.amount, [link.share or Decimal(0) for link in shared])
        for link, portion in zip(shared, portions, strict=True):
            self.place(_Load(load.origin, portion, "apportioned"), link.successor, passed)
        rest = load.amount - sum(portions)
        if rest or not shared:
            open_ends = [link.successor for link in taken if link.share is None]
            names = open_ends or [link.successor for link in taken]
            self.left.append(Left(load.origin, rest, "no-share", tuple(names)))

    def _settle(self, load: _Load, key: str) -> None:
        if self.gazetteer.standing(key, self.day) is not None:
            self.placed[key].append(Part(load.origin, load.amount, load.basis))
        else:
            self.left.append(Left(load.origin, load.amount, "no-link"))


def divide(amount: int, shares: Sequence[Decimal]) -> list[int]:
    """Split a whole number by shares, largest remainders first; shares that make 1 leave nothing over.

    Shares that make less than 1 give away no more than their part, rounded to the nearest whole number.

    >>> divide(10, [Decimal("0.5"), Decimal("0.25"), Decimal("0.25")])
    [5, 3, 2]
    """
    if not shares:
        return []
    exact = [amount * share for share in shares]
    floors = [int(value.to_integral_value(ROUND_FLOOR)) for value in exact]
    goal = min(amount, int(sum(exact, Decimal(0)).to_integral_value()))
    order = sorted(range(len(shares)), key=lambda index: (floors[index] - exact[index], index))
    for index in order[: goal - sum(floors)]:
        floors[index] += 1
    return floors
