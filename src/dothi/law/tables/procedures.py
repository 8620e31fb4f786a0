"""Procedures that an office runs: a plan's life, classification of a town, and their like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, choices
from dothi.law.rows import LawRow, TableInfo

VARIANTS = ("new", "overall", "partial")
"""What a case makes: something new, or an overall (tổng thể) or partial (cục bộ) amendment."""
SUBJECTS = ("plan", "town", "units", "place")
"""What a case is about; ``units`` names the units that are to come about or change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureKind(LawRow):
    """A kind of procedure. Its stages, steps, duties, requirements and limits name it by code."""

    table: ClassVar[TableInfo] = TableInfo("procedures", "Thủ tục", "Procedures")

    subject: str = choice(*SUBJECTS)
    variants: tuple[str, ...] = choices(*VARIANTS)
