"""Features in a place that the plan encloses but leaves out have a message of their own."""

from __future__ import annotations

import pytest
import shapely

CODE = "containment.in-hole"


def holed(layer, box):
    return layer("RanhGioiQuyHoach_A", [shapely.Polygon(box(0, 0, 100).exterior, [box(4, 4, 20).exterior])])


def test_inside_the_plan_passes(found, layer, box) -> None:
    assert found(CODE, layer("khu", [box(1, 1), box(3, 4)]), holed(layer, box)) == []


def test_a_zone_in_the_hole(found, layer, box) -> None:
    (finding,) = found(CODE, layer("khu", [box(4.5, 4.5)]), holed(layer, box))
    assert finding.measure == pytest.approx(100.0)
    assert "khoét" in finding.message


def test_a_zone_that_fills_the_hole_touches_the_plan_only(found, layer, box) -> None:
    assert len(found(CODE, layer("khu", [box(4, 4, 20)]), holed(layer, box))) == 1


@pytest.mark.parametrize(("millimetres", "code"), [(0.98, CODE), (1.02, "containment.crossing")])
def test_a_hair_under_and_over_the_tolerance_over_its_edge(
    checked, layer, box, millimetres: float, code: str
) -> None:
    zone = box(4 - millimetres / 10_000, 4.5)
    result = checked(layer("khu", [zone]), holed(layer, box))
    assert [f.code for f in result.findings if f.code.startswith("containment")] == [code]


def test_outside_the_whole_plan_is_another_finding(found, layer, box) -> None:
    assert found(CODE, layer("khu", [box(20, 20)]), holed(layer, box)) == []


def test_no_data(found, layer, box) -> None:
    assert found(CODE, layer("khu", []), holed(layer, box)) == []
