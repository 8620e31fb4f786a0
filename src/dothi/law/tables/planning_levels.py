"""Levels of plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import reference, text, whole
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningLevel(LawRow):
    """A level of plan, from the provincial plan (rank 1) down, under the planning law of its period.

    Plans above the general plan are not urban plans: no text of the law that governs them is on record, so
    they name no ``document`` and have no ``abbreviation`` of a dossier.
    """

    table: ClassVar[TableInfo] = TableInfo("planning_levels", "Cấp độ quy hoạch", "Levels of plans")

    abbreviation: str = text(required=False)
    rank: int = whole(1, 9)
    document: str = reference("documents", required=False)
