"""Planning land functions: what a plan says a zone is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.base.time import Truth
from dothi.law.columns import choice, names, reference, text, whole
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law

BLOCKS = (
    *("civil", "non-civil", "agriculture-other"),
    *("housing", "social-infrastructure", "production", "technical-infrastructure"),
)
_HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LandFunction(LawRow):
    """A line of the land balance of a general plan, or a function of a zoning plan.

    ``code`` is the project's own key (``qhc.don-vi-o``), never a legal code; the legal one is
    ``attribute_code``, empty where no source gives it, with ``further_codes`` that the same line also takes.
    ``aci`` is the AutoCAD colour index and ``colour`` its hex value. Several functions share a colour: a
    function is told by its code, never by its colour.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "land_functions", "Chức năng sử dụng đất quy hoạch", "Planning land functions"
    )
    code_pattern: ClassVar[re.Pattern[str]] = re.compile(r"[a-z0-9]+\.[a-z0-9-]+")

    level: str = reference("planning_levels")
    block: str = choice(*BLOCKS, required=False)
    attribute_code: str = text(required=False)
    further_codes: tuple[str, ...] = names()
    aci: int | None = whole(1, 255, required=False)
    colour: str = text(required=False)

    @property
    def legal_codes(self) -> tuple[str, ...]:
        """Every code the sources give this function, the one of its line first."""
        return tuple(code for code in (self.attribute_code, *self.further_codes) if code)

    def examine(self, law: Law) -> Iterator[Fault]:
        """The colour is a hex value, and no other function carries one of its codes at the same time."""
        if self.colour and not _HEX.fullmatch(self.colour):
            yield Fault(
                "law.bad-colour",
                f"Màu «{self.colour}» không viết như #cc9900",
                f"The colour “{self.colour}” is not written like #cc9900",
                where=self.where,
                remedy_vi="Ghi dấu # và sáu chữ số thập lục phân viết thường",
                remedy_en="Write # and six lower-case hexadecimal digits",
            )
        mine = {code.lower() for code in self.legal_codes}
        for row in law.of(LandFunction).every_row:
            shared = mine & {code.lower() for code in row.legal_codes}
            if row.code != self.code and shared and row.period.overlaps(self.period) is Truth.YES:
                yield Fault(
                    "law.function-code-twice",
                    f"Mã «{min(shared)}» cũng là của «{row.code}» ({row.where})",
                    f"The code “{min(shared)}” also belongs to “{row.code}” ({row.where})",
                    where=self.where,
                    remedy_vi="Giữ mã ở một chức năng",
                    remedy_en="Keep the code with one function",
                )
