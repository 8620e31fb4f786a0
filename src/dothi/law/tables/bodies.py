"""Bodies of state, party and front, with the days they existed and who took over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, reference, text
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law

NO_SUCCESSOR = ("chưa có cơ quan tiếp nhận", "no body has taken over")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(LawRow):
    """A body that decides, leads or carries out.

    An empty ``successor`` of a body that ended means that nobody took over yet. The period often ends on a
    day known only to lie between two others. ``also`` gives other names by which documents of its province
    call it, with bars between them.
    """

    table: ClassVar[TableInfo] = TableInfo("bodies", "Cơ quan, tổ chức", "Bodies")

    kind: str = choice("central", "province", "party", "front", "group")
    successor: str = reference("bodies", required=False)
    also: str = text(required=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The title and every other name."""
        others = (name.strip() for name in self.also.split("|"))
        return (self.title_vi, *(name for name in others if name))

    def examine(self, law: Law) -> Iterator[Fault]:
        """No body succeeds itself, directly or in a ring."""
        followed = {row.code: row.successor for row in law.tables["bodies"].every_row}
        seen, code = {self.code}, self.successor
        while code and code not in seen:
            seen.add(code)
            code = followed.get(code, "")
        if code == self.code:
            yield Fault(
                "law.successor-ring",
                f"«{self.code}» trở thành cơ quan tiếp nhận của chính mình",
                f"“{self.code}” ends up succeeding itself",
                where=self.where,
                remedy_vi="Sửa cột successor",
                remedy_en="Mend the column successor",
            )
