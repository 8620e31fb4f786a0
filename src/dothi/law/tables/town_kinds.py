"""Which classes a kind of town may have, under each rule set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import reference, references
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class TownKind(LawRow):
    """A kind of town and the classes it may be given: scope rules of the classification resolutions."""

    table: ClassVar[TableInfo] = TableInfo(
        "town_kinds", "Loại hình đô thị và loại được xét", "Kinds of towns and the classes open to them"
    )

    rule_set: str = reference("rule_sets")
    unit_kind: str = reference("unit_kinds", required=False)
    classes: tuple[str, ...] = references("urban_classes")
