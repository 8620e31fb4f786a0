"""What the communes of a town of several communes must reach by Table 2B."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, decimal, reference, text, whole
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law

MEASURES = ("mean", "units")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassificationUnitPass(LawRow):
    """One condition of ``urban_class``; a town must fulfil all of them.

    ``mean``: the mean of all its communes is at least ``required``. ``units``: at least ``units`` of its
    communes have ``required`` or more. Counted are the points of ``section`` (a group of Table 2B), or of
    the whole table where it is empty.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "classification_unit_passes",
        "Bảng 2B: điều kiện của đô thị nhiều đơn vị cấp xã",
        "Table 2B: conditions of a town of several communes",
    )

    urban_class: str = reference("urban_classes")
    measure: str = choice(*MEASURES)
    section: str = text(required=False)
    required: Decimal = decimal()  # noqa: RUF009
    units: int | None = whole(1, 500, required=False)

    def examine(self, law: Law) -> Iterator[Fault]:
        """A number of communes belongs to the measure that counts them, and only to that one."""
        del law
        if self.required <= 0 or (self.units is None) == (self.measure == "units"):
            yield Fault(
                "law.unit-pass",
                f"«{self.code}»: required phải trên 0; units chỉ ghi cho điều kiện đếm đơn vị",
                f"“{self.code}”: required must be above 0; units is for counting communes",
                where=self.where,
                remedy_vi="Sửa required hoặc units",
                remedy_en="Mend required or units",
            )
