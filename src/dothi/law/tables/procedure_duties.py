"""Which body has which duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, choices, reference, references
from dothi.law.rows import LawRow, TableInfo
from dothi.law.tables.procedure_requirements import LEVELS
from dothi.law.tables.procedure_steps import DUTIES


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureDuty(LawRow):
    """The bodies of which one has a duty; several ``holders`` mean that the text leaves the choice open.

    No holder: no text found says whose it is. Empty ``levels`` and ``areas`` mean every one.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "procedure_duties", "Thẩm quyền trong thủ tục", "Duties in procedures"
    )

    procedure: str = reference("procedures")
    duty: str = choice(*DUTIES)
    holders: tuple[str, ...] = references("procedure_holders", required=False)
    levels: tuple[str, ...] = choices(*LEVELS, required=False)
    areas: tuple[str, ...] = references("procedure_areas", required=False)
