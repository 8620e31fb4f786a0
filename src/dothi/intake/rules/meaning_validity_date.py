"""Days of validity that cannot be used: text that is no day, and periods that end before they begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import numpy as np

from dothi.base.dates import format_date
from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.rings import Ints
from dothi.intake.checking.rule import EXACT, Rule
from dothi.intake.checking.standing import Days, validity_of
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import Severity


def run(subject: Subject) -> Iterator[Batch]:
    """One finding for each value that is no day, and for each feature whose last day is before its first."""
    first, last = validity_of(subject.frame)
    for days in (first, last):
        rows = np.flatnonzero(days.unread)
        if len(rows):
            yield _unread(subject, days, rows)
    rows = np.flatnonzero(first.days > last.days)
    if len(rows):
        yield _backwards(subject, first, last, rows)


def _unread(subject: Subject, days: Days, rows: Ints) -> Batch:
    values = subject.frame[days.column]

    def words(row: int) -> Words:
        shown = str(values.iloc[rows[row]]).strip()[:40]
        return Words(
            f"«{shown}» không đọc được thành ngày; đối tượng được xét như không ghi ngày này",
            f"“{shown}” is not read as a day; the feature is checked as if this day were not told",
            "Ghi ngày/tháng/năm, ví dụ 30/6/2025",
            "Write day/month/year, as in 30/6/2025, or 2025-06-30",
        )

    return _batch(subject, rows, days.column, words)


def _backwards(subject: Subject, first: Days, last: Days, rows: Ints) -> Batch:
    def words(row: int) -> Words:
        at = rows[row]
        start, end = (format_date(date.fromordinal(int(days.days[at]))) for days in (first, last))
        return Words(
            f"Hiệu lực từ {start} nhưng đến {end}: không có ngày nào đối tượng có hiệu lực",
            f"Valid from {start} but to {end}: there is no day on which the feature holds",
            f"Sửa {first.column} hoặc {last.column}",
            f"Correct {first.column} or {last.column}",
        )

    return _batch(subject, rows, last.column, words)


def _batch(subject: Subject, rows: Ints, column: str, words: Callable[[int], Words]) -> Batch:
    batch = Batch(
        code=RULE.code,
        severity=RULE.severity,
        layer=subject.name,
        ids=subject.ids[rows],
        words=words,
        crs=subject.crs,
        geometry=subject.shapes[rows],
        column=column,
    )
    return in_order(batch, subject.rank[rows])


RULE = Rule(
    code="meaning.validity-date",
    severity=Severity.WARNING,
    title_vi="Ngày hiệu lực không dùng được",
    title_en="Day of validity that cannot be used",
    basis="quy ước kiểm tra của dothi",
    tolerance=EXACT,
    on_layer=run,
)
