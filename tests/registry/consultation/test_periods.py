"""Periods against the law: enough, too short by a day, not known, backwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dothi.base.errors import InputError
from dothi.registry.consultation.periods import check_period, rule_for

OPENS = date(2026, 3, 2)


def test_twenty_days_after_the_day_of_opening_are_enough() -> None:
    rule = check_period("plan", OPENS, date(2026, 3, 22))
    assert (rule.least, rule.most, rule.basis) == (20, 30, "Luật 47/2024/QH15, Điều 37 khoản 6, khoản 7")


@pytest.mark.parametrize("kind", ["plan", "case"])
def test_nineteen_are_refused_with_the_article(kind: str) -> None:
    with pytest.raises(InputError, match=r"19 ngày.*ít nhất 20 ngày \(Luật 47/2024/QH15, Điều 37") as refused:
        check_period(kind, OPENS, date(2026, 3, 21))
    assert refused.value.code == "consultation.too-short"


@pytest.mark.parametrize(
    ("kind", "opens"), [("programme", OPENS), ("regulation", OPENS), ("plan", date(2025, 6, 30))]
)
def test_where_no_text_tells_any_period_is_taken_and_nothing_is_claimed(kind: str, opens: date) -> None:
    rule = check_period(kind, opens, opens + timedelta(days=1))
    assert (rule.least, rule.basis) == (None, "")


def test_the_law_is_that_of_the_day_of_opening() -> None:
    assert rule_for("plan", date(2025, 7, 1)).least == 20
    assert rule_for("plan", date(2025, 6, 30)).least is None


def test_backwards() -> None:
    with pytest.raises(InputError) as refused:
        check_period("programme", OPENS, OPENS - timedelta(days=1))
    assert refused.value.code == "consultation.backwards"
