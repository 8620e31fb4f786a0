"""What a town must reach for a class of one rule set: the pass rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, decimal, reference, text
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassificationPass(LawRow):
    """The total a town must reach, and out of how much; its code is the class, ``nq111-2025.II``.

    ``unit`` tells points from a number of standards passed. ``several_vi`` says what else decides for a town
    of several units.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "classification_passes", "Điều kiện công nhận loại đô thị", "What a class asks for"
    )

    urban_class: str = reference("urban_classes")
    unit: str = choice("points", "standards")
    total: Decimal = decimal()  # noqa: RUF009
    required: Decimal = decimal()  # noqa: RUF009
    several_vi: str = text(required=False)
    several_en: str = text(required=False)

    def examine(self, law: Law) -> Iterator[Fault]:
        """The code is the class; what is required is within the total."""
        del law
        if self.code != self.urban_class or not 0 < self.required <= self.total:
            yield Fault(
                "law.pass-rule",
                f"«{self.code}»: mã phải là loại đô thị, điểm phải đạt lớn hơn 0 và không quá tổng",
                f"“{self.code}”: the code must be the class, what is required above 0, within the total",
                where=self.where,
                remedy_vi="Sửa code, required hoặc total",
                remedy_en="Mend code, required or total",
            )
