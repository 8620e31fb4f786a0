"""What must be there before a case reaches a stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, choices, reference, references, text
from dothi.law.rows import LawRow, TableInfo
from dothi.law.tables.procedures import VARIANTS

if TYPE_CHECKING:
    from dothi.law.law import Law

LEVELS = ("general", "zoning", "detailed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRequirement(LawRow):
    """An item that a stage needs; asked for on reaching that stage and never earlier.

    Empty ``levels``, ``areas`` and ``variants`` mean every one. ``presence`` is ``required`` or, for what is
    only recorded from that stage on, ``offered``.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "procedure_requirements", "Thành phần hồ sơ theo giai đoạn", "What each stage requires"
    )

    procedure: str = reference("procedures")
    stage: str = text()
    item: str = reference("procedure_items")
    presence: str = choice("required", "offered")
    levels: tuple[str, ...] = choices(*LEVELS, required=False)
    areas: tuple[str, ...] = references("procedure_areas", required=False)
    variants: tuple[str, ...] = choices(*VARIANTS, required=False)

    def examine(self, law: Law) -> Iterator[Fault]:
        """The stage belongs to the procedure."""
        rows = law.tables["procedure_stages"].every_row
        if self.stage not in {row.stage for row in rows if row.procedure == self.procedure}:
            yield Fault(
                "law.unknown-stage",
                f"Thủ tục «{self.procedure}» không có giai đoạn «{self.stage}»",
                f"The procedure “{self.procedure}” has no stage “{self.stage}”",
                where=self.where,
                remedy_vi="Ghi một giai đoạn có trong bảng procedure_stages",
                remedy_en="Write a stage of the table procedure_stages",
            )
