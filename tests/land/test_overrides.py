"""What people conclude: it stands on its ground, beside what was computed, also once it is withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import ModuleType
from typing import Any

import pytest
import shapely

from dothi.intake.georeference.carry import WGS84, carrier
from dothi.land.answer_data import answer_data
from dothi.land.extract_changes import Standing, compare
from dothi.land.overrides import Conclusion, overrides_on, settled
from dothi.land.piece import Piece
from dothi.land.plans import Level, level_answer
from dothi.land.record import Computed, LevelAnswer, Override, Verdict, Words
from dothi.land.themes import theme_answer

SAID = Override(
    7, Verdict.NOT, "Bản vẽ in nhầm", "12/KL-SXD", "Giám đốc Sở Xây dựng", date(2026, 3, 2), date(2026, 3, 4)
)


@pytest.fixture(scope="session")
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("land")


def conclusion(w: Any, shape: Any, *, about: str = "plan:qhc", said: Override = SAID) -> Conclusion:
    kind, key, *version = about.split(":")
    covers = shapely.transform(shape, carrier(w.ZONE, WGS84))
    return Conclusion(kind, key, int(version[0]) if version else None, covers, said)


def general(
    w: Any, land: Piece, *rows: Conclusion, level: Level | None = None, plans: Any = None
) -> LevelAnswer:
    plans = [w.PLAN] if plans is None else plans
    return level_answer(land, level or w.GENERAL, plans, said=overrides_on(land, rows))


def test_it_stands_for_land_that_lies_wholly_on_its_ground(w: ModuleType) -> None:
    land = w.area(0, 0, 100, 10)
    (plan,) = general(w, land, conclusion(w, w.box(0, 0, 100, 10))).plans
    assert (plan.verdict, plan.computed) == (Verdict.NOT, Computed(Verdict.APPLIES, Words("", "")))
    assert plan.reason.vi == "Giám đốc Sở Xây dựng kết luận ngày 2/3/2026 theo 12/KL-SXD: Bản vẽ in nhầm"
    (said,) = plan.overrides
    assert (said.whole, said.counts, said.share.m2) == (True, True, pytest.approx(1000, abs=0.1))
    assert plan.zones  # what was computed is still told


def test_of_a_part_it_is_said_and_changes_nothing(w: ModuleType) -> None:
    """100 m x 10 m, the ground ends 2 cm before the land does."""
    (plan,) = general(w, w.area(0, 0, 100, 10), conclusion(w, w.box(0, 0, 99.98, 10))).plans
    assert (plan.verdict, plan.computed) == (Verdict.APPLIES, None)
    (said,) = plan.overrides
    assert (said.whole, said.counts) == (False, False)
    assert said.share.of_measured == pytest.approx(0.9998, abs=2e-5)


def test_elsewhere_it_is_not_said(w: ModuleType) -> None:
    (plan,) = general(w, w.area(0, 0, 100, 10), conclusion(w, w.box(100, 0, 100, 10))).plans
    assert plan.overrides == ()


@pytest.mark.parametrize(("x", "counts"), [(99, True), (101, False)])
def test_a_point(w: ModuleType, x: float, counts: bool) -> None:
    (plan,) = general(w, w.point(x, 5), conclusion(w, w.box(0, 0, 100, 10))).plans
    assert (plan.verdict is Verdict.NOT, bool(plan.overrides)) == (counts, counts)


@pytest.mark.parametrize(("version", "stands"), [("", True), (":1", True), (":2", False)])
def test_of_a_version(w: ModuleType, version: str, stands: bool) -> None:
    (plan,) = general(
        w, w.area(0, 0, 100, 10), conclusion(w, w.box(0, 0, 100, 10), about=f"plan:qhc{version}")
    ).plans
    assert (plan.computed is not None) == stands


def test_a_plan_set_aside_leaves_its_level_not_known_unless_somebody_answers_for_it(w: ModuleType) -> None:
    land, row = w.area(0, 0, 100, 10), conclusion(w, w.box(0, 0, 100, 10))
    level = general(w, land, row)
    assert (level.verdict, level.uncovered) == (Verdict.UNKNOWN, None)
    assert "được kết luận là không áp dụng" in level.reason.vi
    complete = replace(w.GENERAL, complete=Words("Sở xác nhận đủ", "complete"))
    assert general(w, land, row, level=complete).verdict is Verdict.NOT


def test_a_plan_that_cannot_be_read_may_be_concluded_on(w: ModuleType) -> None:
    says = conclusion(w, w.box(0, 0, 100, 10), said=replace(SAID, verdict=Verdict.APPLIES))
    level = general(w, w.area(0, 0, 100, 10), says, plans=[w.unreadable(w.PLAN)])
    (plan,) = level.plans
    assert (level.verdict, plan.verdict, plan.unread) == (Verdict.APPLIES, Verdict.APPLIES, True)
    assert plan.computed is not None
    assert (plan.computed.verdict, "Kho không tới được" in plan.computed.reason.vi) == (Verdict.UNKNOWN, True)
    assert level.uncovered is None  # its land is not known


def test_a_plan_whose_drawing_lies_elsewhere_may_be_concluded_on(w: ModuleType) -> None:
    here = w.box(5_000, 0, 10, 10)
    says = conclusion(w, here, said=replace(SAID, verdict=Verdict.APPLIES))
    (plan,) = general(w, w.area(5_000, 0, 10, 10), says).plans
    assert (plan.verdict, plan.zones) == (Verdict.APPLIES, ())
    assert plan.computed is not None
    assert "không tới nơi này" in plan.computed.reason.vi


def test_a_level_and_a_theme(w: ModuleType) -> None:
    land, ground = w.area(0, 0, 100, 10), w.box(0, 0, 100, 10)
    level = general(w, land, conclusion(w, ground, about="level:general"))
    assert (level.verdict, level.computed, level.plans[0].verdict) == (
        Verdict.NOT, Computed(Verdict.APPLIES, Words("", "")), Verdict.APPLIES,
    )  # fmt: skip
    said = overrides_on(land, [conclusion(w, ground, about="theme:flood")])
    theme = settled(theme_answer(land, "flood", w.FLOODS, []), said.of("theme", "flood"))
    assert theme.computed is not None
    assert (theme.verdict, theme.computed.verdict) == (Verdict.NOT, Verdict.UNKNOWN)


def test_the_latest_counts_and_a_withdrawn_one_is_history(w: ModuleType) -> None:
    land, ground = w.area(0, 0, 100, 10), w.box(0, 0, 100, 10)
    later = replace(SAID, number=9, verdict=Verdict.UNKNOWN)
    rows = [conclusion(w, ground), conclusion(w, ground, said=later)]
    (plan,) = general(w, land, *rows).plans
    assert [(one.number, one.counts) for one in plan.overrides] == [(9, True), (7, False)]
    assert plan.verdict is Verdict.UNKNOWN
    gone = replace(later, withdrawn_on=date(2026, 5, 1), withdrawal="Nhầm thửa")
    (plan,) = general(w, land, conclusion(w, ground), conclusion(w, ground, said=gone)).plans
    assert [(one.number, one.counts) for one in plan.overrides] == [(9, False), (7, True)]
    (plan,) = general(w, land, conclusion(w, ground, said=gone)).plans
    assert (plan.verdict, plan.computed, plan.overrides[0].withdrawal) == (
        Verdict.APPLIES, None, "Nhầm thửa",
    )  # fmt: skip


def test_an_extract_hears_of_a_conclusion(w: ModuleType) -> None:
    land = w.area(0, 0, 100, 10)
    before = w.answer(land)
    said = overrides_on(
        land, [conclusion(w, w.box(0, 0, 100, 10), said=replace(SAID, verdict=Verdict.APPLIES))]
    )
    now = replace(before, levels=(level_answer(land, w.GENERAL, [w.PLAN], said=said), *before.levels[1:]))
    found = compare(answer_data(before), now)
    assert [one.vi for one in found.changes] == [
        "«QHC Tam Kỳ», phiên bản 1: mới có kết luận của Giám đốc Sở Xây dựng (12/KL-SXD)"
    ]
    assert compare(answer_data(now), now).standing is Standing.CURRENT
    old = answer_data(before)
    for level in old["levels"]:
        for one in (level, *level["plans"]):
            del one["computed"], one["overrides"]
    assert compare(old, before).standing is Standing.CURRENT
