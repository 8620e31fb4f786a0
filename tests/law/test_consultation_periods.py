"""Days of consultation as article 36 and 37 of Law 47/2024/QH15 were read."""

from __future__ import annotations

from datetime import date

import pytest

from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.tables.consultation_periods import ConsultationPeriod


@pytest.mark.parametrize(
    ("code", "least", "most", "kind"),
    [
        ("plan.community", 20, 30, "calendar"),
        ("plan.agencies", 15, 15, "calendar"),
        ("task.agencies", 7, 7, "working"),
    ],
)
def test_days_since_july_2025(law: Law, code: str, least: int, most: int, kind: str) -> None:
    found = law.of(ConsultationPeriod).at(code, date(2025, 7, 1))
    assert found.row is not None
    assert (found.row.days_least, found.row.days_most, found.row.day_kind) == (least, most, kind)


def test_before_that_the_days_are_not_known_rather_than_none(law: Law) -> None:
    found = law.of(ConsultationPeriod).at("plan.community", date(2025, 6, 30))
    assert (found.truth, found.row) == (Truth.UNKNOWN, None)
    assert [row.days_least for row in found.possible] == [None]
