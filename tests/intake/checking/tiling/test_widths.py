"""The width of a piece is the diameter of the largest circle it holds."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import affinity

from dothi.intake.checking.tiling.widths import mean_widths, polygon_parts, wider_than


def array(*shapes):
    out = np.empty(len(shapes), object)
    out[:] = shapes
    return out


@pytest.mark.parametrize("angle", [0, 17, 45, 90])
def test_a_strip_is_as_wide_as_it_is_across_whatever_its_length_and_direction(angle: float) -> None:
    for length in (1.0, 1000.0):
        strip = affinity.translate(affinity.rotate(shapely.box(0, 0, length, 0.1), angle), 577_000, 1_722_000)
        assert wider_than(array(strip, strip), 0.0999).tolist() == [True, True]
        assert wider_than(array(strip), 0.1001).tolist() == [False]


def test_a_circle_a_square_and_a_triangle() -> None:
    # the circle in a triangle with sides 3, 4, 5 has the diameter 2
    shapes = array(
        shapely.Point(0, 0).buffer(1, quad_segs=64),
        shapely.box(0, 0, 2, 2),
        shapely.Polygon([(0, 0), (3, 0), (0, 4)]),
    )
    assert wider_than(shapes, 1.99).tolist() == [True, True, True]
    assert wider_than(shapes, 2.01).tolist() == [False, False, False]


def test_a_bent_strip_in_a_large_box_is_still_thin() -> None:
    ring = shapely.Polygon(
        shapely.box(0, 0, 100, 100).exterior, [shapely.box(0.05, 0.05, 99.95, 99.95).exterior]
    )
    assert wider_than(array(ring), 0.08).tolist() == [False]
    assert wider_than(array(ring), 0.045).tolist() == [True]


def test_mean_width_of_a_rectangle_is_its_shorter_side() -> None:
    assert mean_widths(array(shapely.box(0, 0, 50, 0.2), shapely.box(0, 0, 3, 3))) == pytest.approx(
        [0.2, 3.0]
    )


def test_parts_keep_their_owner_and_lose_points_and_lines() -> None:
    mixed = shapely.GeometryCollection(
        [shapely.Point(0, 0), shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)])]
    )
    parts, owner = polygon_parts(array(mixed, shapely.LineString([(0, 0), (1, 1)]), shapely.box(5, 5, 6, 6)))
    assert owner.tolist() == [0, 0, 2]
    assert shapely.area(parts).tolist() == [1, 1, 1]


def test_nothing() -> None:
    nothing = np.zeros(0, object)
    assert wider_than(nothing, 1.0).tolist() == []
    assert polygon_parts(nothing)[1].tolist() == []
