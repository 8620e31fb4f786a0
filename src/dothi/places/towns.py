"""A town's class on a day, always the pair (rule set, class), and the ground a town covers through time.

A class recorded under one rule set is never relabelled: once that rule set no longer holds, the class under
the next one is *derived* by the law's own transition rule and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from dothi.base.time import Period, Truth
from dothi.places.succession import holders
from dothi.places.units import Gazetteer

Coverage = Literal["full", "part", "unknown"]


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """A recorded class: under which rule set, over which period, told by which source."""

    town_key: str
    rule_set: str
    class_code: str
    period: Period
    confidence: str
    source_key: str
    decision_number: str = ""
    decision_date: date | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """A class that a transition rule gives; ``basis`` cites the rule."""

    rule_set: str
    class_code: str
    basis: str
    confidence: str


class Transition(Protocol):
    """The law's rule for going from one rule set to the next; ``None`` where it says nothing."""

    def __call__(self, rule_set: str, class_code: str, day: date, town: str) -> Derived | None:
        """Give the class that a class of ``rule_set`` counts as on ``day`` for the town so named."""


@dataclass(frozen=True, slots=True)
class ClassAnswer:
    """A class that a town has (YES) or may have (UNKNOWN) on a day.

    ``basis`` is empty for a recorded class and cites the transition rule for a derived one, whose
    ``record`` is the recorded class it comes from.
    """

    rule_set: str
    class_code: str
    holds: Truth
    confidence: str
    record: ClassRecord
    basis: str = ""

    @property
    def derived(self) -> bool:
        """Whether a transition rule gave it."""
        return bool(self.basis)


def classes_on(
    records: Iterable[ClassRecord], day: date, transition: Transition, town: str = ""
) -> tuple[ClassAnswer, ...]:
    """Answer which class a town has on ``day``; several answers, all UNKNOWN, where records leave it open.

    Empty means that no class is known. A recorded class that holds beats a derived one. ``town`` is the
    town's name: the transition rule names exceptions.
    """
    rows = list(records)
    recorded = [
        ClassAnswer(row.rule_set, row.class_code, row.period.holds(day), row.confidence, row)
        for row in rows
        if row.period.holds(day) is not Truth.NO
    ]
    certain = [answer for answer in recorded if answer.holds is Truth.YES]
    if certain:
        return (max(certain, key=lambda answer: _start(answer.record)),)
    return tuple(recorded) or _derived(rows, day, transition, town)


def _derived(
    rows: Sequence[ClassRecord], day: date, transition: Transition, town: str
) -> tuple[ClassAnswer, ...]:
    ended = [row for row in rows if row.period.end.reached(day) is Truth.YES]
    if not ended:
        return ()
    last = max(_end(row) for row in ended)
    found = []
    for row in ended:
        if _end(row) != last:
            continue
        given = transition(row.rule_set, row.class_code, day, town)
        if given is not None:
            found.append(
                ClassAnswer(given.rule_set, given.class_code, Truth.YES, given.confidence, row, given.basis)
            )
    pairs = {(answer.rule_set, answer.class_code) for answer in found}
    if len(pairs) > 1:
        return tuple(
            ClassAnswer(
                item.rule_set, item.class_code, Truth.UNKNOWN, item.confidence, item.record, item.basis
            )
            for item in found
        )
    return tuple(sorted(found, key=lambda answer: _start(answer.record))[-1:])


def _start(row: ClassRecord) -> date:
    return row.period.start.latest or row.period.start.earliest or date.min


def _end(row: ClassRecord) -> date:
    return row.period.end.latest or row.period.end.earliest or date.max


@dataclass(frozen=True, slots=True)
class Covered:
    """A unit that a town covers; ``derived`` when it follows from an earlier unit through links."""

    unit_key: str
    coverage: Coverage
    holds: Truth = Truth.YES
    derived: bool = False


@dataclass(frozen=True, slots=True)
class CoverageRecord:
    """A recorded coverage over a period."""

    unit_key: str
    coverage: Coverage
    period: Period


def coverage_on(records: Iterable[CoverageRecord], gazetteer: Gazetteer, day: date) -> tuple[Covered, ...]:
    """Give the units a town covers on ``day``.

    Recorded coverage that holds is taken as it stands. Where all of it has ended, the ground is followed
    through the links: a later unit is covered in full when everything it was made of was, in part when some
    of it was.
    """
    rows = list(records)
    standing = [(row, row.period.holds(day)) for row in rows]
    current = {
        row.unit_key: Covered(row.unit_key, row.coverage, holds)
        for row, holds in sorted(standing, key=lambda pair: pair[1] is Truth.YES)
        if holds is not Truth.NO
    }
    if current:
        return tuple(current[key] for key in sorted(current))
    ended = [row for row in rows if row.period.end.reached(day) is Truth.YES]
    last = max((row.period.end.latest or date.max for row in ended), default=date.max)
    return _followed([row for row in ended if (row.period.end.latest or date.max) == last], gazetteer, day)


def _followed(rows: Sequence[CoverageRecord], gazetteer: Gazetteer, day: date) -> tuple[Covered, ...]:
    full = {row.unit_key for row in rows if row.coverage == "full"}
    for row in rows:
        full |= _members_within(row.unit_key, gazetteer) if row.coverage == "full" else set()
    found: dict[str, Coverage] = {}
    for row in rows:
        for holder in holders(gazetteer, row.unit_key, day):
            found[holder.key] = _degree(holder.key, row.coverage, full, gazetteer)
    return tuple(Covered(key, found[key], Truth.YES, derived=True) for key in sorted(found))


def _members_within(key: str, gazetteer: Gazetteer) -> set[str]:
    members = set(gazetteer.members(key))
    for member in tuple(members):
        members |= _members_within(member, gazetteer)
    return members


def _degree(key: str, coverage: Coverage, full: set[str], gazetteer: Gazetteer) -> Coverage:
    if coverage == "unknown":
        return "unknown"
    links = gazetteer.links_to(key)
    inside = all(link.predecessor in full and link.whole for link in links)
    return "full" if coverage == "full" and inside else "part"
