"""Structure of the codes that tie a dossier together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import reference, text
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    words = (word.partition(":") for word in pattern.split())
    return re.compile(
        "".join(f"(?P<{name}>{rest})" if colon else re.escape(name) for name, colon, rest in words)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCode(LawRow):
    """A code; ``pattern`` lists its parts in order, separated by spaces.

    A part is ``name:expression`` (``kind:QHC|QPK|QCT``), or a literal (``-``).
    """

    table: ClassVar[TableInfo] = TableInfo(
        "dossier_codes", "Cấu trúc mã của hồ sơ số", "Structure of the dossier's codes"
    )

    layout: str = reference("dossier_layouts")
    pattern: str = text()
    example: str = text(required=False)

    def parts(self, value: str) -> dict[str, str] | None:
        """Take ``value`` apart by name; ``None`` where it has another structure."""
        found = _expression(self.pattern).fullmatch(value)
        return None if found is None else found.groupdict()

    def examine(self, law: Law) -> Iterator[Fault]:
        """The pattern can be read, and the example follows it."""
        del law
        try:
            good = self.parts(self.example) is not None or not self.example
        except re.error:
            good = False
        if not good:
            yield Fault(
                "law.bad-pattern",
                f"Mẫu của «{self.code}» không đọc được, hoặc ví dụ không theo mẫu",
                f"The pattern of “{self.code}” cannot be read, or its example does not follow it",
                where=self.where,
                remedy_vi="Sửa pattern hoặc example",
                remedy_en="Mend pattern or example",
            )
