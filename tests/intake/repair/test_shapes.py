"""Mending one geometry."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from dothi.intake.repair.shapes import rebuilt, with_points, without_points, without_repeats

SQUARE = shapely.box(0, 0, 10, 10)


def test_a_bow_tie_becomes_its_two_triangles() -> None:
    mended = rebuilt(shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)]))
    assert mended.geom_type == "MultiPolygon"
    assert mended.area == pytest.approx(50.0)


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Polygon([(0, 0), (5, 5), (0, 0)]),  # no extent: nothing would be left
        shapely.LineString([(0, 0), (0, 0)]),
        shapely.GeometryCollection([SQUARE]),
    ],
)
def test_what_cannot_be_rebuilt_is_left_to_people(shape) -> None:
    assert rebuilt(shape) is None


def test_repeated_points_are_dropped_and_the_ring_starts_where_it_did() -> None:
    ring = shapely.Polygon([(0, 0), (0, 0), (10, 0), (10, 10), (0, 10), (0, 0)])
    assert list(without_repeats(ring).exterior.coords) == [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert without_repeats(SQUARE) is None


def test_a_corner_of_another_ring_at_the_same_place_stays() -> None:
    shell = [(0, 0), (10, 0), (12, 5), (10, 10), (0, 10)]
    hole = [(12, 5), (12, 5), (4, 6), (4, 4)]
    mended = without_repeats(shapely.Polygon(shell, [hole]))
    assert list(mended.exterior.coords) == [*shell, (0, 0)]
    assert list(mended.interiors[0].coords) == [(12, 5), (4, 6), (4, 4), (12, 5)]


def test_the_ends_of_a_line_stay() -> None:
    line = shapely.LineString([(0, 0), (5, 0), (5, 0), (9, 0), (9, 0)])
    assert list(without_repeats(line).coords) == [(0, 0), (5, 0), (9, 0)]
    assert without_repeats(shapely.LineString([(0, 0), (0, 0)])) is None


def test_a_point_above_another_is_no_repetition() -> None:
    assert without_repeats(shapely.LineString([(0, 0, 1), (0, 0, 5), (9, 0, 5)])) is None
    mended = without_repeats(shapely.LineString([(0, 0, 1), (0, 0, 1), (9, 0, 5)]))
    assert list(mended.coords) == [(0, 0, 1), (9, 0, 5)]


def test_only_the_points_named_are_dropped() -> None:
    two = shapely.MultiPolygon([shapely.box(-5, -5, 0, 0), SQUARE])
    assert list(two.geoms[1].exterior.coords)[2] == (0, 10)
    mended = without_points(two, {1: {2}})
    assert mended.geoms[0] == two.geoms[0]
    assert list(mended.geoms[1].exterior.coords) == [(10, 0), (10, 10), (0, 0), (10, 0)]
    assert mended.area == pytest.approx(25 + 50)
    assert without_points(two, {}) is None


def test_a_ring_that_would_vanish_stays() -> None:
    triangle = shapely.Polygon([(0, 0), (10, 0), (0, 10)])
    assert without_points(triangle, {0: {0}}) is None


def test_heights_stay_and_a_new_point_takes_that_of_the_border() -> None:
    slope = shapely.Polygon([(0, 0, 100), (10, 0, 100), (10, 10, 200), (0, 10, 200)])
    mended = with_points(slope, np.array([[10.0, 3.0]]), 0.001)
    assert (10, 3, 130) in [tuple(round(v, 9) for v in point) for point in mended.exterior.coords]
    assert set(slope.exterior.coords) < set(mended.exterior.coords)
    cut = without_points(slope, {0: {1}})
    assert list(cut.exterior.coords) == [(0, 0, 100), (10, 10, 200), (0, 10, 200), (0, 0, 100)]


def test_a_rebuilt_area_keeps_its_heights() -> None:
    tie = shapely.Polygon([(0, 0, 10), (10, 10, 20), (10, 0, 30), (0, 10, 40)])
    heights = {(x, y): z for x, y, z in shapely.get_coordinates(rebuilt(tie), include_z=True).tolist()}
    assert {point: heights[point] for point in [(0, 0), (10, 10), (10, 0), (0, 10)]} == {
        (0, 0): 10, (10, 10): 20, (10, 0): 30, (0, 10): 40,
    }  # fmt: skip
    assert 15 <= heights[5, 5] <= 35  # the two borders that cross there are 15 and 35 high


def test_points_with_measures_are_left_to_people() -> None:
    measured = shapely.from_wkt("POLYGON M ((0 0 1, 0 0 1, 10 0 2, 10 10 3, 0 0 1))")
    assert without_repeats(measured) is None
    assert with_points(measured, np.array([[5.0, 0.0]]), 0.001) is None
    tie = shapely.from_wkt("POLYGON M ((0 0 1, 10 10 2, 10 0 3, 0 10 4, 0 0 1))")
    assert rebuilt(tie) is None


def test_points_are_put_into_the_border_in_its_order() -> None:
    mended = with_points(SQUARE, np.array([[3.0, 10.0], [7.0, 10.0], [10.0, 4.0]]), 0.001)
    assert mended.equals(SQUARE)
    assert len(mended.exterior.coords) == 8
    around = list(mended.exterior.coords)
    assert around.index((7, 10)) < around.index((3, 10)) or around.index((3, 10)) < around.index((0, 10))


def test_a_point_beside_one_that_is_there_stays_out() -> None:
    assert with_points(SQUARE, np.array([[0.0005, 10.0]]), 0.001) is None
    mended = with_points(SQUARE, np.array([[0.0005, 10.0], [5.0, 10.0]]), 0.001)
    assert len(mended.exterior.coords) == 6


def test_holes_and_parts_take_points_too() -> None:
    holed = shapely.MultiPolygon([shapely.Polygon(shapely.box(-5, -5, 20, 20).exterior, [SQUARE.exterior])])
    mended = with_points(holed, np.array([[5.0, 10.0]]), 0.001)
    assert mended.geom_type == "MultiPolygon"
    assert len(mended.geoms[0].interiors[0].coords) == 6
