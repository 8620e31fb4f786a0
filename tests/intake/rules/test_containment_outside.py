"""Features outside the plan: nothing of them reaches in by more than a millimetre at 1/500."""

from __future__ import annotations

import pytest
import shapely

CODE = "containment.outside"


def outline(layer, box):
    return layer("RanhGioiQuyHoach_A", [box(0, 0, 100)])


def test_inside_and_on_the_border_pass(found, layer, box) -> None:
    line = shapely.LineString([(577_000, 1_722_000), (577_100, 1_722_000)])
    corner = shapely.Point(577_100, 1_722_100)
    plan = layer("khu", [box(0, 0), box(9, 9), line, corner, box(5, 5)])
    assert found(CODE, plan, outline(layer, box)) == []


def test_a_zone_beside_the_plan_is_outside(found, layer, box) -> None:
    (finding,) = found(CODE, layer("khu", [box(1, 1), box(12, 3)]), outline(layer, box))
    assert finding.feature == 2
    assert finding.measure == pytest.approx(100.0)
    assert finding.message == "Nằm hẳn ngoài ranh giới quy hoạch, xa nhất 30,00 m"


@pytest.mark.parametrize(("millimetres", "code"), [(0.98, CODE), (1.02, "containment.crossing")])
def test_a_hair_under_and_over_the_tolerance_into_the_plan(
    checked, layer, box, millimetres: float, code: str
) -> None:
    zone = box(10 - millimetres / 10_000, 3)
    result = checked(layer("khu", [zone]), outline(layer, box))
    assert [f.code for f in result.findings if f.code.startswith("containment")] == [code]


def test_points_and_lines_outside(found, layer, box) -> None:
    line = shapely.LineString([(577_110, 1_722_000), (577_110, 1_722_050)])
    findings = found(CODE, layer("ve", [box(11, 0).centroid, line]), outline(layer, box))
    assert [(f.feature, f.measure, f.unit) for f in findings] == [(1, pytest.approx(15), "m"), (2, 50, "m")]


def test_a_named_boundary_layer_is_taken(found, layer, box) -> None:
    other = layer("pham-vi", [box(20, 20, 100)])
    assert len(found(CODE, layer("khu", [box(1, 1)]), other, boundary="pham-vi")) == 1


def test_without_a_boundary_the_rule_is_skipped_and_the_answer_not_complete(checked, layer, box) -> None:
    result = checked(layer("khu", [box(1, 1)]))
    assert (CODE, "", True) in [(s.rule, s.layer, s.unknown) for s in result.skipped]
    assert not result.complete


def test_another_crs_than_the_boundary_is_said(checked, layer, box) -> None:
    zone = layer("khu", [shapely.box(108.4, 15.5, 108.5, 15.6)], crs=4326)
    result = checked(zone, outline(layer, box))
    assert (CODE, "khu", True) in [(s.rule, s.layer, s.unknown) for s in result.skipped]


def test_compensation_areas_may_lie_outside(found, layer, box) -> None:
    plan = layer("khu", [box(1, 1), box(12, 3)], phanLoai=["Đất ở", "Khu bù"])
    assert found(CODE, plan, outline(layer, box)) == []


def test_no_data_and_invalid_input(found, layer, box) -> None:
    assert found(CODE, layer("khu", []), outline(layer, box)) == []
    e, n = 577_200.0, 1_722_000.0
    tie = shapely.Polygon([(e, n), (e + 10, n + 10), (e + 10, n), (e, n + 10)])
    assert [f.feature for f in found(CODE, layer("khu", [None, tie]), outline(layer, box))] == [2]
