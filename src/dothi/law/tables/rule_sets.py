"""Rule sets of urban classification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import reference, text
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet(LawRow):
    """A rule set under which towns are classified; ``short_vi`` and ``short_en`` stand beside every class."""

    table: ClassVar[TableInfo] = TableInfo(
        "rule_sets", "Bộ quy tắc phân loại đô thị", "Urban classification rule sets"
    )

    document: str = reference("documents")
    short_vi: str = text()
    short_en: str = text()
