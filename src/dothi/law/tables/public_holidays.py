"""Days off and days worked that differ from the weekday."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from dothi.base.calendar import DayKind
from dothi.base.errors import Fault
from dothi.law.columns import choice, day
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicHoliday(LawRow):
    """One day; its code is the day and its period the day alone.

    ``in_place_of`` names the other day of a swap.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "public_holidays", "Ngày nghỉ và ngày hoán đổi", "Holidays and swapped days"
    )

    kind: str = choice(*(kind.value for kind in DayKind))
    in_place_of: date | None = day(required=False)  # noqa: RUF009

    @property
    def day(self) -> date:
        """The day itself."""
        return date.fromisoformat(self.code)

    def examine(self, law: Law) -> Iterator[Fault]:
        """The code is the day, the period that day, and its year one the calendar covers."""
        period = self.period
        start, end = period.start.exact, period.end.exact
        if start is None or end != start + timedelta(days=1) or self.code != start.isoformat():
            yield self._fault(
                "law.holiday-day",
                (
                    "Mã phải là ngày, thời hạn đúng một ngày",
                    "The code must be the day, the period that one day",
                ),
                (
                    "Ghi mã như 2025-04-30, hết hạn ngày hôm sau",
                    "Write the code as 2025-04-30, ending the next day",
                ),
            )
        elif str(start.year) not in law.tables["calendar_years"]:
            yield self._fault(
                "law.holiday-year",
                (
                    f"Năm {start.year} chưa có trong bảng calendar_years",
                    f"The table calendar_years lacks {start.year}",
                ),
                ("Thêm năm ấy vào calendar_years.csv", "Add that year to calendar_years.csv"),
            )

    def _fault(self, code: str, message: tuple[str, str], remedy: tuple[str, str]) -> Fault:
        return Fault(code, *message, where=self.where, remedy_vi=remedy[0], remedy_en=remedy[1])
