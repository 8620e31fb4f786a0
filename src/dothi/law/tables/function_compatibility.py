"""Which functions of a lower plan fit a function of the plan above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import references, text
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCompatibility(LawRow):
    """What the function ``code`` of an upper plan admits in a lower one. It is its ``author``'s, no norm.

    ``conform``: fits as it is. ``explain``: the lower plan must say why. ``conflict``: does not fit. A
    function that no list names is not judged.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "function_compatibility",
        "Đối chiếu chức năng giữa hai cấp quy hoạch",
        "Functions of two levels of plan",
    )
    code_pattern: ClassVar[re.Pattern[str]] = re.compile(r"[a-z0-9]+\.[a-z0-9-]+")

    conform: tuple[str, ...] = references("land_functions", required=False)
    explain: tuple[str, ...] = references("land_functions", required=False)
    conflict: tuple[str, ...] = references("land_functions", required=False)
    author: str = text()

    def examine(self, law: Law) -> Iterator[Fault]:
        """The row is about a known function, and no lower function is judged twice."""
        if not law.tables["land_functions"].history(self.code):
            yield Fault(
                "law.no-function",
                f"Không có chức năng «{self.code}»",
                f"There is no function “{self.code}”",
                where=self.where,
                remedy_vi="Dùng một mã của bảng land_functions",
                remedy_en="Use a code of the table land_functions",
            )
        judged = (*self.conform, *self.explain, *self.conflict)
        twice = sorted({code for code in judged if judged.count(code) > 1})
        if twice:
            yield Fault(
                "law.judged-twice",
                f"Chức năng «{twice[0]}» được xếp hai lần",
                f"The function “{twice[0]}” is judged twice",
                where=self.where,
                remedy_vi="Giữ ở một cột",
                remedy_en="Keep it in one column",
            )
