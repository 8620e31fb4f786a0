"""Working tolerances of the checks of a plan, by map scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import whole
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTolerance(LawRow):
    """Tolerances for plans drawn at 1/``scale`` and finer than the next row. They are the project's, no norm.

    Lengths are millimetres on the ground. ``coincidence_mm``: places no farther apart are one place.
    ``sliver_mm``: a strip that is nowhere wider is a sliver. ``spike_mm``: base of a spike, which is at least
    ``spike_ratio`` times as long. ``curve_mm``: how far a chord may lie from the curve it stands for.
    ``area_permille``: share of the measured area by which a stated area may differ.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "check_tolerances", "Dung sai kiểm tra theo tỷ lệ bản đồ", "Check tolerances by map scale"
    )

    scale: int = whole(1, 1_000_000)
    coincidence_mm: int = whole(1, 1000)
    sliver_mm: int = whole(1, 100_000)
    spike_mm: int = whole(1, 100_000)
    spike_ratio: int = whole(2, 1000)
    curve_mm: int = whole(1, 100_000)
    area_permille: int = whole(0, 1000)

    def examine(self, law: Law) -> Iterator[Fault]:
        """A sliver is wider than a coincidence, or no strip could ever be called one."""
        del law
        if self.sliver_mm <= self.coincidence_mm:
            yield Fault(
                "law.bad-limits",
                f"sliver_mm {self.sliver_mm} không lớn hơn coincidence_mm {self.coincidence_mm}",
                f"sliver_mm {self.sliver_mm} is not above coincidence_mm {self.coincidence_mm}",
                where=self.where,
                remedy_vi="Sửa sliver_mm hoặc coincidence_mm",
                remedy_en="Mend sliver_mm or coincidence_mm",
            )
