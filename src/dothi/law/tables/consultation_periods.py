"""How long opinions on a plan or on its task are to be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, whole
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationPeriod(LawRow):
    """The days in which ``asked`` are heard on a ``stage`` of a plan; the code is ``stage.asked``.

    A law that names one number of days has it in both columns. ``days_least`` is empty where no text on
    record tells it: the period can then not be checked, which is not to say that any would do.
    ``early_end`` is ``yes`` where the period may end once all opinions are in.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "consultation_periods", "Thời hạn lấy ý kiến", "Consultation periods"
    )

    stage: str = choice("task", "plan")
    asked: str = choice("community", "agencies")
    days_least: int | None = whole(1, 365, required=False)
    days_most: int | None = whole(1, 365, required=False)
    day_kind: str = choice("calendar", "working", required=False)
    early_end: str = choice("yes", "no", required=False)

    def examine(self, law: Law) -> Iterator[Fault]:
        """The code tells stage and who is asked, and the least is not above the most."""
        del law
        if self.code != f"{self.stage}.{self.asked}":
            yield self._fault("code", f"{self.stage}.{self.asked}")
        if self.days_least is not None and self.days_most is not None and self.days_least > self.days_most:
            yield self._fault("days_least", f"≤ {self.days_most}")

    def _fault(self, column: str, wanted: str) -> Fault:
        return Fault(
            "law.bad-limits",
            f"Cột {column} phải là {wanted}",
            f"The column {column} has to be {wanted}",
            where=self.where,
            remedy_vi=f"Sửa {column}",
            remedy_en=f"Mend {column}",
        )
