"""Figures and days as Vietnamese and English readers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dothi.base.time import Bound, Period
from dothi.portal.formats import show_day, show_moment, show_number, show_percent, show_period


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (1495812, None, "1.495.812", "1,495,812"),
        (Decimal("25.3800"), None, "25,38", "25.38"),
        (Decimal("25.35"), 1, "25,4", "25.4"),
        (Decimal("126686.000000"), None, "126.686", "126,686"),
        (Decimal("1E+3"), None, "1.000", "1,000"),
        (0.1, None, "0,1", "0.1"),
        (0, None, "0", "0"),
        (Decimal("-1234.5"), None, "-1.234,5", "-1,234.5"),
    ],
)
def test_numbers(value, decimals, vi, en):
    assert show_number(value, decimals) == vi
    assert show_number(value, decimals, "en") == en


def test_percent_keeps_its_sign_on_the_line():
    assert show_percent(Decimal("25.38")) == "25,4\u00a0%"
    assert show_percent(Decimal("25.38"), language="en") == "25.4%"


def test_days():
    assert show_day(date(2025, 6, 30)) == "30/6/2025"
    assert show_day(date(2025, 6, 30), "en") == "30 June 2025"


def test_a_moment_is_shown_in_the_offices_time():
    late = datetime(2025, 6, 30, 18, 5, tzinfo=UTC)
    assert show_moment(late) == "01:05, 1/7/2025"
    assert show_day(late) == "1/7/2025"


def test_period_opens_with_a_capital():
    period = Period(Bound(None, date(2019, 4, 1)), Bound.on(date(2025, 7, 1)))
    assert show_period(period) == "Từ 1/4/2019 hoặc sớm hơn đến hết 30/6/2025"
    assert show_period(period, "en").startswith("From 1 April 2019")
