"""Land that came under plans or lost them: by hand, in doubt on one of the days; five parts conserve."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.time import Period, Truth
from dothi.land.lacking import PlanGround, UnitGround
from dothi.land.lacking_change import Change, changes
from dothi.land.record import PlanFacts, Words

FACTS = PlanFacts(
    "qhc", "QHC A", "", "general", 10_000, 1, "1/QĐ", date(2024, 1, 2), "UBND", "ab" * 32,
    Period.between(date(2024, 1, 2)), Truth.YES, illustrative=False,
)  # fmt: skip
DOUBT = Words("chưa rõ", "not known")
UNIT = UnitGround("a", "Xã A", shapely.box(0, 0, 100, 100))


def plan(west: float, east: float, doubt: Words | None = None) -> PlanGround:
    shape = shapely.box(west, 0, east, 100)
    return PlanGround(FACTS, shape) if doubt is None else PlanGround(FACTS, shape, doubt)


def parts(one: Change) -> Any:
    return one.gained_m2, one.lost_m2, one.kept_m2, one.without_m2, one.unknown_m2


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([plan(0, 40)], [plan(20, 70)], (3_000, 2_000, 2_000, 3_000, 0)),
        ([], [plan(0, 10)], (1_000, 0, 0, 9_000, 0)),
        ([plan(0, 10)], [], (0, 1_000, 0, 9_000, 0)),
        ([], [], (0, 0, 0, 10_000, 0)),
        # In doubt before, certain after: whether it is new nobody knows.
        ([plan(0, 40, DOUBT)], [plan(0, 50)], (1_000, 0, 0, 5_000, 4_000)),
        ([plan(0, 50)], [plan(0, 40, DOUBT)], (0, 1_000, 0, 5_000, 4_000)),
        # Doubt where another plan is certain is none.
        ([plan(0, 40, DOUBT), plan(0, 40)], [plan(0, 50)], (1_000, 0, 4_000, 5_000, 0)),
    ],
)
def test_by_hand(before: list[PlanGround], after: list[PlanGround], expected: Any) -> None:
    (found,) = changes([UNIT], before, after)
    assert parts(found) == pytest.approx(expected)
    assert (found.gained.area, found.lost.area) == pytest.approx(expected[:2])


spans = st.lists(
    st.builds(
        lambda west, width, doubt: plan(west, west + width, DOUBT if doubt else None),
        st.integers(-50, 120),
        st.integers(1, 80),
        st.booleans(),
    ),
    max_size=4,
)


@given(spans, spans)
def test_five_parts_make_the_unit_and_days_exchanged_exchange_gain_and_loss(
    before: list[PlanGround], after: list[PlanGround]
) -> None:
    (there,), (back,) = changes([UNIT], before, after), changes([UNIT], after, before)
    assert sum(parts(there)) == pytest.approx(10_000)
    assert (there.gained_m2, there.lost_m2) == pytest.approx((back.lost_m2, back.gained_m2))
