"""Standards of urban classification: what is measured, in which unit, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, decimal, names, reference, references, text
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law

KINDS = ("number", "count", "steps", "words")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassificationStandard(LawRow):
    """A standard; levels and points of each class are in ``classification_levels``.

    ``words`` are the law's words for levels, lowest first, the first one meaning none. ``least`` and ``most``
    are plausible limits set by the project to catch slips; they are no norm.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "classification_standards", "Tiêu chuẩn phân loại đô thị", "Classification standards"
    )
    code_pattern: ClassVar[re.Pattern[str]] = re.compile(r"[A-Z0-9][A-Za-z0-9.-]*")

    groups: tuple[str, ...] = references("classification_groups")
    subgroup: str = text(required=False)
    unit: str = reference("units_of_measure")
    kind: str = choice(*KINDS)
    words: tuple[str, ...] = names()
    least: Decimal | None = decimal(required=False)  # noqa: RUF009
    most: Decimal | None = decimal(required=False)  # noqa: RUF009

    def examine(self, law: Law) -> Iterator[Fault]:
        """A standard measured by words has words, and the limits do not cross."""
        del law
        crossed = self.least is not None and self.most is not None and self.least >= self.most
        if crossed or (self.kind == "words" and len(self.words) < 2):
            yield Fault(
                "law.standard-kind",
                f"Tiêu chuẩn «{self.code}»: thiếu từ của các mức, hoặc giới hạn least, most ngược nhau",
                f"Standard “{self.code}”: words of its levels are missing, or least and most cross",
                where=self.where,
                remedy_vi="Ghi các từ theo thứ tự tăng, ngăn bằng |; sửa least, most",
                remedy_en="Write the words in rising order separated by |; mend least and most",
            )
