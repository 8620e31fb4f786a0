"""Points that repeat the one before, up to and including a millimetre at 1/500."""

from __future__ import annotations

import pytest
import shapely

CODE = "geometry.duplicate-vertices"
E, N = 577_000.0, 1_722_000.0


def notched(step: float) -> shapely.Polygon:
    """A square with one point more, ``step`` metres along its base."""
    return shapely.Polygon([(E, N), (E + step, N), (E + 10, N), (E + 10, N + 10), (E, N + 10)])


@pytest.mark.parametrize(("millimetres", "count"), [(0.0, 1), (0.98, 1), (1.02, 0), (5.0, 0)])
def test_a_hair_under_and_over_the_tolerance(found, layer, millimetres: float, count: int) -> None:
    findings = found(CODE, layer("khu", [notched(millimetres / 1000)]))
    assert len(findings) == count
    if count:
        assert findings[0].measure == 1
        assert findings[0].geometry.distance(shapely.Point(E, N)) <= 0.001


def test_the_tolerance_is_that_of_the_scale(found, layer) -> None:
    plan = layer("khu", [notched(0.004)])
    assert found(CODE, plan, scale=2000) == []
    assert len(found(CODE, plan, scale=5000)) == 1


def test_one_finding_a_feature_counts_all_its_points(found, layer, box) -> None:
    ring = [(E, N), (E, N), (E, N), (E + 10, N), (E + 10, N), (E + 10, N + 10)]
    line = shapely.LineString([(E, N), (E + 5, N), (E + 5, N)])
    findings = found(CODE, layer("khu", [box(0, 2), shapely.Polygon(ring), line]))
    assert [(finding.feature, finding.measure) for finding in findings] == [(2, 3), (3, 1)]


def test_the_end_that_closes_a_ring_is_no_repetition(found, layer, box) -> None:
    assert found(CODE, layer("khu", [box(0, 0)])) == []


def test_holes_and_parts_are_runs_of_their_own(found, layer, box) -> None:
    hole = shapely.Polygon(box(0, 0, 30).exterior, [box(1, 1).exterior])
    parts = shapely.MultiPolygon([box(5, 5), box(7, 7)])
    assert found(CODE, layer("khu", [hole, parts])) == []


def test_without_a_crs_metres_are_unknown_and_that_is_said(checked, layer) -> None:
    result = checked(layer("ve", [shapely.box(0, 0, 3, 3)], crs=None))
    assert (CODE, "ve", True) in [(s.rule, s.layer, s.unknown) for s in result.skipped]
    assert not result.complete


def test_no_data_and_invalid_input(found, layer) -> None:
    assert found(CODE, layer("khu", [])) == []
    tie = shapely.Polygon([(E, N), (E + 10, N + 10), (E + 10, N), (E + 10, N), (E, N + 10)])
    assert len(found(CODE, layer("khu", [tie]))) == 1
