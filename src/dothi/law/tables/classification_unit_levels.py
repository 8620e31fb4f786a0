"""Levels and points by which each commune of a town of several communes is judged (Table 2B)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import decimal, reference, text
from dothi.law.rows import LawRow, TableInfo
from dothi.law.tables.classification_levels import level_value

if TYPE_CHECKING:
    from dothi.law.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassificationUnitLevel(LawRow):
    """The minimum and maximum level of ``standard`` for one commune of a town of ``urban_class``.

    The package holds none: no source tells Table 2B. An office imports it with its pass rule in
    ``classification_unit_passes``.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "classification_unit_levels",
        "Bảng 2B: mức và điểm của từng đơn vị cấp xã",
        "Table 2B: levels and points of each commune",
    )

    urban_class: str = reference("urban_classes")
    standard: str = reference("classification_standards")
    level_least: str = text()
    level_most: str = text()
    points_least: Decimal = decimal()  # noqa: RUF009
    points_most: Decimal = decimal()  # noqa: RUF009

    def examine(self, law: Law) -> Iterator[Fault]:
        """Levels can be read and rise, and so do the points."""
        standards = law.tables["classification_standards"].every_row
        standard = next((row for row in standards if row.code == self.standard), None)
        if standard is None:
            return
        low, high = level_value(standard, self.level_least), level_value(standard, self.level_most)
        if low is None or high is None or low > high or not 0 < self.points_least <= self.points_most:
            yield Fault(
                "law.unit-level",
                f"{self.standard}: mức hoặc điểm không đọc được, hoặc không tăng",
                f"{self.standard}: levels or points cannot be read, or do not rise",
                where=self.where,
                remedy_vi="Đối chiếu với bảng 2B rồi sửa dòng này",
                remedy_en="Compare with Table 2B and mend this row",
            )
