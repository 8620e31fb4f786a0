"""Where the minimum levels of classification are lower, or a standard is left aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, choices, decimal, references
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law

REGIONS = ("red-river-southeast", "northern-mountains-highlands", "central-coast", "mekong-delta")
CHARACTERS = ("mountain", "island", "heritage", "special")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassificationRelaxation(LawRow):
    """A relaxation for towns of a region or of a character.

    ``minimum``: the minimum level of ``standards`` is ``percent`` of the ordinary one; an empty ``percent``
    is one that no source tells. ``aside``: the standards are not considered and earn their minimum points.
    ``required``: the total required is that of the column. Where a town has several, those in
    ``excludes`` do not add to this one.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "classification_relaxations", "Giảm mức tối thiểu khi phân loại", "Relaxations of classification"
    )

    classes: tuple[str, ...] = references("urban_classes")
    applies: str = choice(*REGIONS, *CHARACTERS)
    effect: str = choice("minimum", "aside", "required")
    standards: tuple[str, ...] = references("classification_standards", required=False)
    percent: Decimal | None = decimal(required=False)  # noqa: RUF009
    required: Decimal | None = decimal(required=False)  # noqa: RUF009
    excludes: tuple[str, ...] = choices(*REGIONS, *CHARACTERS, required=False)

    def examine(self, law: Law) -> Iterator[Fault]:
        """A percentage lies between 0 and 100, and only a total has no standards."""
        del law
        bad = self.percent is not None and not 0 < self.percent <= 100
        total = self.effect == "required"
        if bad or bool(self.standards) == total or (self.required is None) == total:
            yield Fault(
                "law.relaxation",
                f"«{self.code}»: percent phải trên 0, không quá 100; standards và required không cùng có",
                f"“{self.code}”: percent must be above 0, at most 100; not both standards and required",
                where=self.where,
                remedy_vi="Sửa percent, standards hoặc required",
                remedy_en="Mend percent, standards or required",
            )
