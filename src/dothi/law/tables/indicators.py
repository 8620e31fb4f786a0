"""Indicators: what a figure is a figure of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, decimal, reference, whole
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(LawRow):
    """An indicator, its written ``unit`` and the ``decimals`` shown and kept.

    ``minimum`` and ``maximum`` are limits of the plausible set by the project to catch slips of the pen;
    they are no norm. ``combines`` says whether the figures of parts add up to the figure of the whole
    (``sum``), or not (``none``: a ratio is computed again from its parts).
    """

    table: ClassVar[TableInfo] = TableInfo("indicators", "Chỉ tiêu số liệu", "Indicators")

    unit: str = reference("units_of_measure")
    decimals: int = whole(0, 6)
    minimum: Decimal | None = decimal(required=False)  # noqa: RUF009
    maximum: Decimal | None = decimal(required=False)  # noqa: RUF009
    combines: str = choice("sum", "none")

    def examine(self, law: Law) -> Iterator[Fault]:
        """The limits stand in order."""
        del law
        if self.minimum is not None and self.maximum is not None and self.minimum >= self.maximum:
            yield Fault(
                "law.bad-limits",
                f"Giới hạn nhỏ nhất {self.minimum} không nhỏ hơn giới hạn lớn nhất {self.maximum}",
                f"The minimum {self.minimum} is not below the maximum {self.maximum}",
                where=self.where,
                remedy_vi="Sửa minimum và maximum",
                remedy_en="Mend minimum and maximum",
            )
