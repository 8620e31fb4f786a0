"""Plans against land: shares by hand, points near borders, what cannot be read, what is not on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from dothi.base.errors import Fault, UnusableError
from dothi.base.time import Period, Truth
from dothi.land.piece import Box, Piece, piece
from dothi.land.plans import LayerOnRecord, Level, PlanOnRecord, level_answer, plan_answer
from dothi.land.record import PlanFacts, Verdict, Words

ZONE = CRS.from_epsg(5899)
EAST, NORTH = 577_000.0, 1_722_000.0
LEVEL = Level("general", Words("Quy hoạch chung", "General plan"), "Luật", confirmed=True)
FACTS = PlanFacts(
    "qhc", "QHC A", "", "general", 10_000, 1, "1/QĐ", date(2024, 1, 2), "UBND", "ab" * 32,
    Period.between(date(2024, 1, 2)), Truth.YES, illustrative=False,
)  # fmt: skip


def box(x: float, y: float, width: float, height: float) -> Any:
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def layer(role: str, *items: tuple[dict[str, Any], Any], crs: CRS = ZONE) -> LayerOnRecord:
    frame = gpd.GeoDataFrame(
        [values for values, _ in items], geometry=[shape for _, shape in items], crs=ZONE
    )
    frame = frame.to_crs(crs)
    frame.index = pd.Index(range(1, len(frame) + 1), name="feature")

    def read(wanted: Box) -> gpd.GeoDataFrame:
        return frame[shapely.intersects(frame.geometry.to_numpy(), shapely.box(*wanted))]

    return LayerOnRecord(role * 3, role, lambda: crs, read)


def broken(role: str) -> LayerOnRecord:
    def read(_box: Box) -> gpd.GeoDataFrame:
        raise UnusableError(Fault("lake.away", "Kho không tới được", "The lake is out of reach"))

    return LayerOnRecord(role, role, lambda: ZONE, read)


HOUSING = {
    "function": "qhc.don-vi-o",
    "maChucNang": "DVO",
    "tenDoiTuong": "Ô 1",
    "kyHieu": "O1",
    "matDoXayDung": 60.0,
}
GREEN = {"function": "qhc.cay-xanh", "maChucNang": "CX", "tenDoiTuong": "Công viên", "kyHieu": "CX1"}


def plan(*layers: LayerOnRecord, facts: PlanFacts = FACTS, tolerance: float = 2.0) -> PlanOnRecord:
    return PlanOnRecord(facts, layers, tolerance)


# The boundary is 1000 x 1000; housing covers its western 600 m, green the next 300; 100 m have no zone.
WHOLE = plan(
    layer("boundary", ({}, box(0, 0, 1000, 1000))),
    layer("zones", (HOUSING, box(0, 0, 600, 1000)), (GREEN, box(600, 0, 300, 1000))),
)


def area(x: float, y: float, width: float, height: float, registered: float | None = None) -> Piece:
    return piece(box(x, y, width, height), ZONE, registered)


def point(x: float, y: float) -> Piece:
    return piece(shapely.Point(EAST + x, NORTH + y), ZONE)


def test_shares_by_hand() -> None:
    # 100 x 10 from x = 550: 50 m housing, 50 m green. Registered as 900 m².
    answer = plan_answer(area(550, 0, 100, 10, 900), WHOLE)
    assert answer is not None
    assert answer.verdict is Verdict.APPLIES
    found = [(zone.code, zone.name, zone.sign, zone.function, zone.feature) for zone in answer.zones]
    assert found == [("DVO", "Ô 1", "O1", "qhc.don-vi-o", 1), ("CX", "Công viên", "CX1", "qhc.cay-xanh", 2)]
    share = answer.zones[0].share
    assert share is not None
    assert (share.m2, share.of_measured, share.of_registered) == pytest.approx((500, 0.5, 500 / 900))
    assert answer.covered is not None
    assert answer.covered.m2 == pytest.approx(1000)
    assert answer.unzoned is None
    assert answer.zones[0].limits[0].value == 60.0


def test_land_without_a_zone_and_land_outside() -> None:
    # 300 x 10 from x = 800: 100 m green, 100 m inside without a zone, 100 m outside the plan.
    answer = level_answer(area(800, 0, 300, 10), LEVEL, [WHOLE])
    (found,) = answer.plans
    assert found.unzoned is not None
    assert answer.uncovered is not None
    assert (found.unzoned.m2, answer.uncovered.m2) == pytest.approx((1000, 1000))
    assert answer.uncovered.of_measured == pytest.approx(1 / 3)


def test_two_plans_side_by_side_leave_nothing_uncovered() -> None:
    east = plan(
        layer("boundary", ({}, box(1000, 0, 500, 1000))),
        layer("zones", (GREEN, box(1000, 0, 500, 1000))),
        facts=replace(FACTS, key="b", title="QHC B"),
    )
    answer = level_answer(area(950, 0, 100, 10), LEVEL, [WHOLE, east])
    assert [one.facts.title for one in answer.plans] == ["QHC A", "QHC B"]
    assert answer.uncovered is None


def test_elsewhere_is_not_this_plan() -> None:
    assert plan_answer(area(2000, 0, 10, 10), WHOLE) is None
    assert plan_answer(area(1000, 0, 10, 10), WHOLE) is None  # only a line in common


@pytest.mark.parametrize(("width", "sliver"), [(1.9, True), (2.1, False)])
def test_a_strip_by_a_hair(width: float, sliver: bool) -> None:
    answer = plan_answer(area(600 - width, 100, 50, 50), WHOLE)
    assert answer is not None
    assert {zone.code: zone.sliver for zone in answer.zones} == {"DVO": sliver, "CX": False}
    assert answer.verdict is Verdict.APPLIES
    assert answer.zones[-1].code == "DVO"


@pytest.mark.parametrize(("width", "verdict"), [(1.9, Verdict.NOT), (2.1, Verdict.APPLIES)])
def test_a_plan_met_only_by_a_strip(width: float, verdict: Verdict) -> None:
    answer = plan_answer(area(1000 - width, 100, 50, 50), WHOLE)
    assert answer is not None
    assert answer.verdict is verdict
    assert bool(answer.reason) is (verdict is Verdict.NOT)


@pytest.mark.parametrize(
    ("x", "codes"), [(300, ["DVO"]), (598.1, ["DVO", "CX"]), (597.9, ["DVO"]), (601.5, ["CX", "DVO"])]
)
def test_a_point_near_a_border_names_both_sides(x: float, codes: list[str]) -> None:
    answer = plan_answer(point(x, 500), WHOLE)
    assert answer is not None
    assert [zone.code for zone in answer.zones] == codes
    assert answer.zones[0].away_m == 0
    assert all(zone.share is None for zone in answer.zones)


def test_a_point_outside_the_boundary_is_outside_however_near() -> None:
    assert plan_answer(point(1000.5, 500), WHOLE) is None


def test_a_plan_without_boundary_is_where_its_zones_are() -> None:
    bare = plan(layer("zones", (HOUSING, box(0, 0, 600, 1000))))
    assert plan_answer(area(700, 0, 10, 10), bare) is None
    answer = plan_answer(area(590, 0, 20, 10), bare)
    assert answer is not None
    assert answer.covered is not None
    assert (answer.covered.m2, answer.unzoned) == (pytest.approx(100), None)


def test_a_plan_in_another_zone_of_vn2000() -> None:
    other = plan(
        layer("boundary", ({}, box(0, 0, 1000, 1000)), crs=CRS.from_epsg(5898)),
        layer("zones", (HOUSING, box(0, 0, 600, 1000)), crs=CRS.from_epsg(5898)),
    )
    answer = plan_answer(area(550, 0, 100, 10), other)
    assert answer is not None
    assert answer.zones[0].share is not None
    assert answer.zones[0].share.m2 == pytest.approx(500, abs=0.1)


@pytest.mark.parametrize("role", ["boundary", "zones"])
def test_what_cannot_be_read_is_not_known(role: str) -> None:
    layers = [one if one.role != role else broken(role) for one in WHOLE.layers]
    answer = level_answer(area(0, 0, 10, 10), LEVEL, [plan(*layers)])
    assert answer.verdict is Verdict.UNKNOWN
    assert "Kho không tới được" in answer.reason.vi
    assert "out of reach" in answer.reason.en


def test_one_plan_read_and_one_not() -> None:
    answer = level_answer(area(0, 0, 10, 10), LEVEL, [plan(broken("boundary")), WHOLE])
    assert answer.verdict is Verdict.APPLIES
    assert [one.verdict for one in answer.plans] == [Verdict.APPLIES, Verdict.UNKNOWN]


def test_an_invalid_zone_makes_the_plan_not_known_by_number() -> None:
    bow = shapely.Polygon([(EAST, NORTH), (EAST + 50, NORTH + 50), (EAST + 50, NORTH), (EAST, NORTH + 50)])
    answer = plan_answer(area(0, 0, 10, 10), plan(layer("zones", (HOUSING, bow))))
    assert answer is not None
    assert answer.verdict is Verdict.UNKNOWN
    assert "Vùng số 1" in answer.reason.vi


def test_doubtful_time_is_not_known() -> None:
    doubtful = replace(WHOLE, facts=replace(FACTS, in_force=Truth.UNKNOWN))
    answer = level_answer(area(0, 0, 10, 10), LEVEL, [doubtful])
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.plans[0].zones[0].code == "DVO"
    assert answer.uncovered is None


def test_nothing_on_record_is_not_known_unless_somebody_answers_for_it() -> None:
    here = area(5000, 0, 10, 10)
    assert level_answer(here, LEVEL, [WHOLE]).verdict is Verdict.UNKNOWN
    complete = replace(LEVEL, complete=Words("Sở Xây dựng xác nhận ngày 1/2/2026", "Confirmed"))
    answer = level_answer(here, complete, [WHOLE])
    assert answer.verdict is Verdict.NOT
    assert "Sở Xây dựng" in answer.reason.vi


def test_complete_does_not_hide_what_cannot_be_read() -> None:
    complete = replace(LEVEL, complete=Words("xác nhận", "confirmed"))
    answer = level_answer(area(0, 0, 10, 10), complete, [plan(broken("zones"))])
    assert answer.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("make", [lambda: area(100, 100, 700, 600), lambda: area(550, -50, 500, 1100)])
def test_parts_add_up_to_the_piece(make: Callable[[], Piece]) -> None:
    here = make()
    answer = level_answer(here, LEVEL, [WHOLE])
    (found,) = answer.plans
    parts = [zone.share.m2 for zone in found.zones if zone.share]
    parts += [share.m2 for share in (found.unzoned, answer.uncovered) if share]
    assert sum(parts) == pytest.approx(here.measured_m2)
