"""Which uses of the land law a planned function may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import references
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionUse(LawRow):
    """Every use that land under the function ``code`` may come to; it is the project's own reading, no norm.

    Several uses where the function is drawn for all of them at once (a housing unit has houses, schools and
    streets). A function without a row is not known.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "function_uses", "Chức năng quy hoạch là mục đích sử dụng đất nào", "Uses of land by planned function"
    )
    code_pattern: ClassVar[re.Pattern[str]] = re.compile(r"[a-z0-9]+\.[a-z0-9-]+")

    uses: tuple[str, ...] = references("land_law_uses")

    def examine(self, law: Law) -> Iterator[Fault]:
        """The row is about a known function."""
        if not law.tables["land_functions"].history(self.code):
            yield Fault(
                "law.no-function",
                f"Không có chức năng «{self.code}»",
                f"There is no function “{self.code}”",
                where=self.where,
                remedy_vi="Dùng một mã của bảng land_functions",
                remedy_en="Use a code of the table land_functions",
            )
