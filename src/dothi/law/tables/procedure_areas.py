"""Kinds of area that rules on procedures tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureArea(LawRow):
    """What a plan or a scheme covers, as far as time limits and powers hang on it."""

    table: ClassVar[TableInfo] = TableInfo("procedure_areas", "Phạm vi của thủ tục", "Areas of procedures")
