"""Features that reach over the plan's boundary by more than a millimetre at 1/500."""

from __future__ import annotations

import pytest
import shapely

CODE = "containment.crossing"


def outline(layer, box):
    return layer("RanhGioiQuyHoach_A", [box(0, 0, 100)])


@pytest.mark.parametrize(("millimetres", "count"), [(0, 0), (0.98, 0), (1.02, 1), (2000, 1)])
def test_a_hair_under_and_over_the_tolerance(found, layer, box, millimetres: float, count: int) -> None:
    zone = box(9, 0, 10 + millimetres / 1000, height=10)
    findings = found(CODE, layer("khu", [zone]), outline(layer, box))
    assert len(findings) == count
    if count:
        assert findings[0].measure == pytest.approx(10 * millimetres / 1000, rel=1e-5)
        assert findings[0].geometry.bounds[0] == pytest.approx(577_100.0)


def test_a_line_through_the_plan_crosses_it(found, layer, box) -> None:
    line = shapely.LineString([(576_990, 1_722_050), (577_130, 1_722_050)])
    (finding,) = found(CODE, layer("duong", [line]), outline(layer, box))
    assert (finding.measure, finding.unit) == (pytest.approx(40.0), "m")


def test_a_line_that_ends_beyond_the_border(found, layer, box) -> None:
    line = shapely.LineString([(577_050, 1_722_050), (577_050, 1_722_103)])
    (finding,) = found(CODE, layer("duong", [line]), outline(layer, box))
    assert "phần ngoài 3,00 m" in finding.message


def test_a_zone_over_the_whole_plan_crosses_it(found, layer, box) -> None:
    (finding,) = found(CODE, layer("khu", [box(-1, -1, 120)]), outline(layer, box))
    assert finding.measure == pytest.approx(14_400 - 10_000)


def test_a_zone_over_a_hole_of_the_plan_crosses_it(found, layer, box) -> None:
    holed = layer("RanhGioiQuyHoach_A", [shapely.Polygon(box(0, 0, 100).exterior, [box(4, 4).exterior])])
    (finding,) = found(CODE, layer("khu", [box(3, 4, 20, height=10)]), holed)
    assert finding.measure == pytest.approx(100.0)


def test_no_data(found, layer, box) -> None:
    assert found(CODE, layer("khu", []), outline(layer, box)) == []
