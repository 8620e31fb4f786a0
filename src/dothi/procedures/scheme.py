"""Stages and steps of one procedure, as they stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dothi.base.errors import Fault, InputError
from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.tables.procedure_stages import ProcedureStage
from dothi.law.tables.procedure_steps import ProcedureStep
from dothi.law.tables.procedures import ProcedureKind


@dataclass(frozen=True, slots=True)
class Scheme:
    """A procedure with its stages in order and its steps."""

    kind: ProcedureKind
    stages: tuple[ProcedureStage, ...]
    steps: tuple[ProcedureStep, ...]

    @property
    def first(self) -> str:
        """The stage in which a case is opened."""
        return self.stages[0].stage

    def stage(self, code: str) -> ProcedureStage:
        """Give the row of a stage; ``KeyError`` for one that is none."""
        for row in self.stages:
            if row.stage == code:
                return row
        raise KeyError(code)

    def step(self, code: str) -> ProcedureStep:
        """Give the row of a step; ``KeyError`` for one that is none."""
        for row in self.steps:
            if row.step == code:
                return row
        raise KeyError(code)

    def steps_from(self, stage: str, variant: str, *, moved_by: str = "person") -> tuple[ProcedureStep, ...]:
        """Give the steps that lead on from ``stage`` for a case that makes ``variant``."""
        return tuple(
            row
            for row in self.steps
            if stage in row.sources and variant in row.variants and row.moved_by == moved_by
        )


def scheme_of(law: Law, procedure: str, day: date) -> Scheme:
    """Read a procedure as it stands on ``day``; refuse one no table knows (``procedures.unknown``)."""
    kind = law.of(ProcedureKind).at(procedure, day).row
    stages = [row for row in law.of(ProcedureStage).in_force(day) if row.procedure == procedure]
    steps = [row for row in law.of(ProcedureStep).in_force(day) if row.procedure == procedure]
    if kind is None or not stages:
        raise InputError(
            Fault(
                "procedures.unknown",
                f"Không có thủ tục «{procedure}» trong ngày {day:%d/%m/%Y}",
                f"There is no procedure “{procedure}” on {day}",
                remedy_vi="Chọn một thủ tục có trong danh sách",
                remedy_en="Choose one of the list",
            )
        )
    return Scheme(kind, tuple(sorted(stages, key=lambda row: row.position)), tuple(steps))


def procedures_on(law: Law, day: date) -> tuple[ProcedureKind, ...]:
    """List the procedures that can be opened on ``day``."""
    return tuple(row for row in law.of(ProcedureKind).confirmed if row.period.holds(day) is not Truth.NO)
