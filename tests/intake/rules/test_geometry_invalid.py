"""One finding for each invalid geometry, at its place, with what the repair would change."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from dothi.intake.findings import Severity

CODE = "geometry.invalid"
E, N = 577_000.0, 1_722_000.0


def test_valid_shapes_of_every_kind_pass(found, layer, grid) -> None:
    shapes = [*grid(2, 2), shapely.Point(E, N), shapely.LineString([(E, N), (E + 5, N + 5)])]
    assert found(CODE, layer("khu", shapes)) == []


def test_a_bow_tie_is_found_at_its_crossing_with_its_area(found, layer, box) -> None:
    # two triangles of 10 m by 5 m that meet in the middle: 25 m² each, and they cancel as drawn
    tie = shapely.Polygon([(E, N), (E + 10, N + 10), (E + 10, N), (E, N + 10)])
    (finding,) = found(CODE, layer("khu", [box(3, 0), tie]))
    assert finding.feature == 2
    assert finding.severity is Severity.ERROR
    assert finding.geometry.equals(shapely.Point(E + 5, N + 5))
    assert finding.measure == pytest.approx(50.0)
    assert "tự cắt" in finding.message
    assert "crosses itself" in finding.message_en
    assert "+50,00 m²" in finding.remedy
    assert finding.where == "X (bắc) 1.722.005,00; Y (đông) 577.005,00"


def test_a_crossing_of_a_millimetre_is_found_and_a_touching_corner_is_not(found, layer) -> None:
    def dented(depth: float) -> shapely.Polygon:
        """A square whose border runs down to its base and up again, ``depth`` beyond it."""
        top = [(E + 10, N + 10), (E + 6, N + 10), (E + 5, N - depth), (E + 4, N + 10), (E, N + 10)]
        return shapely.Polygon([(E, N), (E + 10, N), *top])

    assert found(CODE, layer("khu", [dented(-0.001)])) == []
    assert len(found(CODE, layer("khu", [dented(0.001)]))) == 1


def test_reasons_are_told_in_words(found, layer, box) -> None:
    outside = shapely.Polygon(box(0, 0).exterior, [box(3, 3).exterior])
    doubled = shapely.MultiPolygon([box(0, 0), box(0.5, 0)])
    messages = [f.message for f in found(CODE, layer("khu", [outside, doubled]))]
    assert "lỗ nằm ngoài vùng" in messages[0]
    assert "tự cắt" in messages[1] or "chồng lên nhau" in messages[1]


def test_as_many_findings_as_geos_counts_invalid(found, layer) -> None:
    random = np.random.default_rng(7)
    rings = [
        shapely.Polygon(random.uniform(0, 50, (6, 2)) + np.array([E + 100 * place, N]))
        for place in range(200)
    ]
    told = {finding.feature for finding in found(CODE, layer("khu", rings))}
    assert told == {place + 1 for place, ring in enumerate(rings) if not ring.is_valid}
    assert 20 < len(told) < 200


def test_a_line_without_length_has_no_repair_to_propose(found, layer) -> None:
    (finding,) = found(CODE, layer("duong", [shapely.LineString([(E, N), (E, N)])]))
    assert finding.measure is None or np.isnan(finding.measure)
    assert "Vẽ lại" in finding.remedy


def test_no_data(found, layer) -> None:
    assert found(CODE, layer("khu", [])) == []
    assert found(CODE, layer("khu", [None, shapely.Polygon()])) == []


def test_degrees_are_judged_as_the_file_has_them(found, layer) -> None:
    tie = shapely.Polygon([(108.0, 15.0), (108.001, 15.001), (108.001, 15.0), (108.0, 15.001)])
    (finding,) = found(CODE, layer("khu", [tie], crs=4326))
    assert finding.geometry.distance(shapely.Point(108.0005, 15.0005)) < 1e-9
    assert "vĩ độ" in finding.where
