"""What a case must hold before it reaches a stage, and what it may hold from there on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dothi.base.errors import Fault
from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.tables.procedure_items import ProcedureItem
from dothi.law.tables.procedure_requirements import ProcedureRequirement
from dothi.procedures.scheme import Scheme
from dothi.procedures.subject import Subject, speaks_of

REQUIRED = "required"
OWN = "dothi"
"""The source of what the system itself asks for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An item that a stage asks for; ``truth`` is UNKNOWN where the area of the case would decide."""

    row: ProcedureRequirement
    item: ProcedureItem
    truth: Truth

    @property
    def required(self) -> bool:
        """Whether the stage cannot be reached without it, beyond doubt."""
        return self.row.presence == REQUIRED and self.truth is Truth.YES


def asked_at(law: Law, subject: Subject, stage: str, day: date) -> tuple[Asked, ...]:
    """List what ``stage`` asks of the subject under the law of ``day``, in the table's order."""
    items = law.of(ProcedureItem)
    found = []
    for row in law.of(ProcedureRequirement).confirmed:
        if (row.procedure, row.stage) != (subject.procedure, stage):
            continue
        if row.variants and subject.variant not in row.variants:
            continue
        truth = row.period.holds(day) & speaks_of(row, subject)
        if truth is not Truth.NO:
            found.append(Asked(row, items[row.item], truth))
    return tuple(found)


def asked_until(law: Law, scheme: Scheme, subject: Subject, stage: str, day: date) -> tuple[Asked, ...]:
    """List what the stages up to the one after ``stage`` ask for: what may be filled in by now.

    Nothing of a later stage is asked: a field is due only once its stage can be reached.
    """
    here = scheme.stage(stage).position
    reachable = {
        row.to_stage for row in scheme.steps if stage in row.sources and subject.variant in row.variants
    }
    seen: dict[str, Asked] = {}
    for row in scheme.stages:
        if row.position <= here or row.stage in reachable:
            for asked in asked_at(law, subject, row.stage, day):
                seen.setdefault(asked.item.code, asked)
    return tuple(seen.values())


def missing(asked: Iterable[Asked], held: Iterable[str]) -> list[Fault]:
    """Say what a stage requires and the case does not hold; ``held`` are codes of items."""
    there = set(held)
    return [
        Fault(
            "procedures.missing",
            f"Thiếu «{one.item.title_vi}»{_ground(one.row, 'do hệ thống yêu cầu')}",
            f"“{one.item.title_en}” is missing{_ground(one.row, 'asked for by the system')}",
            where=one.item.code,
            remedy_vi="Bổ sung vào hồ sơ rồi làm lại bước này",
            remedy_en="Add it to the case and take the step again",
        )
        for one in asked
        if one.required and one.item.code not in there
    ]


def _ground(row: ProcedureRequirement, own: str) -> str:
    """The article that asks for an item, or that it is the system's own wish."""
    return f" ({own if row.source == OWN else row.basis})"
