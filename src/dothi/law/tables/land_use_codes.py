"""Codes of current land use, as land statistics and land-use maps write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, reference, text
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law

GROUPS = (
    *("agricultural", "housing", "offices-defence-security", "public-service"),
    *("business", "infrastructure", "religion-belief", "water-other-unused"),
)
_HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LandUseCode(LawRow):
    """A code of one list; the same letters may mean another thing in the list that follows.

    ``named`` says where the title comes from: the list's own source (``own``), the later list (``later``),
    or nowhere (``none``). A code whose meaning the sources dispute is unconfirmed.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "land_use_codes", "Mã loại đất hiện trạng", "Codes of current land use"
    )
    code_pattern: ClassVar[re.Pattern[str]] = re.compile(r"[A-Z]{3}")

    list: str = reference("documents")
    group: str = choice(*GROUPS, required=False)
    colour: str = text(required=False)
    named: str = choice("own", "later", "none")

    def examine(self, law: Law) -> Iterator[Fault]:
        """The colour is a hex value."""
        del law
        if self.colour and not _HEX.fullmatch(self.colour):
            yield Fault(
                "law.bad-colour",
                f"Màu «{self.colour}» không viết như #fffc8c",
                f"The colour “{self.colour}” is not written like #fffc8c",
                where=self.where,
                remedy_vi="Ghi dấu # và sáu chữ số thập lục phân viết thường",
                remedy_en="Write # and six lower-case hexadecimal digits",
            )
