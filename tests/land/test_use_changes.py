"""Current use under a plan: lines by code and function, the gravest verdict, land of which nothing is known.

The plan of :mod:`world` has housing on x 0–600 and green on 600–900; nothing is planned on 900–1000.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.time import Truth
from dothi.land.permission import Need, Rules, rules_of
from dothi.land.piece import Piece
from dothi.land.plans import plan_answer
from dothi.land.record import UseChange, UseChanges, Words
from dothi.land.themes import ThemeSource, theme_ground
from dothi.land.use_changes import CurrentUse
from dothi.law import load_law


@pytest.fixture(scope="module")
def w(world_of: Any) -> ModuleType:
    return world_of("land")


@pytest.fixture(scope="module")
def rules(w: ModuleType) -> Any:
    return w.RULES


def uses(w: ModuleType, rules: Rules, land: Piece, *sources: ThemeSource, plan: Any = None) -> UseChanges:
    use = CurrentUse(land, rules, theme_ground(land, sources))
    found = plan_answer(land, plan or w.PLAN, use.under)
    assert found is not None
    assert found.uses is not None
    return found.uses


def told(line: UseChange) -> tuple[str, str, float, Need]:
    assert line.share is not None
    return line.code, line.function, round(line.share.m2, 3), line.change.verdict


def test_rice_under_housing_asks_for_permission_and_a_resolution(w: ModuleType, rules: Rules) -> None:
    found = uses(w, rules, w.area(0, 0, 100, 50), w.current(("LUC", w.box(-10, -10, 300, 300))))
    assert (found.verdict, found.resolution, found.unknown) == (Need.PERMISSION, Truth.YES, None)
    (line,) = found.changes
    assert told(line) == ("LUC", "f.o", 5000.0, Need.PERMISSION)
    assert [clause.code for clause in line.change.clauses] == ["121-1-b"]
    assert line.change.resolution_clause is not None
    assert line.change.resolution_clause.code == "122-1"
    assert line.use == Words("Đất trồng lúa", "Rice land")
    assert found.source == "Hiện trạng 2024, BC 1"


def test_every_pair_by_hand_and_the_gravest_speaks(w: ModuleType, rules: Rules) -> None:
    """x 500–700: rice on 500–550, housing from 550 on; planned housing to 600, then green."""
    found = uses(
        w, rules, w.area(500, 0, 200, 10),
        w.current(("LUC", w.box(0, 0, 550, 50)), ("ODT", w.box(550, 0, 300, 50))),
    )  # fmt: skip
    assert [told(line) for line in found.changes] == [
        ("LUC", "f.o", 500.0, Need.PERMISSION),
        # free allocation is what article 121.1.d hangs on, and no code tells it
        ("ODT", "f.cx", 1000.0, Need.UNKNOWN),
        ("ODT", "f.o", 500.0, Need.NO_CHANGE),
    ]
    assert (found.verdict, found.resolution) == (Need.PERMISSION, Truth.YES)


def test_the_same_use_stays(w: ModuleType, rules: Rules) -> None:
    found = uses(w, rules, w.area(0, 0, 50, 50), w.current(("ODT", w.box(-5, -5, 90, 90))))
    assert (found.verdict, found.resolution, found.reason.vi) == (Need.NO_CHANGE, Truth.NO, "")


def test_without_data_of_current_use_nothing_is_known(w: ModuleType, rules: Rules) -> None:
    found = uses(w, rules, w.area(0, 0, 50, 50))
    assert (found.verdict, found.resolution, found.changes) == (Need.UNKNOWN, Truth.UNKNOWN, ())
    assert "chưa có dữ liệu hiện trạng" in found.reason.vi
    assert found.unknown is not None
    assert found.unknown.m2 == pytest.approx(2500)


def test_land_that_the_data_leave_out_keeps_no_change_from_being_said(w: ModuleType, rules: Rules) -> None:
    found = uses(w, rules, w.area(0, 0, 100, 10), w.current(("ODT", w.box(0, -5, 60, 90))))
    assert (found.verdict, found.resolution) == (Need.UNKNOWN, Truth.UNKNOWN)
    assert found.unknown is not None
    assert (found.unknown.m2, found.unknown.of_measured) == pytest.approx((400, 0.4))
    assert "không nói đến phần đất này" in found.reason.vi


def test_a_source_that_cannot_be_read_is_the_reason(w: ModuleType, rules: Rules) -> None:
    land = w.area(0, 0, 100, 10)
    found = uses(w, rules, land, w.current(broken_source=True))
    assert (found.verdict, "Kho không tới được" in found.reason.vi) == (Need.UNKNOWN, True)
    half = uses(w, rules, land, w.current(broken_source=True), w.current(("LUC", w.box(0, -5, 60, 90))))
    assert (half.verdict, "out of reach" in half.reason.en) == (Need.PERMISSION, True)
    assert half.unknown is not None
    assert half.unknown.m2 == pytest.approx(400)


def test_a_code_that_nobody_read_is_not_known(w: ModuleType, rules: Rules) -> None:
    found = uses(w, rules, w.area(0, 0, 50, 50), w.current(("XYZ", w.box(-5, -5, 90, 90))))
    assert (found.verdict, found.changes[0].use, found.changes[0].change.kind) == (
        Need.UNKNOWN, Words("", ""), "",
    )  # fmt: skip


def test_before_the_law_of_2024_nothing_is_known(w: ModuleType) -> None:
    old = rules_of(load_law(), date(2024, 7, 31))
    found = uses(w, old, w.area(0, 0, 50, 50), w.current(("LUC", w.box(-5, -5, 90, 90))))
    assert found.verdict is Need.UNKNOWN
    assert "31/7/2024" in found.changes[0].change.reason.vi


@pytest.mark.parametrize(("width", "verdict"), [(1.9, Need.NO_CHANGE), (2.1, Need.PERMISSION)])
def test_a_strip_by_a_hair(w: ModuleType, rules: Rules, width: float, verdict: Need) -> None:
    found = uses(
        w, rules, w.area(0, 0, 100, 50),
        w.current(("LUC", w.box(-50, -50, 50 + width, 200)), ("ODT", w.box(width, -50, 400, 200))),
    )  # fmt: skip
    assert found.verdict is verdict
    assert [line.sliver for line in found.changes if line.code == "LUC"] == [verdict is Need.NO_CHANGE]


def test_only_a_strip_of_anything_is_not_known(w: ModuleType, rules: Rules) -> None:
    found = uses(w, rules, w.area(0, 0, 100, 50), w.current(("LUC", w.box(-50, -50, 51, 200))))
    assert (found.verdict, [line.sliver for line in found.changes]) == (Need.UNKNOWN, [True])


def test_a_point_has_the_use_and_the_zone_it_lies_in(w: ModuleType, rules: Rules) -> None:
    layer = w.current(("LUC", w.box(0, 0, 300, 300)), ("ODT", w.box(300, 0, 300, 300)))
    found = uses(w, rules, w.point(299, 50), layer)
    assert [(line.code, line.share, line.away_m) for line in found.changes] == [
        ("LUC", None, 0.0),
        ("ODT", None, pytest.approx(1.0)),
    ]
    assert (found.verdict, found.reason.vi) == (Need.PERMISSION, "")
    away = uses(w, rules, w.point(300.5, 400), layer)
    assert (away.verdict, away.changes) == (Need.UNKNOWN, ())


def test_a_point_within_the_tolerance_of_zones_only_is_not_known(w: ModuleType, rules: Rules) -> None:
    found = uses(w, rules, w.point(901, 50), w.current(("LUC", w.box(0, 0, 1000, 300))))
    assert (found.verdict, [line.away_m for line in found.changes]) == (Need.UNKNOWN, [pytest.approx(1.0)])
    assert "ngoài mọi ô" in found.reason.vi


def test_land_without_a_zone_says_so(w: ModuleType, rules: Rules) -> None:
    found = uses(w, rules, w.area(910, 0, 50, 50), w.current(("LUC", w.box(900, -5, 90, 90))))
    assert (found.verdict, found.changes, found.unknown) == (Need.UNKNOWN, (), None)
    assert "không có ô chức năng" in found.reason.vi


def test_invented_current_use_is_marked(w: ModuleType, rules: Rules) -> None:
    layer = w.current(("ODT", w.box(-5, -5, 90, 90)), illustrative=True)
    assert uses(w, rules, w.area(0, 0, 50, 50), layer).illustrative
    assert not uses(w, rules, w.area(0, 0, 50, 50)).illustrative


@settings(max_examples=25, deadline=None)
@given(cuts=st.lists(st.integers(1, 899), min_size=1, max_size=6, unique=True), gap=st.integers(0, 200))
def test_land_is_conserved(w: ModuleType, rules: Rules, cuts: list[int], gap: int) -> None:
    """Strips of current use side by side, then a gap: lines + not known = the zones' 900 m x 20 m."""
    edges = [0, *sorted(cuts), 900]
    codes = ["LUC", "ODT", "HNK", "RSX"]
    items = [
        (codes[turn % 4], w.box(low, -10, min(high, 900 - gap) - low, 90))
        for turn, (low, high) in enumerate(pairwise(edges))
        if low < 900 - gap
    ]
    land = w.area(0, 0, 900, 20)
    found = uses(w, rules, land, w.current(*items))
    lines = sum(line.share.m2 for line in found.changes if line.share)
    rest = found.unknown.m2 if found.unknown else 0.0
    # a rest that is a strip narrower than the drawing can tell is not said
    assert lines + rest == pytest.approx(18_000, abs=40 if gap <= 2 else 1e-3)
    turned = uses(w, rules, land, w.current(*reversed(items)))
    assert [(line.code, line.function) for line in turned.changes] == [
        (line.code, line.function) for line in found.changes
    ]
    assert shapely.is_valid(land.flat)
