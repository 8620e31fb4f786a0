"""Clauses on converting land from one use to another: what needs permission, what a resolution."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, choices, text
from dothi.law.rows import LawRow, TableInfo
from dothi.law.tables.land_law_uses import KINDS

if TYPE_CHECKING:
    from dothi.law.law import Law

EFFECTS = ("permission", "no-permission", "resolution")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionPermission(LawRow):
    """One clause: land of one of ``from_kinds`` that turns to one of ``to_kinds``.

    ``no-permission`` holds only where no clause with ``permission`` does. A clause with a condition speaks of
    what codes of land use do not tell: for a permission it must be met, for a resolution it is the exemption.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "conversion_permissions", "Chuyển mục đích sử dụng đất", "Conversion of land use"
    )
    code_pattern: ClassVar[re.Pattern[str]] = re.compile(r"[0-9]+-[0-9]+(-[a-z]+)*")

    effect: str = choice(*EFFECTS)
    from_kinds: tuple[str, ...] = choices(*KINDS)
    to_kinds: tuple[str, ...] = choices(*KINDS)
    condition_vi: str = text(required=False)
    condition_en: str = text(required=False)

    def examine(self, law: Law) -> Iterator[Fault]:
        """A condition is said in both languages."""
        del law
        if bool(self.condition_vi) != bool(self.condition_en):
            yield Fault(
                "law.half-condition",
                "Điều kiện mới ghi bằng một thứ tiếng",
                "The condition is written in one language only",
                where=self.where,
                remedy_vi="Điền cả condition_vi và condition_en",
                remedy_en="Fill in both condition_vi and condition_en",
            )

    def speaks_of(self, before: str, after: str) -> bool:
        """Whether the clause is about land of one kind that turns to another."""
        return before in self.from_kinds and after in self.to_kinds
