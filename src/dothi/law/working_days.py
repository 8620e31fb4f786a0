"""The work calendar of the law's own holiday tables."""

from __future__ import annotations

from dothi.base.calendar import DayKind, WorkCalendar
from dothi.base.errors import Fault, InputError
from dothi.law.law import Law
from dothi.law.tables.calendar_years import WEEKDAYS, CalendarYear
from dothi.law.tables.public_holidays import PublicHoliday


def work_calendar(law: Law) -> WorkCalendar:
    """Build the calendar from confirmed rows; years of unlike weekly rest are refused (``law.rest-days``).

    Its confidence is that of the rows: where they are secondary, a deadline counted by it is to be
    confirmed with the office that set it.
    """
    years = law.of(CalendarYear).confirmed
    rests = {tuple(sorted(row.rest_weekdays, key=WEEKDAYS.index)) for row in years}
    if len(rests) > 1:
        odd = years[-1]
        raise InputError(
            Fault(
                "law.rest-days",
                "Các năm có ngày nghỉ hằng tuần khác nhau",
                "The years have different weekly rest days",
                where=odd.where,
                remedy_vi="Ghi cùng một rest_weekdays cho mọi năm",
                remedy_en="Write the same rest_weekdays for every year",
            )
        )
    rest = rests.pop() if rests else ("sat", "sun")
    days = [(row.day, DayKind(row.kind)) for row in law.of(PublicHoliday).confirmed]
    return WorkCalendar.from_rows(
        [int(row.code) for row in years], days, [WEEKDAYS.index(day) for day in rest]
    )
