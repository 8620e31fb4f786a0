"""Current use on a plan: areas by hand, conservation, resolutions on record by a hair, real plans."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.time import Truth
from dothi.land.conversion import Conversion, Recorded, UnitMatrix, conversion, places, whole
from dothi.land.decisions import Decision, decisions_from
from dothi.land.permission import Need, Rules, rules_of
from dothi.land.polygons import Polygons, Source, laid_out
from dothi.law import load_law

DAY = date(2026, 12, 1)
HOUSES = "qpk.nhom-nha-o"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return rules_of(load_law(), DAY)


def layer(*items: tuple[str, Any]) -> Polygons:
    labels = np.array([label for label, _ in items], dtype=object)
    shapes = np.array([shape for _, shape in items], dtype=object)
    return Polygons("lớp", shapes, np.arange(1, len(items) + 1), labels)


def resolution(shape: Any = None, *, codes: str = "", day: str = "2026-01-01", until: str = "") -> Decision:
    row = {"subject": "resolution", "number": "12/NQ-HĐND", "body": "HĐND tỉnh", "day": day}
    return decisions_from([({**row, "codes": codes, "until": until}, shape)])[0]


# Commune 200 x 100: rice west of x = 100, houses from 100 to 150, nothing mapped beyond.
CURRENT = layer(("LUC", shapely.box(-50, 0, 100, 100)), ("ONT", shapely.box(100, 0, 150, 100)))
# Plan: houses from x = 50 to 180, public green of the south-west corner.
PLAN = layer((HOUSES, shapely.box(50, 0, 180, 100)), ("qpk.cay-xanh-cong-cong", shapely.box(0, 0, 50, 40)))
COMMUNE = layer(("Xã A", shapely.box(0, 0, 200, 100)))


def asked(rules: Rules, *decisions: Decision, plan: Polygons = PLAN) -> Conversion:
    return conversion(CURRENT, plan, COMMUNE, rules, decisions)


def balance(unit: UnitMatrix) -> float:
    whole_land = sum(cell.m2 for cell in unit.cells) + unit.neither_m2 - unit.doubly_covered_m2
    return whole_land + sum(unit.unplanned.values()) + sum(unit.unmapped.values())


def test_by_hand(rules: Rules) -> None:
    (unit,) = asked(rules).units
    assert (unit.unit, unit.area_m2) == ("Xã A", pytest.approx(20_000))
    assert [(cell.code, cell.function, cell.change.verdict) for cell in unit.cells] == [
        ("LUC", HOUSES, Need.PERMISSION),
        ("LUC", "qpk.cay-xanh-cong-cong", Need.PERMISSION),
        ("ONT", HOUSES, Need.NO_CHANGE),
    ]
    assert [cell.m2 for cell in unit.cells] == pytest.approx([5_000, 2_000, 5_000])
    assert [cell.share for cell in unit.cells] == pytest.approx([0.25, 0.1, 0.25])
    assert unit.unplanned == pytest.approx({"LUC": 3_000})
    assert unit.unmapped == pytest.approx({HOUSES: 3_000})
    assert (unit.neither_m2, unit.doubly_covered_m2) == (pytest.approx(2_000), 0.0)
    assert unit.m2(Need.PERMISSION, guarded=True) == pytest.approx(7_000)
    assert unit.m2(Need.NO_CHANGE, guarded=True) == 0
    assert balance(unit) == pytest.approx(unit.area_m2)


def test_rice_without_a_resolution_is_not_known_never_no(rules: Rules) -> None:
    rice, _, house = asked(rules).units[0].cells
    assert (rice.change.resolution, rice.recorded) == (Truth.YES, Recorded.UNKNOWN)
    assert (house.change.resolution, house.recorded) == (Truth.NO, Recorded.NOT_NEEDED)


@pytest.mark.parametrize(
    ("east", "recorded"),
    [(100.0, Recorded.RECORDED), (99.9, Recorded.PARTLY), (50.1, Recorded.PARTLY), (50.0, Recorded.UNKNOWN)],
)
def test_a_resolution_covers_land_by_a_hair(rules: Rules, east: float, recorded: Recorded) -> None:
    cell = asked(rules, resolution(shapely.box(40, -10, east, 110))).units[0].cells[0]
    assert (cell.code, cell.function) == ("LUC", HOUSES)
    assert cell.recorded is recorded
    assert cell.resolved_m2 == pytest.approx((east - 50) * 100)


def test_two_resolutions_that_overlap_count_once(rules: Rules) -> None:
    both = resolution(shapely.box(50, 0, 80, 100)), resolution(shapely.box(60, 0, 90, 100))
    assert asked(rules, *both).units[0].cells[0].resolved_m2 == pytest.approx(4_000)


@pytest.mark.parametrize(
    "told",
    [{"codes": "RSX"}, {"day": "2026-12-02"}, {"until": "2026-12-01"}],
    ids=["of other land", "not yet in force", "no longer in force"],
)
def test_a_resolution_that_does_not_speak_of_it(rules: Rules, told: dict[str, str]) -> None:
    cell = asked(rules, resolution(shapely.box(0, 0, 200, 100), **told)).units[0].cells[0]
    assert (cell.recorded, cell.resolved_m2, cell.named_by) == (Recorded.UNKNOWN, 0.0, ())


def test_a_resolution_without_land_is_named_and_settles_nothing(rules: Rules) -> None:
    rice, _, house = asked(rules, resolution(codes="LUC LUK")).units[0].cells
    assert (rice.recorded, rice.named_by) == (Recorded.UNKNOWN, ("12/NQ-HĐND",))
    assert house.named_by == ()


def test_land_covered_twice_is_told(rules: Rules) -> None:
    (unit,) = asked(
        rules, plan=layer((HOUSES, shapely.box(0, 0, 60, 100)), (HOUSES, shapely.box(50, 0, 200, 100)))
    ).units
    assert unit.doubly_covered_m2 == pytest.approx(1_000)
    assert balance(unit) == pytest.approx(unit.area_m2)


def test_a_unit_that_nothing_covers(rules: Rules) -> None:
    (unit,) = conversion(CURRENT, PLAN, layer(("Xã B", shapely.box(900, 0, 910, 10))), rules).units
    assert (unit.cells, unit.unplanned, unit.unmapped) == ((), {}, {})
    assert unit.neither_m2 == pytest.approx(100)


def test_neighbours_that_touch_share_no_land(rules: Rules) -> None:
    (unit,) = conversion(CURRENT, PLAN, layer(("B", shapely.box(-150, 0, -50, 100))), rules).units
    assert unit.neither_m2 == pytest.approx(10_000)
    (unit,) = conversion(CURRENT, PLAN, layer(("B", shapely.box(-150, 0, -49.99, 100))), rules).units
    assert unit.unplanned == pytest.approx({"LUC": 1.0})


def test_places_are_what_changes(rules: Rules) -> None:
    found = list(places(CURRENT, PLAN, COMMUNE, rules))
    assert [(one.current_feature, one.planned_feature, one.shape.area) for one in found] == [
        ("1", "1", pytest.approx(5_000)),
        ("1", "2", pytest.approx(2_000)),
    ]


def test_the_whole_of_what_was_given(rules: Rules) -> None:
    (unit,) = conversion(CURRENT, PLAN, whole([CURRENT, PLAN], "cả hai lớp"), rules).units
    # West of the commune 5,000 m² of rice more; nothing that neither layer covers.
    assert (unit.unit, unit.area_m2, unit.neither_m2) == ("cả hai lớp", pytest.approx(23_000), 0.0)


coordinates = st.integers(0, 40)
boxes = st.tuples(coordinates, coordinates, st.integers(1, 30), st.integers(1, 30)).map(
    lambda one: shapely.box(one[0], one[1], one[0] + one[2], one[1] + one[3])
)


def drawn(codes: list[str]) -> st.SearchStrategy[Polygons]:
    return st.lists(st.tuples(st.sampled_from(codes), boxes), min_size=1, max_size=6).map(
        lambda items: layer(*items)
    )


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(current=drawn(["LUC", "ONT", ""]), plan=drawn([HOUSES, "qpk.dich-vu", ""]), unit=boxes, land=boxes)
def test_areas_conserve_and_what_is_resolved_is_part_of_its_cell(
    rules: Rules, current: Polygons, plan: Polygons, unit: Any, land: Any
) -> None:
    (found,) = conversion(current, plan, layer(("U", unit)), rules, [resolution(land)]).units
    assert balance(found) == pytest.approx(unit.area, abs=1e-3)
    for cell in found.cells:
        assert 0 <= cell.resolved_m2 <= cell.m2 + 1e-6


def test_real_plans_against_another_library(shared_data: Path, rules: Rules) -> None:
    """Washington's plan of 2006 as current use, future land use as plan; GeoPandas cuts every piece."""
    place = f"/vsizip/{shared_data}/us-dc-plans/dc_plans_geojson.zip"
    frames = [
        gpd.read_file(f"{place}/{n}.geojson").to_crs(26985)
        for n in ("land-use-planned-2006", "future-land-use")
    ]
    current, plan = laid_out(
        [Source(str(n), frame, "ALLCODES") for n, frame in enumerate(frames)], leave_out=True
    )
    ward = shapely.box(*shapely.total_bounds(plan.shapes)).buffer(-7_000)
    unit = layer(("giữa", ward))
    (found,) = conversion(current, plan, unit, rules).units
    left = gpd.GeoDataFrame({"code": current.labels}, geometry=current.shapes).clip(ward)
    left = left[left.area > 0]
    right = gpd.GeoDataFrame({"function": plan.labels}, geometry=plan.shapes).clip(ward)
    right = right[right.area > 0]
    pieces = gpd.overlay(left, right, keep_geom_type=True)
    sums = pieces.assign(m2=pieces.area).groupby(["code", "function"])["m2"].sum()
    assert len(sums) > 100
    cells = {(cell.code, cell.function): cell.m2 for cell in found.cells}
    assert set(cells) >= {pair for pair, m2 in sums.items() if m2 > 1e-3}
    for pair, m2 in cells.items():
        assert m2 == pytest.approx(sums.get(pair, 0.0), rel=1e-6, abs=1e-2)
    unplanned = left.overlay(right, how="difference", keep_geom_type=True).area.sum()
    assert sum(found.unplanned.values()) == pytest.approx(unplanned, rel=1e-6, abs=1.0)
    assert balance(found) == pytest.approx(ward.area, rel=1e-9)
