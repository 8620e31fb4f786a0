"""What counts as a change of the answer about land, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.time import Bound, Period, Truth
from dothi.intake.checking.fields import Quantity
from dothi.land.changes import plan_changes
from dothi.land.limits import Limit
from dothi.land.record import (
    NONE,
    Answer,
    LevelAnswer,
    PlanAnswer,
    PlanFacts,
    Share,
    Verdict,
    Words,
    ZoneAnswer,
)

FACTS = PlanFacts(
    "do-an", "Đồ án", "", "zoning", 2000, 1, "", None, "", "ab",
    Period(Bound.on(date(2023, 1, 1))), Truth.YES, False,
)  # fmt: skip
DENSITY = Limit(Quantity.DENSITY, "most", 40.0, "matDo")
ZONE = ZoneAnswer("lop", 1, "qpk.nhom-nha-o", "O", "Ô 1", "O-1", (DENSITY,), Share(600.0))
STRIP = replace(ZONE, feature=9, sign="X-9", sliver=True)
PLAN = PlanAnswer(FACTS, Verdict.APPLIES, NONE, (ZONE,))


def answer(*plans: PlanAnswer) -> Answer:
    level = LevelAnswer("zoning", Words("Phân khu", "Zoning"), "", True, Verdict.APPLIES, NONE, plans)
    return Answer(shapely.Point(108.5, 15.6), None, None, date(2026, 1, 1), None, (level,), ())


def zoned(*zones: ZoneAnswer, **more: Any) -> PlanAnswer:
    return replace(PLAN, zones=zones, **more)


SAME = {
    "another version that says the same": replace(PLAN, facts=replace(FACTS, number=2, digest="cd")),
    "the zone has another number in its layer": zoned(replace(ZONE, feature=7, layer="khac")),
    "0.04 m² more": zoned(replace(ZONE, share=Share(600.04))),
    "a strip narrower than the drawing can tell": zoned(ZONE, STRIP),
}
OTHER = {
    "function": zoned(replace(ZONE, function="qpk.du-lich")),
    "code": zoned(replace(ZONE, code="DL")),
    "sign": zoned(replace(ZONE, sign="O-2")),
    "limit": zoned(replace(ZONE, limits=(replace(DENSITY, value=60.0),))),
    "limit in words": zoned(replace(ZONE, limits=(replace(DENSITY, value="40-60"),))),
    "0.1 m² more": zoned(replace(ZONE, share=Share(600.1))),
    "a zone more": zoned(ZONE, replace(ZONE, sign="O-2")),
    "the same zone twice": zoned(ZONE, ZONE),
    "no zone": zoned(),
    "land without a zone": replace(PLAN, unzoned=Share(5.0)),
    "not known": replace(PLAN, verdict=Verdict.UNKNOWN, reason=Words("không đọc được", "unreadable")),
}


@pytest.mark.parametrize("after", SAME.values(), ids=SAME)
def test_no_change(after: PlanAnswer) -> None:
    assert plan_changes(answer(PLAN), answer(after)) == ()


@pytest.mark.parametrize("after", OTHER.values(), ids=OTHER)
def test_a_change(after: PlanAnswer) -> None:
    (change,) = plan_changes(answer(PLAN), answer(after))
    assert (change.before, change.after) == (PLAN, after)


def test_a_plan_that_comes_and_one_that_goes() -> None:
    (come,) = plan_changes(answer(), answer(PLAN))
    assert (come.before, come.after, come.facts) == (None, PLAN, FACTS)
    (gone,) = plan_changes(answer(PLAN), answer())
    assert (gone.before, gone.after, gone.facts) == (PLAN, None, FACTS)


def test_a_plan_that_only_touches_is_none() -> None:
    touching = replace(PLAN, verdict=Verdict.NOT)
    assert plan_changes(answer(touching), answer()) == ()
    (change,) = plan_changes(answer(touching), answer(PLAN))
    assert change.before is None


PLANS = st.lists(
    st.sampled_from([PLAN, *SAME.values(), *OTHER.values()]).flatmap(
        lambda plan: st.sampled_from("ab").map(lambda key: replace(plan, facts=replace(plan.facts, key=key)))
    ),
    max_size=2,
    unique_by=lambda plan: plan.facts.key,
)


@given(PLANS, PLANS)
def test_there_and_back(one: list[PlanAnswer], other: list[PlanAnswer]) -> None:
    """Nothing changes against itself, order does not matter, and the way back has the same changes."""
    assert plan_changes(answer(*one), answer(*reversed(one))) == ()
    there = {(c.facts.key, id(c.before), id(c.after)) for c in plan_changes(answer(*one), answer(*other))}
    back = {(c.facts.key, id(c.after), id(c.before)) for c in plan_changes(answer(*other), answer(*one))}
    assert there == back
