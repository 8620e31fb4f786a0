"""Uses of land as the land law tells them apart where it speaks of conversion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.base.time import Truth
from dothi.law.columns import choice, references
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law

GUARDED = ("rice", "special-use-forest", "protection-forest", "production-forest")
"""Kinds that article 122 of the Land Law of 2024 guards."""
AGRICULTURAL = (*GUARDED, "livestock", "other-agricultural")
NON_AGRICULTURAL = (
    *("residential", "commerce", "production", "public-service", "public-purpose"),
    "other-non-agricultural",
)
KINDS = (*AGRICULTURAL, *NON_AGRICULTURAL, "unused", "water")


@dataclass(frozen=True, slots=True, kw_only=True)
class LandLawUse(LawRow):
    """A use of land. ``kind`` is what clauses on conversion are about; two uses of one kind still differ.

    ``codes`` are the codes of current land use read as this use. Which codes these are is the project's own
    reading; a code that no row names is not known.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "land_law_uses", "Mục đích sử dụng đất khi chuyển mục đích", "Uses of land in conversion"
    )
    code_pattern: ClassVar[re.Pattern[str]] = re.compile(r"[a-z]+(-[a-z]+)*")

    kind: str = choice(*KINDS)
    codes: tuple[str, ...] = references("land_use_codes", required=False)

    def examine(self, law: Law) -> Iterator[Fault]:
        """A code of current use is read as one use."""
        for row in law.of(LandLawUse).every_row:
            shared = set(self.codes) & set(row.codes)
            if row.code < self.code and shared and row.period.overlaps(self.period) is Truth.YES:
                yield Fault(
                    "law.read-twice",
                    f"Mã «{min(shared)}» đã được đọc là «{row.code}» ({row.where})",
                    f"The code “{min(shared)}” is read as “{row.code}” already ({row.where})",
                    where=self.where,
                    remedy_vi="Giữ mã ở một mục đích",
                    remedy_en="Keep the code with one use",
                )
