"""Points, lines and areas in one layer."""

from __future__ import annotations

import shapely

CODE = "geometry.mixed-kinds"


def test_one_kind_passes_whether_in_parts_or_not(found, layer, box) -> None:
    assert found(CODE, layer("khu", [box(0, 0), shapely.MultiPolygon([box(2, 0), box(4, 0)])])) == []


def test_one_stray_point_makes_a_finding_for_the_layer(found, layer, grid, box) -> None:
    (finding,) = found(CODE, layer("khu", [*grid(3, 1), box(0, 0).centroid]))
    assert finding.feature is None
    assert finding.measure == 1
    assert "1 điểm, 3 vùng" in finding.message


def test_a_collection_is_told_for_its_feature(found, layer, box) -> None:
    mixed = shapely.GeometryCollection([box(0, 0), box(0, 0).centroid])
    (finding,) = found(CODE, layer("khu", [box(2, 2), mixed]))
    assert finding.feature == 2


def test_no_data(found, layer) -> None:
    assert found(CODE, layer("khu", [])) == []
    assert found(CODE, layer("khu", [None])) == []
