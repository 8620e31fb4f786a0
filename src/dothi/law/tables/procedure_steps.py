"""Steps that lead a case from stage to stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, choices, reference, text
from dothi.law.rows import LawRow, TableInfo
from dothi.law.tables.procedures import VARIANTS

if TYPE_CHECKING:
    from dothi.law.law import Law

DUTIES = ("prepare", "appraise", "approve", "publish", "review")
"""Duties of a case; each is one body's at a time, and its people take the steps of that duty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStep(LawRow):
    """A step; its code is ``procedure.step``. ``from_stages`` and ``to_stage`` are stages of the procedure.

    ``duty`` says whose step it is. ``moved_by``: ``person`` or, for what follows from another case or a
    publication, ``engine``.
    """

    table: ClassVar[TableInfo] = TableInfo("procedure_steps", "Bước của thủ tục", "Steps of procedures")

    procedure: str = reference("procedures")
    step: str = text()
    from_stages: str = text()
    to_stage: str = text()
    duty: str = choice(*DUTIES)
    variants: tuple[str, ...] = choices(*VARIANTS)
    moved_by: str = choice("person", "engine")

    @property
    def sources(self) -> tuple[str, ...]:
        """Stages from which the step may be taken."""
        return tuple(self.from_stages.split())

    def examine(self, law: Law) -> Iterator[Fault]:
        """Every stage named belongs to the procedure."""
        known = {
            row.stage for row in law.tables["procedure_stages"].every_row if row.procedure == self.procedure
        }
        for stage in (*self.sources, self.to_stage):
            if stage not in known:
                yield Fault(
                    "law.unknown-stage",
                    f"Thủ tục «{self.procedure}» không có giai đoạn «{stage}»",
                    f"The procedure “{self.procedure}” has no stage “{stage}”",
                    where=self.where,
                    remedy_vi="Ghi một giai đoạn có trong bảng procedure_stages",
                    remedy_en="Write a stage of the table procedure_stages",
                )
