"""Groups of standards (tiêu chí) of urban classification, with their points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import decimal, references, whole
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassificationGroup(LawRow):
    """A group of standards for ``classes``; ``required`` is empty where no source tells the minimum.

    ``standards`` is how many standards it has, empty where no source tells.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "classification_groups", "Nhóm tiêu chí phân loại đô thị", "Groups of classification standards"
    )

    classes: tuple[str, ...] = references("urban_classes")
    most: Decimal = decimal()  # noqa: RUF009
    required: Decimal | None = decimal(required=False)  # noqa: RUF009
    standards: int | None = whole(1, 99, required=False)

    def examine(self, law: Law) -> Iterator[Fault]:
        """The minimum lies within the maximum."""
        del law
        if self.most <= 0 or (self.required is not None and not 0 < self.required <= self.most):
            yield Fault(
                "law.group-points",
                f"Nhóm «{self.code}»: điểm tối thiểu phải lớn hơn 0 và không quá điểm tối đa",
                f"Group “{self.code}”: the minimum must be above 0 and not above the maximum",
                where=self.where,
                remedy_vi="Sửa most hoặc required",
                remedy_en="Mend most or required",
            )
