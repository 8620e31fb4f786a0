"""Time limits of procedures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, choices, reference, references, text, whole
from dothi.law.rows import LawRow, TableInfo
from dothi.law.tables.procedure_requirements import LEVELS

if TYPE_CHECKING:
    from dothi.law.law import Law

UNITS = ("working-days", "days", "months", "years")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureLimit(LawRow):
    """A time limit: ``due`` must be done within ``most``, and not before ``least``, after ``since``.

    ``since`` is a stage of the procedure or a date item, ``due`` a step or an item. No number in a confirmed
    row means that the law sets none; in an unconfirmed row, that none is known.
    """

    table: ClassVar[TableInfo] = TableInfo("procedure_limits", "Thời hạn của thủ tục", "Time limits")

    procedure: str = reference("procedures")
    since: str = text()
    due: str = text()
    least: int | None = whole(0, 1000, required=False)
    most: int | None = whole(0, 1000, required=False)
    unit: str = choice(*UNITS, required=False)
    levels: tuple[str, ...] = choices(*LEVELS, required=False)
    areas: tuple[str, ...] = references("procedure_areas", required=False)

    def examine(self, law: Law) -> Iterator[Fault]:
        """Ends are known to the procedure; a number has a unit; the least is not above the most."""
        own = [row for row in law.tables["procedure_stages"].every_row if row.procedure == self.procedure]
        steps = [row for row in law.tables["procedure_steps"].every_row if row.procedure == self.procedure]
        items = {row.code for row in law.tables["procedure_items"].every_row}
        if self.since not in {row.stage for row in own} | items:
            yield self._fault("since", self.since)
        if self.due not in {row.step for row in steps} | items:
            yield self._fault("due", self.due)
        if (self.most is None and self.least is None) != (not self.unit):
            yield self._fault("unit", self.unit)
        if self.least is not None and self.most is not None and self.least > self.most:
            yield self._fault("least", str(self.least))

    def _fault(self, column: str, value: str) -> Fault:
        return Fault(
            "law.bad-limit",
            f"Cột {column} có giá trị «{value}» không hợp với thủ tục «{self.procedure}»",
            f"The column {column} holds “{value}”, which does not fit the procedure “{self.procedure}”",
            where=self.where,
            remedy_vi="Sửa cột này theo các bảng giai đoạn, bước và nội dung",
            remedy_en="Mend it after the tables of stages, steps and items",
        )
