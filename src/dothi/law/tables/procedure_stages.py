"""Stages a case passes through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, reference, text, whole
from dothi.law.rows import LawRow, TableInfo

PHASES = ("open", "decided", "standing", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStage(LawRow):
    """A stage of one procedure; its code is ``procedure.stage``.

    ``phase``: work goes on (``open``), the decision is there (``decided``), what was decided stands
    (``standing``), nothing more can happen (``closed``).
    """

    table: ClassVar[TableInfo] = TableInfo(
        "procedure_stages", "Giai đoạn của thủ tục", "Stages of procedures"
    )

    procedure: str = reference("procedures")
    stage: str = text()
    position: int = whole(0, 99)
    phase: str = choice(*PHASES)
