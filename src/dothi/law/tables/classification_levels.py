"""Levels and points of a standard for one class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import decimal, reference, text
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law
    from dothi.law.tables.classification_standards import ClassificationStandard


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassificationLevel(LawRow):
    """The minimum and maximum level of ``standard`` for ``urban_class``: plain numbers, or the law's words.

    ``level_most`` and the points are empty where no source tells them. ``town_kind`` narrows a row to one
    kind of town.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "classification_levels", "Mức và điểm của tiêu chuẩn", "Levels and points of standards"
    )

    urban_class: str = reference("urban_classes")
    standard: str = reference("classification_standards")
    town_kind: str = reference("town_kinds", required=False)
    level_least: str = text()
    level_most: str = text(required=False)
    points_least: Decimal | None = decimal(required=False)  # noqa: RUF009
    points_most: Decimal | None = decimal(required=False)  # noqa: RUF009

    def examine(self, law: Law) -> Iterator[Fault]:
        """The standard is of a group of the class; levels can be read and rise, and so do the points."""
        standards = law.tables["classification_standards"].every_row
        standard = next((row for row in standards if row.code == self.standard), None)
        if standard is None:
            return
        groups = [row for row in law.tables["classification_groups"].every_row if row.code in standard.groups]
        if not any(self.urban_class in row.classes for row in groups):
            yield self._fault(
                "law.level-without-group",
                f"không nhóm nào của tiêu chuẩn này thuộc loại {self.urban_class}",
                f"no group of this standard belongs to class {self.urban_class}",
            )
        low, high = level_value(standard, self.level_least), level_value(standard, self.level_most)
        for text_, value in ((self.level_least, low), (self.level_most, high)):
            if text_ and value is None:
                yield self._fault(
                    "law.level-unreadable",
                    f"mức «{text_}» không phải là số và không thuộc: {', '.join(standard.words) or '—'}",
                    f"the level “{text_}” is no number and none of: {', '.join(standard.words) or '—'}",
                )
        if low is not None and high is not None and low > high:
            yield self._fault(
                "law.levels-cross",
                f"mức tối thiểu {self.level_least} cao hơn mức tối đa {self.level_most}",
                f"the minimum level {self.level_least} is above the maximum level {self.level_most}",
            )
        points = (self.points_least, self.points_most)
        if None not in points and not 0 < points[0] <= points[1]:  # type: ignore[operator]
            yield self._fault(
                "law.points-cross",
                f"điểm tối thiểu {points[0]} và tối đa {points[1]} ngược nhau, hoặc không lớn hơn 0",
                f"the minimum points {points[0]} and the maximum {points[1]} cross or are not above 0",
            )

    def _fault(self, code: str, vi: str, en: str) -> Fault:
        return Fault(
            code,
            f"{self.standard}: {vi}",
            f"{self.standard}: {en}",
            where=self.where,
            remedy_vi="Đối chiếu với phụ lục rồi sửa dòng này",
            remedy_en="Compare with the annex and mend this row",
        )


def level_value(standard: ClassificationStandard, cell: str) -> Decimal | None:
    """Read a level: a number, or the place of a word among the standard's; ``None`` where it is neither.

    In a standard that counts works, the word after "none" stands at one half: a work that is only planned.
    """
    if cell in standard.words:
        place = Decimal(standard.words.index(cell))
        return place if standard.kind == "words" else place / 2
    try:
        value = Decimal(cell) if standard.kind != "words" else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() and value >= 0 else None
