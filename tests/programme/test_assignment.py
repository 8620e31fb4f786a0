"""Who answers for a duty on a day: bodies that end, decisions that pass duties on, doubts kept as doubts."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dothi.base.time import NEVER, Bound, Period
from dothi.programme.assignment import BodyState, Handover, Holding, holder

START = Bound(None, date(2022, 12, 31))
OLD = BodyState("old", "Ban cán sự đảng", Period(START, Bound(date(2025, 1, 1), date(2025, 7, 1))))
NEW = BodyState("new", "Đảng ủy", Period(Bound.on(date(2025, 3, 1)), NEVER))
THIRD = BodyState("third", "Sở Xây dựng", Period(START, NEVER))
BODIES = {"old": [OLD], "new": [NEW], "third": [THIRD]}


def passed(to: str, day: date, line: str = "", source: str = "old") -> Handover:
    return Handover(source, to, line, Period(Bound.on(day)), "QĐ 1")


def ask(day: date, *handovers: Handover, key: str = "old", line: str = "l1") -> tuple[Holding, str]:
    found = holder(key, line, day, BODIES, handovers)
    return found.holding, found.body_key


def test_a_body_that_exists_answers_itself() -> None:
    assert ask(date(2024, 12, 31)) == (Holding.HELD, "old")


def test_between_the_two_days_nobody_knows() -> None:
    assert ask(date(2025, 1, 1)) == (Holding.UNKNOWN, "old")
    assert ask(date(2025, 6, 30)) == (Holding.UNKNOWN, "old")


def test_an_ended_body_leaves_the_duty_unassigned() -> None:
    assert ask(date(2025, 7, 1)) == (Holding.UNASSIGNED, "old")


def test_a_decision_passes_it_on_from_its_day() -> None:
    decision = passed("new", date(2025, 8, 1))
    assert ask(date(2025, 7, 31), decision) == (Holding.UNASSIGNED, "old")
    assert ask(date(2025, 8, 1), decision) == (Holding.HELD, "new")
    assert holder("old", "l1", date(2025, 8, 1), BODIES, [decision]).passed == (decision,)


def test_a_decision_on_one_duty_goes_before_one_on_all() -> None:
    all_, one = passed("new", date(2025, 8, 1)), passed("third", date(2025, 7, 15), "l1")
    assert ask(date(2025, 9, 1), all_, one) == (Holding.HELD, "third")
    assert ask(date(2025, 9, 1), all_, one, line="l2") == (Holding.HELD, "new")


def test_the_later_of_two_decisions_counts_and_chains_are_followed() -> None:
    first, second = passed("new", date(2025, 8, 1)), passed("third", date(2026, 1, 1))
    assert ask(date(2025, 12, 31), first, second) == (Holding.HELD, "new")
    assert ask(date(2026, 1, 1), second, first) == (Holding.HELD, "third")
    onward = passed("third", date(2026, 2, 1), source="new")
    assert ask(date(2026, 3, 1), first, onward) == (Holding.HELD, "third")


def test_a_duty_comes_back_by_a_later_decision_and_may_go_again() -> None:
    there = passed("new", date(2025, 8, 1), source="third")
    back = passed("third", date(2026, 1, 1), source="new")
    again = passed("new", date(2026, 6, 1), source="third")
    assert ask(date(2025, 12, 31), there, back, key="third") == (Holding.HELD, "new")
    for order in ((there, back), (back, there)):
        assert ask(date(2026, 1, 1), *order, key="third") == (Holding.HELD, "third")
    assert holder("third", "l1", date(2026, 1, 1), BODIES, [back, there]).passed == (there, back)
    assert ask(date(2026, 6, 1), again, there, back, key="third") == (Holding.HELD, "new")


def test_what_comes_to_a_body_later_is_not_passed_on_by_an_earlier_decision() -> None:
    earlier = passed("third", date(2025, 4, 1), source="new")
    later = passed("new", date(2025, 8, 1))
    assert ask(date(2025, 9, 1), earlier, later) == (Holding.HELD, "new")
    same_day = passed("third", date(2025, 8, 1), source="new")
    assert ask(date(2025, 9, 1), same_day, later) == (Holding.HELD, "third")


def test_one_duty_goes_before_all_on_every_step() -> None:
    one, back = passed("new", date(2025, 4, 1), "l1", "third"), passed("third", date(2025, 5, 1), "l1", "new")
    all_ = passed("new", date(2025, 6, 1), source="third")
    assert ask(date(2025, 5, 31), one, back, all_, key="third") == (Holding.HELD, "third")
    assert ask(date(2025, 6, 1), one, back, all_, key="third") == (Holding.HELD, "new")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["old", "new", "third"]),
            st.sampled_from(["old", "new", "third"]),
            st.dates(date(2025, 1, 1), date(2025, 1, 4)),
            st.sampled_from(["", "l1"]),
        ),
        max_size=9,
    )
)
def test_whatever_is_decided_the_walk_ends_and_runs_forward_in_time(
    rows: list[tuple[str, str, date, str]],
) -> None:
    decisions = [passed(to, day, line, source) for source, to, day, line in rows]
    found = holder("third", "l1", date(2025, 2, 1), BODIES, decisions)
    days = [one.period.start.latest for one in found.passed]
    assert days == sorted(days)
    assert [one.from_key for one in found.passed] == ["third", *(one.to_key for one in found.passed)][:-1]
    assert found.body_key == (found.passed[-1].to_key if found.passed else "third")


def test_a_ring_of_one_day_leaves_it_unassigned_and_a_body_to_come_is_told_apart() -> None:
    ring = [passed("new", date(2025, 8, 1)), passed("old", date(2025, 8, 1), source="new")]
    assert ask(date(2025, 9, 1), *ring) == (Holding.UNASSIGNED, "old")
    assert ask(date(2025, 9, 1), passed("third", date(2025, 8, 1), source="third"), key="third") == (
        Holding.UNASSIGNED,
        "third",
    )
    early = Handover("old", "new", "", Period(Bound.on(date(2025, 1, 15))), "QĐ 2")
    assert ask(date(2025, 2, 1), early) == (Holding.NOT_YET, "new")


def test_a_body_nobody_knows_is_unnamed() -> None:
    assert ask(date(2025, 1, 1), key="") == (Holding.UNNAMED, "")
    assert ask(date(2025, 9, 1), passed("nowhere", date(2025, 8, 1))) == (Holding.UNASSIGNED, "nowhere")
