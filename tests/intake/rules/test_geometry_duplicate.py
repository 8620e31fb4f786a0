"""The same geometry twice in one layer."""

from __future__ import annotations

import pytest
import shapely
from shapely import affinity

CODE = "geometry.duplicate"


def test_neighbours_pass(found, layer, grid) -> None:
    assert found(CODE, layer("khu", grid(3, 3))) == []


@pytest.mark.parametrize(("millimetres", "count"), [(0.0, 1), (0.98, 1), (1.02, 0)])
def test_a_hair_under_and_over_the_tolerance(found, layer, box, millimetres: float, count: int) -> None:
    moved = affinity.translate(box(0, 0), millimetres / 1000, 0)
    findings = found(CODE, layer("khu", [box(0, 0), box(1, 0), moved]))
    assert [(f.feature, f.others) for f in findings] == [(3, (1,))] * count


def test_another_start_direction_or_point_makes_no_other_geometry(found, layer, box) -> None:
    points = list(box(0, 0).exterior.coords)[:-1]
    turned = shapely.Polygon(points[2:] + points[:2])
    reversed_ = shapely.Polygon(points[::-1])
    denser = shapely.segmentize(box(0, 0), 3.0)
    findings = found(CODE, layer("khu", [box(0, 0), turned, reversed_, denser]))
    assert [(f.feature, f.others) for f in findings] == [(2, (1,)), (3, (1,)), (4, (1,))]


def test_the_message_names_the_fields_that_differ(found, layer, box) -> None:
    plan = layer("khu", [box(0, 0)] * 3, phanLoai=["A", "A", "B"], ten=["x", "x", None])
    same, other = found(CODE, plan)
    assert "mọi trường giống nhau" in same.message
    assert "khác ở 2 trường (phanLoai, ten)" in other.message


def test_points_and_lines_are_compared_too(found, layer, box) -> None:
    line = shapely.LineString([(577_000, 1_722_000), (577_009, 1_722_003)])
    shapes = [box(0, 0).centroid, box(0, 0).centroid, line, line, box(0, 0)]
    assert [f.feature for f in found(CODE, layer("mix", shapes))] == [2, 4]


def test_a_point_at_the_place_of_an_area_is_no_copy(found, layer, box) -> None:
    tiny = box(0, 0).centroid.buffer(0.0003)
    assert found(CODE, layer("mix", [box(0, 0).centroid, tiny])) == []


def test_a_copy_is_not_told_again_as_an_overlap(checked, layer, grid, box) -> None:
    codes = {f.code for f in checked(layer("khu", [*grid(2, 2), box(0, 0)])).findings}
    assert codes == {CODE}


def test_zones_that_are_not_in_force_together_may_repeat(found, layer, box) -> None:
    plan = layer(
        "khu", [box(0, 0)] * 2, hieuLucTu=["2020-01-01", "2026-01-01"], hieuLucDen=["2025-12-31", None]
    )
    assert found(CODE, plan) == []


def test_no_data_and_invalid_input(found, layer) -> None:
    assert found(CODE, layer("khu", [])) == []
    tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    tie = affinity.translate(tie, 577_000, 1_722_000)
    assert [f.feature for f in found(CODE, layer("khu", [tie, None, tie]))] == [3]
