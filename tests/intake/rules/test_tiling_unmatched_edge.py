"""Points of a neighbour on the border, with none of the zone's own within a millimetre at 1/500."""

from __future__ import annotations

import pytest
import shapely

CODE = "tiling.unmatched-edge"
E, N = 577_000.0, 1_722_000.0


def test_borders_with_the_same_points_pass(found, layer, grid) -> None:
    assert found(CODE, layer("khu", grid(3, 3))) == []


def test_a_border_without_the_corner_of_two_neighbours(found, layer, box) -> None:
    (finding,) = found(CODE, layer("khu", [box(0, 0, 20, height=10), box(0, 1), box(1, 1)]))
    assert finding.feature == 1
    assert finding.others == (2, 3)
    assert finding.measure == 1
    assert finding.geometry.equals(shapely.MultiPoint([(E + 10, N + 10)]))


@pytest.mark.parametrize(("millimetres", "count"), [(0.98, 0), (1.02, 1)])
def test_a_hair_under_and_over_the_tolerance_from_an_own_point(
    found, layer, millimetres: float, count: int
) -> None:
    # both borders bend on the line, at points that far apart
    apart = millimetres / 1000
    south = shapely.Polygon([(E, N), (E + 10, N), (E + 10, N + 10), (E + 5, N + 10), (E, N + 10)])
    north = shapely.Polygon(
        [(E, N + 10), (E + 5 + apart, N + 10), (E + 10, N + 10), (E + 10, N + 20), (E, N + 20)]
    )
    findings = found(CODE, layer("khu", [south, north]))
    assert [finding.feature for finding in findings] == [1, 2][: 2 * count]


@pytest.mark.parametrize(("millimetres", "code"), [(0.9, CODE), (1.5, "tiling.sliver")])
def test_a_point_off_the_line_by_a_hair(checked, layer, millimetres: float, code: str) -> None:
    # the neighbour's point stands off the straight border: within the coincidence it is on it
    off = millimetres / 1000
    south = shapely.box(E, N, E + 10, N + 10)
    north = shapely.Polygon(
        [(E, N + 10), (E + 5, N + 10 - off), (E + 10, N + 10), (E + 10, N + 20), (E, N + 20)]
    )
    assert [f.code for f in checked(layer("khu", [south, north])).findings] == [code]


def test_points_of_an_overlap_are_its_consequence_and_not_told_again(checked, layer, box, grid) -> None:
    zones = grid(3, 3)
    zones[4] = box(1, 1, 12, height=10)
    assert [f.code for f in checked(layer("khu", zones)).findings] == ["tiling.overlap"]


def test_a_corner_that_only_touches_shares_no_border(found, layer, box) -> None:
    corner = shapely.Polygon([(E + 5, N + 10), (E + 8, N + 15), (E + 2, N + 15)])
    assert found(CODE, layer("khu", [box(0, 0), corner])) == []


def test_every_missing_point_is_counted(found, layer, box) -> None:
    (finding,) = found(CODE, layer("khu", [box(0, 0), shapely.segmentize(box(0, 1), 2.5)]))
    assert (finding.feature, finding.measure) == (1, 3)


def test_the_boundary_may_have_other_points(found, layer, grid, box) -> None:
    outline = layer("RanhGioiQuyHoach_A", [shapely.segmentize(box(0, 0, 30), 3.3)])
    assert found(CODE, layer("khu", grid(3, 3)), outline) == []


def test_no_data(found, layer) -> None:
    assert found(CODE, layer("khu", [])) == []
