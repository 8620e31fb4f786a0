"""Gaps: places that no zone covers, enclosed by zones or inside the plan's boundary."""

from __future__ import annotations

import pytest
import shapely

CODE = "tiling.gap"


def ring_of_eight(box, **middle):
    """Eight squares around the middle one, which may be another shape."""
    around = [box(c, r) for r in range(3) for c in range(3) if (c, r) != (1, 1)]
    return [*around, *middle.values()]


def test_no_gap_passes(found, layer, grid) -> None:
    assert found(CODE, layer("khu", grid(3, 3))) == []


def test_a_missing_zone_is_a_gap_between_its_neighbours(found, layer, box) -> None:
    (finding,) = found(CODE, layer("khu", ring_of_eight(box)))
    assert finding.feature is None
    assert finding.measure == pytest.approx(100.0)
    assert finding.geometry.equals(box(1, 1))
    assert finding.others == (2, 4, 5, 7)
    assert finding.message == "Chỗ hở 100,00 m² không thuộc ô nào, giữa các ô 2, 4, 5, 7"


@pytest.mark.parametrize(("millimetres", "code"), [(102, CODE), (98, "tiling.sliver")])
def test_a_hair_over_the_sliver_is_a_gap_and_a_hair_under_is_a_sliver(
    checked, layer, box, millimetres: float, code: str
) -> None:
    narrower = box(1, 1, 10 - millimetres / 1000, height=10)
    findings = list(checked(layer("khu", ring_of_eight(box, middle=narrower))).findings)
    assert [f.code for f in findings] == [code]
    assert findings[0].measure == pytest.approx(10 * millimetres / 1000, rel=1e-5)


def test_a_gap_between_many_zones_names_five_and_counts_the_rest(found, layer, box) -> None:
    zones = [box(c, r) for r in range(4) for c in range(4) if not (0 < c < 3 and 0 < r < 3)]
    (finding,) = found(CODE, layer("khu", zones))
    assert finding.others == (2, 3, 5, 6, 7, 8, 10, 11)
    assert finding.message.endswith("giữa các ô 2, 3, 5, 6, 7 và 3 ô khác")


def test_a_zone_standing_free_in_a_gap_is_cut_out_of_it(found, layer, box) -> None:
    (finding,) = found(CODE, layer("khu", ring_of_eight(box, island=box(1.3, 1.3, 4))))
    assert finding.measure == pytest.approx(100 - 16)
    assert len(finding.geometry.interiors) == 1


def test_a_hole_of_one_zone_is_a_gap(found, layer, box) -> None:
    (finding,) = found(
        CODE, layer("khu", [shapely.Polygon(box(0, 0, 30).exterior, [box(1, 1).exterior])]), zones=("khu",)
    )
    assert finding.measure == pytest.approx(100.0)


def test_a_place_closed_by_corners_only_is_a_gap(found, layer, box) -> None:
    (finding,) = found(CODE, layer("khu", [box(1, 0), box(0, 1), box(2, 1), box(1, 2)]), zones=("khu",))
    assert finding.geometry.equals(box(1, 1))


def test_an_opening_to_the_outside_is_no_gap_without_the_boundary_and_that_is_said(
    checked, layer, box
) -> None:
    zones = layer("khu", [box(0, 0), box(1, 0), box(0, 1)])
    result = checked(zones)
    assert CODE not in {f.code for f in result.findings}
    assert (CODE, "khu", True) in [(s.rule, s.layer, s.unknown) for s in result.skipped]
    assert not result.complete


def test_with_the_boundary_the_outer_edge_is_looked_at_too(found, checked, layer, box) -> None:
    zones = layer("khu", [box(0, 0), box(1, 0), box(0, 1)])
    outline = layer("RanhGioiQuyHoach_A", [box(0, 0, 20)])
    (finding,) = found(CODE, zones, outline)
    assert finding.layer == "khu"
    assert finding.geometry.equals(box(1, 1))
    assert CODE not in {s.rule for s in checked(zones, outline).skipped if s.unknown}


def test_a_hole_of_the_boundary_is_no_gap(found, layer, box) -> None:
    outline = layer("RanhGioiQuyHoach_A", [shapely.Polygon(box(0, 0, 30).exterior, [box(1, 1).exterior])])
    assert found(CODE, layer("khu", ring_of_eight(box)), outline) == []


def test_a_boundary_with_more_points_than_the_zones_is_no_gap(found, layer, grid, box) -> None:
    outline = layer("RanhGioiQuyHoach_A", [shapely.segmentize(box(0, 0, 30), 1.7)])
    assert found(CODE, layer("khu", grid(3, 3)), outline) == []


def test_gaps_are_those_of_the_day(found, layer, box) -> None:
    zones = ring_of_eight(box, middle=box(1, 1))
    plan = layer("khu", zones, hieuLucDen=[*[None] * 8, "2025-12-31"])
    (finding,) = found(CODE, plan)
    assert finding.geometry.equals(box(1, 1))
    whole = layer("khu", zones, hieuLucDen=[*[None] * 8, "2026-12-31"])
    assert found(CODE, whole) == []


def test_a_partial_plan_may_leave_gaps(found, layer, box) -> None:
    assert found(CODE, layer("khu", ring_of_eight(box)), partial=True) == []


def test_no_data(found, layer) -> None:
    assert found(CODE, layer("khu", [])) == []
