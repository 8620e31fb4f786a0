"""Three-valued answers and periods whose ends are known in part."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dothi.base.time import NEVER, Bound, Period, Truth, all_of, any_of

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
FIRST, LAST = date(2019, 1, 1), date(2019, 1, 12)
days = st.dates(FIRST, LAST)


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, NO, NO, YES),
        (YES, UNKNOWN, UNKNOWN, YES),
        (NO, YES, NO, YES),
        (NO, NO, NO, NO),
        (NO, UNKNOWN, NO, UNKNOWN),
        (UNKNOWN, YES, UNKNOWN, YES),
        (UNKNOWN, NO, NO, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_and_or_follow_strong_kleene_tables(one: Truth, other: Truth, both: Truth, either: Truth) -> None:
    assert (one & other) is both
    assert (one | other) is either
    assert ~(one & other) is (~one | ~other)


def test_not_leaves_unknown_alone() -> None:
    assert (~YES, ~NO, ~UNKNOWN) == (NO, YES, UNKNOWN)


@pytest.mark.parametrize("answer", list(Truth))
def test_an_answer_cannot_be_used_as_a_boolean(answer: Truth) -> None:
    with pytest.raises(TypeError, match="three-valued"):
        bool(answer)


def test_of_takes_none_for_not_known() -> None:
    assert [Truth.of(v) for v in (True, False, None)] == [YES, NO, UNKNOWN]


def test_all_of_and_any_of_nothing() -> None:
    assert all_of([]) is YES
    assert any_of([]) is NO
    assert all_of([YES, UNKNOWN, NO]) is NO
    assert any_of([NO, UNKNOWN]) is UNKNOWN


def test_a_bound_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="backwards"):
        Bound(date(2025, 1, 2), date(2025, 1, 1))


def test_a_district_merged_on_the_first_of_january_holds_until_the_day_before() -> None:
    nong_son = Period(Bound(None, date(2019, 4, 1)), Bound.on(date(2025, 1, 1)))
    assert nong_son.holds(date(2024, 12, 31)) is YES
    assert nong_son.holds(date(2025, 1, 1)) is NO
    assert nong_son.holds(date(2019, 3, 31)) is UNKNOWN
    assert nong_son.last_day == date(2024, 12, 31)


def test_a_commune_that_ended_on_an_unknown_day_is_unknown_in_between() -> None:
    gone = Period(Bound(None, date(2019, 4, 1)), Bound(date(2019, 4, 2), date(2025, 3, 1)))
    assert [gone.holds(d) for d in (date(2019, 4, 1), date(2022, 1, 1), date(2025, 3, 1))] == [
        YES,
        UNKNOWN,
        NO,
    ]
    assert gone.last_day is None


def test_what_has_no_end_never_ends() -> None:
    period = Period.between(date(2026, 1, 1))
    assert period.end == NEVER
    assert period.holds(date.max - timedelta(days=1)) is YES
    assert period.last_day is None


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (Bound.on(date(2025, 1, 1)), Bound.on(date(2025, 1, 1))),
        (Bound.on(date(2025, 1, 2)), Bound.on(date(2025, 1, 1))),
        (Bound(date(2025, 1, 1), date(2025, 2, 1)), Bound(date(2024, 1, 1), date(2025, 1, 1))),
        (Bound(date(2025, 1, 1), None), Bound(None, date(2025, 1, 1))),
        (Bound(None, date(2025, 1, 1)), Bound.on(date.min)),
    ],
)
def test_a_period_that_can_have_no_day_is_refused(start: Bound, end: Bound) -> None:
    with pytest.raises(ValueError, match="no day"):
        Period(start, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (Bound(None, date(2022, 12, 31)), Bound(date(2020, 1, 1), date(2025, 1, 1))),
        (Bound(date(2020, 1, 1), date(2024, 1, 1)), Bound(date(2022, 1, 1), date(2025, 1, 1))),
        (Bound(date(2020, 1, 1), date(2024, 1, 1)), Bound(date(2020, 1, 1), date(2020, 1, 2))),
        (Bound(), Bound()),
        (Bound(None, date(2022, 12, 31)), Bound(date(2020, 1, 1), None)),
    ],
)
def test_uncertain_ends_may_overlap(start: Bound, end: Bound) -> None:
    assert Period(start, end).holds(date(2020, 1, 1)) is not None


def test_between_refuses_an_empty_period() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period.between(date(2025, 1, 1), date(2025, 1, 1))


@st.composite
def bounds(draw: st.DrawFn) -> Bound:
    low, high = sorted((draw(days), draw(days)))
    return Bound(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])))


def realisations(period: Period) -> list[tuple[date, date]]:
    """Every pair of true ends that the bounds allow, within a window that reaches past them."""
    span = [FIRST - timedelta(days=2) + timedelta(days=i) for i in range(18)]
    starts = [d for d in span if (period.start.earliest or d) <= d <= (period.start.latest or d)]
    ends = [d for d in span if (period.end.earliest or d) <= d <= (period.end.latest or d)]
    return [(s, e) for s, e in itertools.product(starts, ends) if s < e]


@given(bounds(), bounds(), days)
def test_holds_never_contradicts_any_true_ends(start: Bound, end: Bound, day: date) -> None:
    try:
        period = Period(start, end)
    except ValueError:
        assert start.earliest is not None
        assert end.latest is not None
        assert start.earliest >= end.latest
        return
    outcomes = {s <= day < e for s, e in realisations(period)}
    assume(outcomes)
    if period.holds(day) is YES:
        assert outcomes == {True}
    elif period.holds(day) is NO:
        assert outcomes == {False}


@given(bounds(), bounds(), bounds(), bounds())
def test_overlaps_never_contradicts_any_true_ends(s1: Bound, e1: Bound, s2: Bound, e2: Bound) -> None:
    try:
        one, other = Period(s1, e1), Period(s2, e2)
    except ValueError:
        assume(False)
    answer = one.overlaps(other)
    assert answer is other.overlaps(one)
    pairs = itertools.product(realisations(one)[:60], realisations(other)[:60])
    outcomes = {max(a, c) < min(b, d) for (a, b), (c, d) in pairs}
    assume(outcomes)
    if answer is YES:
        assert outcomes == {True}
    elif answer is NO:
        assert outcomes == {False}


def test_a_predecessor_and_its_successor_do_not_overlap() -> None:
    old = Period.between(date(2016, 5, 25), date(2023, 1, 1))
    new = Period.between(date(2023, 1, 1), date(2026, 1, 1))
    assert old.overlaps(new) is NO
    assert old.overlaps(Period.between(date(2022, 12, 31))) is YES
    assert Period(Bound.on(date(2000, 1, 1)), Bound()).overlaps(new) is UNKNOWN
