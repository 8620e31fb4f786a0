"""Dates day first, periods in words."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.dates import format_date, format_period, parse_date
from dothi.base.errors import InputError
from dothi.base.time import NEVER, Bound, Period


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30/6/2025", date(2025, 6, 30)),
        ("01/07/2025", date(2025, 7, 1)),
        ("1-7-2025", date(2025, 7, 1)),
        ("1.7.2025", date(2025, 7, 1)),
        ("2025-06-30", date(2025, 6, 30)),
        (" 29/2/2024 ", date(2024, 2, 29)),
        ("6/7/2025", date(2025, 7, 6)),
    ],
)
def test_parse_date(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date.empty"),
        ("30/6/25", "date.short-year"),
        ("6/30/2025", "date.month-first"),
        ("29/2/2025", "date.impossible"),
        ("31/4/2025", "date.impossible"),
        ("2025-13-01", "date.impossible"),
        ("0/0/2025", "date.impossible"),
        ("1/1/0000", "date.impossible"),
        ("1/7-2025", "date.unreadable"),
        ("2025/06/30", "date.unreadable"),
        ("hôm nay", "date.unreadable"),
        ("45838", "date.unreadable"),
        ("١/٧/٢٠٢٥", "date.unreadable"),
        ("9" * 1_000_000, "date.unreadable"),
    ],
)
def test_bad_dates_are_refused_in_both_languages(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_date(text)
    fault = caught.value.faults[0]
    assert fault.code == code
    assert fault.vi != fault.en
    assert "30/6/2025" in fault.remedy_vi
    assert len(fault.sentence("en")) < 200


@given(st.dates())
def test_dates_read_back_in_both_spellings(day: date) -> None:
    assert parse_date(format_date(day)) == parse_date(day.isoformat()) == day


@pytest.mark.slow
@given(st.text(max_size=20))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with suppress(InputError):
        assert format_date(parse_date(text)).count("/") == 2


def test_a_moment_is_no_date() -> None:
    with pytest.raises(TypeError, match="time zone"):
        format_date(datetime(2025, 6, 30, 23, tzinfo=UTC))


EXACT = Bound.on(date(2025, 7, 1))


@pytest.mark.parametrize(
    ("period", "vi", "en"),
    [
        (Period(EXACT), "từ 1/7/2025", "from 1/7/2025"),
        (
            Period.between(date(2016, 5, 25), date(2023, 1, 1)),
            "từ 25/5/2016 đến hết 31/12/2022",
            "from 25/5/2016 to the end of 31/12/2022",
        ),
        (
            Period(Bound(None, date(2022, 12, 31)), Bound(date(2025, 1, 1), date(2025, 7, 1))),
            "từ 31/12/2022 hoặc sớm hơn đến một ngày trong khoảng 31/12/2024–30/6/2025",
            "from 31/12/2022 or earlier to a day between 31/12/2024 and 30/6/2025",
        ),
        (
            Period(Bound(date(2026, 1, 1), None), Bound(date(2026, 11, 22), None)),
            "từ 1/1/2026 hoặc muộn hơn ít nhất đến 21/11/2026",
            "from 1/1/2026 or later at least to 21/11/2026",
        ),
        (
            Period(Bound(date(2026, 1, 1), date(2026, 3, 1)), Bound(date(2026, 5, 1), date.max)),
            "từ một ngày trong khoảng 1/1/2026–1/3/2026 ít nhất đến 30/4/2026",
            "from a day between 1/1/2026 and 1/3/2026 at least to 30/4/2026",
        ),
        (Period(Bound(), NEVER), "từ ngày chưa rõ", "from a day not known"),
        (Period(EXACT, Bound()), "từ 1/7/2025 đến ngày chưa rõ", "from 1/7/2025 to a day not known"),
        (
            Period(EXACT, Bound(None, date(2026, 1, 1))),
            "từ 1/7/2025 đến 31/12/2025 hoặc sớm hơn",
            "from 1/7/2025 to 31/12/2025 or earlier",
        ),
    ],
)
def test_a_period_in_words_says_every_doubt(period: Period, vi: str, en: str) -> None:
    assert format_period(period) == vi
    assert format_period(period, "en") == en
