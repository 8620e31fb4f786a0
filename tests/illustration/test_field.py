from __future__ import annotations

import numpy as np
import pytest
import shapely

from dothi.illustration.field import Pull, follow, make_field

BOX = (0.0, 0.0, 2000.0, 2000.0)


def test_beside_a_line_the_field_runs_along_it() -> None:
    line = shapely.LineString([(0, 0), (2000, 1000)])
    field = make_field(BOX, 50, [Pull(line, 5.0, 300)])
    east, north = field.directions(np.array([1000.0]), np.array([520.0]))
    assert abs(east[0] * 1000 - north[0] * 2000) / 2236 < 0.02


def test_the_way_a_line_was_drawn_does_not_matter() -> None:
    there = make_field(BOX, 50, [Pull(shapely.LineString([(0, 0), (2000, 1000)]), 5.0, 300)])
    back = make_field(BOX, 50, [Pull(shapely.LineString([(2000, 1000), (0, 0)]), 5.0, 300)])
    assert np.allclose(there.a, back.a)
    assert np.allclose(there.b, back.b)


def test_far_from_everything_the_base_direction_holds() -> None:
    field = make_field(BOX, 50, [Pull(shapely.Point(0, 0), 5.0, 20)], base=(0.6, 0.8))
    east, north = field.directions(np.array([1900.0]), np.array([1900.0]))
    assert abs(east[0]) == pytest.approx(0.6, abs=0.01)
    assert abs(north[0]) == pytest.approx(0.8, abs=0.01)


def test_the_minor_direction_stands_square_on_the_major() -> None:
    field = make_field(BOX, 50, [Pull(shapely.Point(1000, 1000), 3.0, 400)])
    x, y = np.array([300.0, 1500.0]), np.array([700.0, 200.0])
    major, minor = field.directions(x, y), field.directions(x, y, minor=True)
    assert np.allclose(major[0] * minor[0] + major[1] * minor[1], 0)
    assert np.allclose(np.hypot(*major), 1)


def test_around_a_centre_lines_across_are_rings() -> None:
    """A line that starts square to the radius keeps its distance from the centre."""
    field = make_field(BOX, 25, [Pull(shapely.Point(1000, 1000), 50.0, 3000)])
    line = follow(
        field, np.array([[1500.0, 1000.0]]), np.array([[0.0, 1.0]]), length=np.array([700.0]), steps=60
    )
    distance = np.hypot(line[0, :, 0] - 1000, line[0, :, 1] - 1000)
    assert line.shape == (1, 121, 2)
    assert np.abs(distance - 500).max() < 12


def test_a_line_goes_as_far_as_told_each_way() -> None:
    field = make_field(BOX, 50, [], base=(1, 0))
    line = follow(
        field, np.array([[1000.0, 1000.0]]), np.array([[1.0, 0.0]]), length=np.array([300.0]), steps=5
    )[0]
    assert line[0] == pytest.approx([700, 1000])
    assert line[-1] == pytest.approx([1300, 1000])
