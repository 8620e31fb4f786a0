"""Years whose holidays and swapped days are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.base.time import Period
from dothi.law.columns import choices
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear(LawRow):
    """A covered year; its code is the year. ``rest_weekdays`` are its weekly rest days."""

    table: ClassVar[TableInfo] = TableInfo(
        "calendar_years", "Năm có lịch làm việc", "Years of the work calendar"
    )

    rest_weekdays: tuple[str, ...] = choices(*WEEKDAYS)

    def examine(self, law: Law) -> Iterator[Fault]:
        """The code is a year and the period that year."""
        del law
        year = int(self.code) if self.code.isdecimal() and 1900 <= int(self.code) <= 2999 else None
        if year is None or self.period != Period.between(date(year, 1, 1), date(year + 1, 1, 1)):
            yield Fault(
                "law.calendar-year",
                f"Mã «{self.code}» phải là năm, thời hạn đúng năm ấy",
                f"The code “{self.code}” must be a year, the period that year",
                where=self.where,
                remedy_vi="Ghi như 2027, từ 2027-01-01 đến 2028-01-01",
                remedy_en="Write it as 2027, from 2027-01-01 to 2028-01-01",
            )
