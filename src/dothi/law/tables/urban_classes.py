"""Classes of towns: always of one rule set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, reference, text, whole
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class UrbanClass(LawRow):
    """A class of one rule set; its code is the pair, ``nq1210-2016.II``.

    ``rank`` orders the classes of one rule set, 1 being the highest; it means nothing across rule sets.
    ``recognised_by`` is empty where no source names the authority.
    """

    table: ClassVar[TableInfo] = TableInfo("urban_classes", "Loại đô thị", "Urban classes")

    rule_set: str = reference("rule_sets")
    class_code: str = choice("special", "I", "II", "III", "IV", "V")
    rank: int = whole(1, 9)
    recognised_by: str = reference("bodies", required=False)
    meaning_vi: str = text(required=False)
    meaning_en: str = text(required=False)

    def examine(self, law: Law) -> Iterator[Fault]:
        """The code is the pair, so that nobody can cite a class without its rule set."""
        del law
        pair = f"{self.rule_set}.{self.class_code}"
        if self.code != pair:
            yield Fault(
                "law.class-code",
                f"Mã «{self.code}» không phải là cặp bộ quy tắc và loại",
                f"The code “{self.code}” is not the pair of rule set and class",
                where=self.where,
                remedy_vi=f"Ghi {pair}",
                remedy_en=f"Write {pair}",
            )
