"""Sources that tell of one standard: the latest counts, disagreement is an interval, nothing is lost."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.towns.evidence import weigh
from dothi.towns.values import UNKNOWN, Value


def told(low: int, high: int | None, source: str, day: date | None = None) -> Value:
    return Value(Fraction(low), None if high is None else Fraction(high), source, day)


def test_nothing_told_is_unknown_and_one_source_is_taken() -> None:
    assert weigh([]).used is UNKNOWN
    assert weigh([UNKNOWN]).told == ()
    one = told(60, 60, "A", date(2025, 1, 1))
    assert (weigh([one, one]).used, weigh([one]).others) == (one, ())


def test_the_latest_day_counts_and_an_open_bound_stays_open() -> None:
    old, new = told(60, 60, "A", date(2024, 1, 1)), told(70, 70, "B", date(2025, 1, 1))
    assert weigh([old, new]).used == new
    assert weigh([old, new]).others == (old,)
    found = weigh([new, told(65, None, "C", date(2025, 1, 1))])
    assert (found.differ, found.used.span, found.used.source) == (True, (65, None), "B; C")
    assert len(found.others) == 2
    assert not weigh([new, told(70, 70, "C", date(2025, 1, 1))]).differ


_values = st.builds(
    lambda low, more, source, day: told(low, low + more, source, date(2020 + day, 1, 1)),
    st.integers(0, 100),
    st.integers(0, 20),
    st.sampled_from("ABC"),
    st.integers(0, 2),
)


@settings(max_examples=60)
@given(st.lists(_values, min_size=1, max_size=5))
def test_what_counts_holds_every_source_of_its_day_and_order_does_not_matter(values: list[Value]) -> None:
    found = weigh(values)
    latest = [value for value in values if value.day == found.used.day and not value.unknown]
    assert all(found.used.low <= value.low for value in latest)
    assert all(value.high is not None and found.used.high >= value.high for value in latest)  # type: ignore[operator]
    assert weigh(reversed(values)).used.span == found.used.span
    assert set(found.told) == {value for value in values if not value.unknown}
