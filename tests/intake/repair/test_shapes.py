"""Mending one geometry."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from dothi.intake.repair.shapes import rebuilt, with_points, without_points

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


def test_points_are_dropped_once_each() -> None:
    ring = shapely.Polygon([(0, 0), (0, 0), (10, 0), (10, 10), (0, 10)])
    mended = without_points(ring, np.array([[0.0, 0.0]]))
    assert list(mended.exterior.coords) == [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]


def test_the_ends_of_a_line_stay() -> None:
    line = shapely.LineString([(0, 0), (5, 0), (5, 0), (9, 0)])
    assert list(without_points(line, np.array([[5.0, 0.0]])).coords) == [(0, 0), (5, 0), (9, 0)]
    assert list(without_points(line, np.array([[0.0, 0.0]])).coords) == list(line.coords)


def test_a_ring_that_would_vanish_stays() -> None:
    triangle = shapely.Polygon([(0, 0), (10, 0), (0, 10)])
    assert without_points(triangle, np.array([[0.0, 0.0]])) is None


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
