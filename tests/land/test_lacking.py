"""Land without a plan: areas by hand, land in doubt, land somebody answers for; the four parts conserve."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from dothi.base.errors import Fault, UnusableError
from dothi.base.time import Period, Truth
from dothi.land.lacking import Lack, PlanGround, UnitGround, lacking, plan_ground
from dothi.land.piece import Box, piece
from dothi.land.plans import LayerOnRecord, PlanOnRecord
from dothi.land.record import PlanFacts, Words

ZONE = CRS.from_epsg(5899)
EAST, NORTH = 577_000.0, 1_722_000.0
FACTS = PlanFacts(
    "qhc", "QHC A", "", "general", 10_000, 1, "1/QĐ", date(2024, 1, 2), "UBND", "ab" * 32,
    Period.between(date(2024, 1, 2)), Truth.YES, illustrative=False,
)  # fmt: skip
DOUBT = Words("chưa rõ", "not known")


def box(x: float, y: float, width: float, height: float) -> Any:
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def parts(found: Lack) -> tuple[float, float, float, float]:
    return found.with_m2, found.unknown_m2, found.unrecorded_m2, found.none_m2


UNIT = UnitGround("a", "Xã A", box(0, 0, 100, 100))


def test_four_parts_by_hand() -> None:
    """Plan: 40 m of 100. Doubtful: from 30 to 60, so 20 m more. Stated complete: the upper half."""
    plans = [PlanGround(FACTS, box(0, 0, 40, 100)), PlanGround(FACTS, box(30, 0, 30, 100), DOUBT)]
    (found,) = lacking([UNIT], plans, [box(-50, 50, 500, 50)])
    assert parts(found) == pytest.approx((4_000, 2_000, 2_000, 2_000))
    assert (found.key, found.area_m2, found.share) == ("a", 10_000, pytest.approx(0.4))
    assert (found.without.area, found.doubtful.area) == pytest.approx((4_000, 2_000))


def test_without_any_plan_nothing_is_said_to_have_none() -> None:
    (found,) = lacking([UNIT], [], [])
    assert parts(found) == (0, 0, 10_000, 0)


def test_two_plans_over_each_other_count_once_and_a_neighbour_not_at_all() -> None:
    plans = [PlanGround(FACTS, box(0, 0, 60, 100)), PlanGround(FACTS, box(50, 0, 50, 50))]
    here, there = lacking([UNIT, UnitGround("b", "Xã B", box(200, 0, 10, 10))], plans, [])
    assert parts(here) == pytest.approx((6_000 + 40 * 50, 0, 40 * 50, 0))
    assert parts(there) == (0, 0, 100, 0)


def layer(role: str, shape: Any) -> LayerOnRecord:
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[shape], crs=ZONE, index=[1])
    return LayerOnRecord(role, role, lambda: ZONE, lambda _box: frame)


def broken(_box: Box) -> gpd.GeoDataFrame:
    raise UnusableError(Fault("lake.away", "Kho không tới được", "The lake is out of reach"))


LAND = piece(box(0, 0, 100, 100), ZONE)
BOUNDARY, ZONES = layer("boundary", box(-10, 0, 60, 100)), layer("zones", box(0, 0, 20, 100))


def test_a_plan_covers_its_boundary_and_without_one_its_zones() -> None:
    whole = plan_ground(LAND, PlanOnRecord(FACTS, (BOUNDARY, ZONES), 2.0), None)
    assert (whole.shape.area, whole.doubt) == (5_000, Words("", ""))
    assert plan_ground(LAND, PlanOnRecord(FACTS, (ZONES,), 2.0), None).shape.area == 2_000


def test_a_plan_that_cannot_be_read_may_cover_all_its_reach() -> None:
    away = LayerOnRecord("boundary", "boundary", lambda: ZONE, broken)
    found = plan_ground(LAND, PlanOnRecord(FACTS, (away,), 2.0), box(0, 0, 70, 100))
    assert found.shape.area == 7_000
    assert "Kho không tới được" in found.doubt.vi
    assert parts(lacking([UNIT], [found], [])[0]) == pytest.approx((0, 7_000, 3_000, 0))


def test_a_plan_whose_time_is_not_known_may_cover_its_land() -> None:
    doubtful = PlanOnRecord(replace(FACTS, in_force=Truth.UNKNOWN), (BOUNDARY,), 2.0)
    (found,) = lacking([UNIT], [plan_ground(LAND, doubtful, None)], [])
    assert parts(found) == pytest.approx((0, 5_000, 5_000, 0))


boxes = st.builds(box, *[st.integers(-50, 120)] * 2, *[st.integers(1, 90)] * 2)


@given(st.lists(boxes, max_size=4), st.lists(boxes, max_size=3), st.lists(boxes, max_size=3))
def test_the_four_parts_make_the_unit_and_one_plan_more_never_takes_land_from_plans(
    certain: list[Any], doubtful: list[Any], stated: list[Any]
) -> None:
    plans = [PlanGround(FACTS, shape) for shape in certain]
    plans += [PlanGround(FACTS, shape, DOUBT) for shape in doubtful]
    (found,) = lacking([UNIT], plans, stated)
    assert sum(parts(found)) == pytest.approx(10_000)
    assert min(parts(found)) >= -1e-6
    (more,) = lacking([UNIT], [*plans, PlanGround(FACTS, box(10, 10, 30, 30))], stated)
    assert more.with_m2 >= found.with_m2 - 1e-6
