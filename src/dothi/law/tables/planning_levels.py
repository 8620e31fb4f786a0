"""Levels of urban plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import reference, text, whole
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningLevel(LawRow):
    """A level of plan, from the general plan (rank 1) down, under the planning law of its period."""

    table: ClassVar[TableInfo] = TableInfo(
        "planning_levels", "Cấp độ quy hoạch đô thị", "Levels of urban plans"
    )

    abbreviation: str = text()
    rank: int = whole(1, 9)
    document: str = reference("documents")
