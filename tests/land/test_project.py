"""A project against areas, lists and functions: every verdict, by hand and by a hair."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.base.time import Truth
from dothi.land.permission import Rules, rules_of
from dothi.land.polygons import Polygons
from dothi.land.project import (
    Criterion,
    Judged,
    ProjectConformity,
    Standing,
    by_functions,
    held,
    inside,
    listed,
    names_in,
    not_given,
)
from dothi.law import load_law

DAY = date(2026, 12, 1)
PROJECT = shapely.box(0, 0, 100, 100)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return rules_of(load_law(), DAY)


def layer(*items: tuple[str, Any]) -> Polygons:
    labels = np.array([label for label, _ in items], dtype=object)
    shapes = np.array([shape for _, shape in items], dtype=object)
    return Polygons("lớp", shapes, np.arange(1, len(items) + 1), labels)


@pytest.mark.parametrize(
    ("east", "standing", "outside", "strip"),
    [
        (100.0, Standing.MET, 0.0, 0.0),
        (98.1, Standing.MET, 0.0, 190.0),
        (97.9, Standing.NOT_MET, 210.0, 0.0),
        (50.0, Standing.NOT_MET, 5_000.0, 0.0),
        (0.0, Standing.NOT_MET, 10_000.0, 0.0),
    ],
)
def test_inside_a_development_area_by_a_hair(
    east: float, standing: Standing, outside: float, strip: float
) -> None:
    found = inside(Criterion.AREA, PROJECT, layer(("", shapely.box(-10, -10, east, 110))), 2.0)
    assert found.standing is standing
    assert (found.inside_m2, found.outside_m2, found.strip_m2) == pytest.approx((east * 100, outside, strip))
    assert found.inside_share == pytest.approx(east / 100)


def test_two_areas_that_meet_hold_a_project_together() -> None:
    areas = layer(("", shapely.box(0, 0, 60, 100)), ("", shapely.box(50, 0, 100, 100)))
    found = inside(Criterion.AREA, PROJECT, areas, 2.0)
    assert (found.standing, found.inside_m2) == (Standing.MET, pytest.approx(10_000))


def test_no_area_in_force_holds_nothing() -> None:
    found = inside(Criterion.AREA, PROJECT, layer(), 2.0)
    assert (found.standing, found.inside_m2, found.outside_m2) == (Standing.NOT_MET, 0.0, 10_000.0)


def judged(rules: Rules, *zones: tuple[str, Any], uses: tuple[str, ...] = ("residential",)) -> Judged:
    return by_functions(Criterion.ZONING, PROJECT, layer(*zones), uses=uses, rules=rules, tolerance_m=2.0)


def test_functions_that_admit_the_projects_uses(rules: Rules) -> None:
    found = judged(
        rules,
        ("qpk.nhom-nha-o", shapely.box(0, 0, 70, 100)),
        ("qpk.hon-hop", shapely.box(70, 0, 120, 100)),
        ("qpk.nghia-trang", shapely.box(100, 0, 200, 100)),
    )
    assert found.standing is Standing.MET
    assert [(met.function, met.fits) for met in found.functions] == [
        ("qpk.nhom-nha-o", Truth.YES),
        ("qpk.hon-hop", Truth.YES),
    ]
    assert [met.m2 for met in found.functions] == pytest.approx([7_000, 3_000])
    assert [met.share for met in found.functions] == pytest.approx([0.7, 0.3])


@pytest.mark.parametrize(("west", "standing"), [(98.1, Standing.MET), (97.9, Standing.NOT_MET)])
def test_a_strip_of_another_function_weighs_on_nothing(rules: Rules, west: float, standing: Standing) -> None:
    found = judged(
        rules,
        ("qpk.nhom-nha-o", shapely.box(0, 0, west, 100)),
        ("qpk.cong-nghiep-kho-tang", shapely.box(west, 0, 200, 100)),
    )
    assert found.standing is standing
    assert found.strip_m2 == pytest.approx(190 if standing is Standing.MET else 0)
    assert ("qpk.cong-nghiep-kho-tang" in found.reason.vi) is (standing is Standing.NOT_MET)


@pytest.mark.parametrize(
    ("zones", "uses", "said"),
    [
        ([("qpk.nhom-nha-o", shapely.box(0, 0, 90, 100))], ("residential",), "không có chức năng"),
        ([("qpk.cay-xanh-han-che", PROJECT)], ("residential",), "qpk.cay-xanh-han-che"),
        ([("", PROJECT)], ("residential",), "?"),
        ([("qpk.nhom-nha-o", PROJECT)], (), "--use"),
        ([("qpk.nhom-nha-o", shapely.box(100, 0, 200, 100))], ("residential",), "Không vùng chức năng nào"),
        ([], ("residential",), "Không vùng chức năng nào"),
    ],
    ids=["a part has none", "nobody read it", "no code", "uses not named", "only touches", "nothing there"],
)
def test_not_known_where_functions_do_not_tell(
    rules: Rules, zones: list[tuple[str, Any]], uses: tuple[str, ...], said: str
) -> None:
    found = judged(rules, *zones, uses=uses)
    assert found.standing is Standing.UNKNOWN
    assert said in found.reason.vi


def test_a_function_against_weighs_more_than_what_is_not_known(rules: Rules) -> None:
    found = judged(rules, ("qpk.nghia-trang", shapely.box(0, 0, 50, 100)), ("", shapely.box(50, 0, 80, 100)))
    assert found.standing is Standing.NOT_MET


def test_a_land_use_plan_writes_codes(rules: Rules) -> None:
    assert judged(rules, ("ODT", PROJECT)).standing is Standing.MET
    assert judged(rules, ("LUC", PROJECT)).standing is Standing.NOT_MET


def test_a_list_knows_a_name_however_written_and_its_silence_is_not_a_no() -> None:
    names = ["Khu đô thị An Phú", "Khu nhà ở B"]
    assert listed(Criterion.HOUSING, "khu do thi  AN PHÚ", names, "ds.csv").standing is Standing.MET
    assert listed(Criterion.HOUSING, "Khu đô thị C", names, "ds.csv").standing is Standing.UNKNOWN


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        ({}, True),
        ({"from": "2/12/2026"}, False),
        ({"from": "1/12/2026", "until": ""}, True),
        ({"until": "1/12/2026"}, False),
        ({"den_ngay": "2026-12-02"}, True),
        ({"tu_ngay": date(2027, 1, 1)}, False),
        ({"from": float("nan"), "until": None}, True),
    ],
)
def test_rows_in_force_on_the_day(row: dict[str, Any], holds: bool) -> None:
    assert held([row], "lớp", DAY) == [holds]


def test_a_day_that_is_none_is_named_by_its_row() -> None:
    with pytest.raises(InputError) as caught:
        held([{"until": "1/1/2027"}, {"until": "31/2/2027"}], "khu vực", DAY)
    (fault,) = caught.value.faults
    assert (fault.code, fault.where) == ("date.impossible", "khu vực, mục 2")


def test_names_of_a_list_on_a_day() -> None:
    rows = [{"ten": "A", "until": ""}, {"ten": "B", "until": "1/1/2026"}]
    assert names_in(rows, "ds.csv", DAY) == ["A"]
    for bad in ([], [{"dự án": "A"}]):
        with pytest.raises(InputError) as caught:
            names_in(bad, "ds.csv", DAY)
        assert caught.value.faults[0].code == "project.no-name"


def of(*standings: Standing) -> Standing:
    judged = tuple(Judged(Criterion.AREA, one, not_given(Criterion.AREA).reason) for one in standings)
    return ProjectConformity("x", 1.0, DAY, judged, "", False).standing


def test_the_whole_is_met_only_where_everything_is() -> None:
    met, against, unknown = Standing.MET, Standing.NOT_MET, Standing.UNKNOWN
    assert of(met, met) is met
    assert of(met, unknown) is unknown
    assert of(unknown, against, met) is against
    assert of() is unknown
    assert not_given(Criterion.DETAILED).standing is unknown


sides = st.integers(-20, 120)
boxes = st.tuples(sides, sides, st.integers(1, 90), st.integers(1, 90)).map(
    lambda one: shapely.box(one[0], one[1], one[0] + one[2], one[1] + one[3])
)


@given(st.lists(boxes, max_size=5))
def test_inside_and_outside_make_up_the_project(areas: list[Any]) -> None:
    found = inside(Criterion.AREA, PROJECT, layer(*(("", one) for one in areas)), 2.0)
    assert found.inside_m2 is not None
    assert found.outside_m2 is not None
    assert found.inside_m2 + found.outside_m2 + found.strip_m2 == pytest.approx(10_000)
    assert (found.standing is Standing.MET) is (found.outside_m2 == 0)
