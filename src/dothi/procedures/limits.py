"""Which time limit runs, and on which day it ends.

A limit is that of the law of the day on which its clock began; a law that changes later does not touch it.
Days are counted from the day after. Calendar days, months and years end where the calendar says, on a day off
too: no text read so far moves them to a working day. A month or year that has no such day ends on its last.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from dothi.base.calendar import WorkCalendar
from dothi.base.errors import Fault, InputError
from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.tables.procedure_limits import ProcedureLimit
from dothi.procedures.subject import Subject, speaks_of

SAYS_NOTHING = ("Chưa có dữ liệu về thời hạn này", "No data on this time limit")
UNTOLD = (
    "Chưa rõ cấp hoặc phạm vi của hồ sơ nên chưa biết thời hạn nào áp dụng",
    "The level or area of the case is not told, so it is not known which limit applies",
)
UNCONFIRMED = ("Văn bản về thời hạn này chưa tra được", "The text on this limit was not found")
NONE_SET = ("Luật không đặt số ngày", "The law sets no number of days")
PERHAPS = (
    "Tính theo văn bản đã đọc; văn bản ấy có thể đã được sửa đổi",
    "Counted by the text as read; it may have been amended since",
)
SEVERAL = ("Có nhiều thời hạn cùng áp dụng, cần xem lại", "Several limits apply at once; to be looked at")


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due. ``earliest`` is the first day on which it may be done, ``latest`` the last.

    ``truth``: YES, a confirmed limit gives the days; NO, the law sets none; UNKNOWN, none is known, or it is
    not sure that the one counted by still holds (then ``latest`` is given with ``why``).
    """

    truth: Truth
    began: date
    row: ProcedureLimit | None = None
    earliest: date | None = None
    latest: date | None = None
    why: tuple[str, str] = ("", "")

    def late_on(self, day: date) -> Truth:
        """Say whether ``day`` is past the last day."""
        if self.truth is Truth.NO:
            return Truth.NO
        if self.latest is None or self.truth is Truth.UNKNOWN:
            return Truth.UNKNOWN
        return Truth.of(day > self.latest)


def limit(
    law: Law, subject: Subject, since: str, due: str, *, began: date
) -> tuple[Truth, ProcedureLimit | None]:
    """Find the row that holds on the day the clock ``began``, with how sure that is.

    A doubtful row is given where it is alone. What no row speaks of is UNKNOWN, never NO.
    """
    found: list[tuple[ProcedureLimit, Truth]] = []
    for row, holds in law.of(ProcedureLimit).including_unconfirmed(began):
        if (row.procedure, row.since, row.due) != (subject.procedure, since, due):
            continue
        meant = speaks_of(row, subject)
        if meant is not Truth.NO:
            found.append((row, holds & meant))
    certain = [row for row, truth in found if truth is Truth.YES]
    if len(certain) == 1:
        return Truth.YES, certain[0]
    rows = [row for row, _ in found]
    return Truth.UNKNOWN, rows[0] if len(rows) == 1 else None


def due_of(law: Law, work: WorkCalendar, subject: Subject, since: str, due: str, *, began: date) -> Due:
    """Count when ``due`` is due after ``since``, which was on ``began``."""
    truth, row = limit(law, subject, since, due, began=began)
    if row is None:
        return Due(Truth.UNKNOWN, began, why=_reason(law, subject, since, due, began))
    if not row.confidence.confirmed:
        return Due(Truth.UNKNOWN, began, row, why=UNCONFIRMED)
    if row.most is None and row.least is None:
        return Due(Truth.NO if truth is Truth.YES else Truth.UNKNOWN, began, row, why=NONE_SET)
    if speaks_of(row, subject) is not Truth.YES:
        return Due(Truth.UNKNOWN, began, row, why=UNTOLD)
    try:
        earliest = None if row.least is None else counted(work, began, row.least, row.unit)
        latest = None if row.most is None else counted(work, began, row.most, row.unit)
    except InputError as error:
        fault: Fault = error.faults[0]
        return Due(Truth.UNKNOWN, began, row, why=(fault.vi, fault.en))
    return Due(truth, began, row, earliest, latest, ("", "") if truth is Truth.YES else PERHAPS)


def counted(work: WorkCalendar, began: date, number: int, unit: str) -> date:
    """Give the last day of ``number`` units after ``began``.

    Raises :class:`InputError` (``calendar.year-not-covered``) where working days of an unknown year count.
    """
    if unit == "working-days":
        return work.add_working_days(began, number) if number else began
    if unit == "days":
        return began + timedelta(days=number)
    return _months_later(began, number * (12 if unit == "years" else 1))


def left(work: WorkCalendar, due: Due, day: date) -> int | None:
    """Count the days left in the limit's own days, below zero when late; ``None`` where that is not known."""
    if due.latest is None or due.row is None:
        return None
    if due.row.unit != "working-days":
        return (due.latest - day).days
    try:
        if day <= due.latest:
            return work.working_days_between(day, due.latest)
        return -work.working_days_between(due.latest, day)
    except InputError:
        return None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _reason(law: Law, subject: Subject, since: str, due: str, began: date) -> tuple[str, str]:
    rows = [
        (row, truth & speaks_of(row, subject), speaks_of(row, subject))
        for row, truth in law.of(ProcedureLimit).including_unconfirmed(began)
        if (row.procedure, row.since, row.due) == (subject.procedure, since, due)
    ]
    if sum(truth is Truth.YES for _, truth, _ in rows) > 1:
        return SEVERAL
    if any(row.confidence.confirmed and meant is Truth.UNKNOWN for row, _, meant in rows):
        return UNTOLD
    return UNCONFIRMED if any(meant is not Truth.NO for _, _, meant in rows) else SAYS_NOTHING
