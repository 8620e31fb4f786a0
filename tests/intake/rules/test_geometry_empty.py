"""Features without geometry."""

from __future__ import annotations

import shapely

CODE = "geometry.empty"


def test_features_with_geometry_pass(found, layer, grid) -> None:
    assert found(CODE, layer("khu", grid(2, 1))) == []


def test_a_missing_and_an_empty_geometry_are_found(found, layer, box) -> None:
    findings = found(CODE, layer("khu", [box(0, 0), None, shapely.Polygon(), box(1, 0)]))
    assert [finding.feature for finding in findings] == [2, 3]
    assert findings[0].geometry is None


def test_a_layer_without_any_geometry_is_a_table_and_is_said_to_be_skipped(checked, layer) -> None:
    result = checked(layer("bang", [None, None]))
    assert [f.code for f in result.findings] == []
    assert ("geometry.empty", "bang", False) in [(s.rule, s.layer, s.unknown) for s in result.skipped]


def test_no_data(found, layer) -> None:
    assert found(CODE, layer("khu", [])) == []
