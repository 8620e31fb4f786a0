"""Which class a town has been recognised with, by the day, from the records of a province pack.

A record is never relabelled: what it becomes when the rules change is what the transition rule says
(NQ 111/2025/UBTVQH15, article 15), and it says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.classes import ClassOf, Order, compare, transition
from dothi.places.pack_rows import read_classes, read_towns
from dothi.places.tables import Faults
from dothi.places.towns import ClassAnswer, ClassRecord, Derived, Transition, classes_on


def pack_records(folder: Path) -> Mapping[str, tuple[ClassRecord, ...]]:
    """Recorded classes of the towns of a province pack, by the folded name of the town."""
    faults = Faults()
    names = {row.key: fold(row.name) for row in read_towns(folder, faults)}
    found: dict[str, tuple[ClassRecord, ...]] = {}
    for row in read_classes(folder, faults):
        name = names.get(row.town, "")
        record = ClassRecord(
            row.town,
            row.rule_set,
            row.class_code,
            row.period,
            row.confidence,
            row.source,
            row.decision_number,
        )
        found[name] = (*found.get(name, ()), record)
    return found


def transition_rule(law: Law) -> Transition:
    """The transition rule of ``law`` as :func:`dothi.places.towns.classes_on` asks for it."""

    def apply(rule_set: str, class_code: str, day: date, town: str) -> Derived | None:
        found = transition(law, ClassOf(rule_set, class_code), town=town)
        if found.truth is not Truth.YES or found.to is None or found.row is None:
            return None
        if found.row.period.holds(day) is not Truth.YES:
            return None
        return Derived(found.to.rule_set, found.to.class_code, found.row.basis, found.row.confidence.value)

    return apply


def recognised_on(
    law: Law, records: Mapping[str, tuple[ClassRecord, ...]], town: str, day: date
) -> tuple[ClassAnswer, ...]:
    """The class ``town`` is recognised with on ``day``; empty where none is known."""
    return classes_on(records.get(fold(town), ()), day, transition_rule(law), town)


def target_reached(law: Law, target: ClassOf, held: ClassOf | None) -> Truth:
    """Whether a class that was aimed for is held; UNKNOWN across rule sets, whose labels do not compare.

    A target «loại III» of a programme of 2022 is not reached because a class IV town counts as class III
    under the rules of 2026.
    """
    if held is None:
        return Truth.UNKNOWN
    order = compare(law, held, target)
    if order is Order.NOT_COMPARABLE:
        return Truth.UNKNOWN
    return Truth.of(order in {Order.HIGHER, Order.EQUAL})
