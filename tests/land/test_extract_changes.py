"""An extract against the same land asked again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import geopandas as gpd
import pytest

from dothi.land.answer_data import answer_data
from dothi.land.extract import land_of
from dothi.land.extract_changes import Comparison, Standing, compare
from dothi.land.record import Words


@pytest.fixture(scope="session")
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("land")


@pytest.fixture
def land(w: ModuleType) -> Any:
    return w.area(550, 0, 100, 10, 900)


def against(w: Any, land: Any, plans: Any = None, floods: Any = (), before: Any = None) -> Comparison:
    told = answer_data(before or w.answer(land))
    return compare(told, w.answer(land, [w.PLAN] if plans is None else plans, floods))


def said(found: Comparison) -> list[str]:
    assert all(one.vi and one.en for one in (*found.changes, *found.unread))
    return [one.vi for one in found.changes]


def test_the_same_is_current(w: ModuleType, land: Any) -> None:
    found = against(w, land)
    assert (found.standing, found.changes, found.unread) == (Standing.CURRENT, (), ())


def test_a_new_version_with_the_same_zones_is_named(w: ModuleType, land: Any) -> None:
    later = w.plan(
        (w.HOUSING, w.box(0, 0, 600, 1000)), (w.GREEN, w.box(600, 0, 300, 1000)),
        number=2, digest="cd" * 32, decision_number="2/QĐ",
    )  # fmt: skip
    found = against(w, land, [later])
    assert found.standing is Standing.CHANGED
    assert said(found) == ["Quy hoạch chung: «QHC Tam Kỳ», phiên bản 1 đã được thay bằng phiên bản 2 (2/QĐ)"]


def test_zones_that_moved_are_told_in_square_metres(w: ModuleType, land: Any) -> None:
    # The border goes 20 m west: 500 m² of housing become 300 m², 500 m² of green become 700 m².
    later = w.plan((w.HOUSING, w.box(0, 0, 580, 1000)), (w.GREEN, w.box(580, 0, 320, 1000)))
    assert said(against(w, land, [later])) == [
        "Quy hoạch chung: ô DVO, O1, Ô 1: trước 500,00 m², nay 300,00 m²",
        "Quy hoạch chung: ô CX, CX1, Công viên: trước 500,00 m², nay 700,00 m²",
    ]


@pytest.mark.parametrize(("metres", "changes"), [(0.004, 0), (0.006, 2)])
def test_by_a_hair(w: ModuleType, land: Any, metres: float, changes: int) -> None:
    # 10 m along the border: 4 mm are 0.04 m², 6 mm are 0.06 m².
    edge = 600 - metres
    later = w.plan((w.HOUSING, w.box(0, 0, edge, 1000)), (w.GREEN, w.box(edge, 0, 300 + metres, 1000)))
    assert len(against(w, land, [later]).changes) == changes


def test_other_limits_and_other_functions(w: ModuleType, land: Any) -> None:
    denser = {**w.HOUSING, "matDoXayDung": 80.0}
    road = {**w.GREEN, "maChucNang": "GT"}
    later = w.plan((denser, w.box(0, 0, 600, 1000)), (road, w.box(600, 0, 300, 1000)))
    assert said(against(w, land, [later])) == [
        "Quy hoạch chung: ô DVO, O1, Ô 1: chỉ tiêu trước «mật độ xây dựng 60 %», nay «mật độ xây dựng 80 %»",
        "Quy hoạch chung: không còn ô CX, CX1, Công viên",
        "Quy hoạch chung: mới có ô GT, CX1, Công viên",
    ]


def test_a_plan_that_ended_is_a_change(w: ModuleType, land: Any) -> None:
    found = against(w, land, [])
    assert found.standing is Standing.CHANGED
    assert said(found)[:2] == [
        "Quy hoạch chung: trước «áp dụng», nay «chưa biết»",
        "Quy hoạch chung: đồ án «QHC Tam Kỳ», phiên bản 1 không còn áp dụng",
    ]


def test_a_plan_that_cannot_be_read_is_no_change(w: ModuleType, land: Any) -> None:
    found = against(w, land, [w.unreadable(w.PLAN)])
    assert (found.standing, found.changes) == (Standing.UNCHECKED, ())
    assert "Kho không tới được" in found.unread[0].vi


def test_what_was_unreadable_then_and_applies_now_is_told(w: ModuleType, land: Any) -> None:
    found = against(w, land, before=w.answer(land, [w.unreadable(w.PLAN)]))
    assert found.standing is Standing.CHANGED
    assert "Quy hoạch chung: trước «chưa biết», nay «áp dụng»" in said(found)


def test_a_theme_that_came_and_one_that_cannot_be_read(w: ModuleType, land: Any) -> None:
    water = gpd.GeoDataFrame({"ten": ["Vùng ngập 1"]}, geometry=[w.box(500, 0, 60, 50)], crs=w.ZONE)
    assert said(against(w, land, floods=[w.flood(water)])) == [
        "Ngập lụt, thoát lũ: trước «chưa biết», nay «áp dụng»",
        "Ngập lụt, thoát lũ: mới có ô Vùng ngập 1",
    ]
    unread = against(w, land, floods=[w.flood(None)])
    assert (unread.standing, len(unread.unread)) == (Standing.UNCHECKED, 1)
    # What one layer says is not compared while another of the theme is out of reach.
    assert against(w, land, floods=[w.flood(water), w.flood(None)]).standing is Standing.UNCHECKED


def test_a_certain_change_counts_beside_what_cannot_be_read(w: ModuleType, land: Any) -> None:
    found = against(w, land, [], [w.flood(None)])
    assert (found.standing, len(found.unread)) == (Standing.CHANGED, 1)


def test_a_point(w: ModuleType) -> None:
    spot = w.point(599.5, 500)  # green is half a metre away, within the tolerance of 2 m
    assert against(w, spot).standing is Standing.CURRENT
    later = w.plan((w.HOUSING, w.box(0, 0, 900, 1000)))
    assert said(against(w, spot, [later])) == ["Quy hoạch chung: không còn ô CX, CX1, Công viên"]


def test_notes_and_the_day_asked_for_are_no_change(w: ModuleType, land: Any) -> None:
    before = w.answer(land, notes=(Words("Tọa độ hiểu là VN-2000", "Taken as VN-2000"),))
    assert against(w, land, before=before).standing is Standing.CURRENT


@pytest.mark.parametrize(
    "place", [(600, 0, 300, 1000), (0, 1000, 500, 100), (900, 0, 100, 100), (0, 0, 600, 1000)]
)
def test_land_along_the_very_edges_of_zones_and_plans_stays_current(w: ModuleType, place: Any) -> None:
    land = w.area(*place)
    kept = json.loads(w.statement(w.answer(land), land=land))
    again = w.answer(land_of(kept))
    assert compare(kept["answer"], again) == Comparison((), ())
    assert json.loads(json.dumps(answer_data(again))) == kept["answer"]


@pytest.mark.parametrize(("width", "told"), [(0.004, False), (0.006, True)])
def test_a_zone_of_no_size_is_no_news(w: ModuleType, land: Any, width: float, told: bool) -> None:
    # A third zone along 10 m of the land: 0.04 m² show on no print, 0.06 m² do.
    other = {**w.GREEN, "kyHieu": "CX2"}
    later = w.plan(
        (w.HOUSING, w.box(0, 0, 600, 1000)),
        (w.GREEN, w.box(600, 0, 300, 1000)),
        (other, w.box(649, 0, width, 1000)),
    )
    found = said(against(w, land, [later]))
    assert found == (["Quy hoạch chung: mới có ô CX, CX2, Công viên"] if told else [])


def test_a_plan_that_only_touches_is_no_news(w: ModuleType, land: Any) -> None:
    beside = replace(
        w.PLAN,
        facts=replace(w.PLAN.facts, key="b"),
        layers=(
            w.layer("boundary", ({}, w.box(649.5, 0, 50, 10))),
            w.layer("zones", (w.GREEN, w.box(649.5, 0, 50, 10))),
        ),
    )
    found = w.answer(land, [w.PLAN, beside])
    assert [plan.verdict.value for plan in found.levels[0].plans] == ["applies", "does-not-apply"]
    assert compare(answer_data(w.answer(land)), found).standing is Standing.CURRENT
    assert compare(answer_data(found), w.answer(land)).standing is Standing.CURRENT


def test_a_change_of_use_judged_otherwise_is_told(w: ModuleType, land: Any) -> None:
    """Rice becomes housing land on record: under the planned housing nothing needs permission any more."""
    rice, houses = (w.current((code, w.box(0, 0, 900, 90))) for code in ("LUC", "ODT"))
    before = w.answer(land, present=[rice])
    now = w.answer(land, present=[houses])
    told = said(compare(answer_data(before), now))
    named = "«QHC Tam Kỳ», phiên bản 1"
    assert f"{named}: đất LUC sang f.o: trước «phải được phép chuyển mục đích», nay «–»" in told
    assert f"{named}: đất ODT sang f.o: trước «–», nay «giữ nguyên mục đích»" in told
    assert compare(answer_data(before), w.answer(land, present=[rice])).standing is Standing.CURRENT


def test_an_extract_from_before_uses_were_asked_about_stays_current(w: ModuleType, land: Any) -> None:
    told = answer_data(w.answer(land))
    for level in told["levels"]:
        for plan in level["plans"]:
            del plan["use_changes"]
    assert compare(told, w.answer(land)).standing is Standing.CURRENT


def test_current_use_that_cannot_be_read_now_is_not_compared(w: ModuleType, land: Any) -> None:
    before = w.answer(land, present=[w.current(("LUC", w.box(0, 0, 900, 90)))])
    found = compare(answer_data(before), w.answer(land, present=[w.current(broken_source=True)]))
    assert (found.standing, found.changes) == (Standing.UNCHECKED, ())
