from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.illustration.chance import Noise, chance
from dothi.illustration.curves import blob, ribbon, rounded, smooth, tangents, wander


def test_a_smooth_curve_runs_through_its_points() -> None:
    points = [(0, 0), (100, 40), (220, 10), (300, 90)]
    line = shapely.LineString(smooth(points, 10))
    assert max(line.distance(shapely.Point(p)) for p in points) < 1e-9
    assert shapely.get_coordinates(line)[0].tolist() == [0, 0]
    assert shapely.get_coordinates(line)[-1].tolist() == [300, 90]


def test_a_smooth_curve_has_no_corner() -> None:
    way = tangents(smooth([(0, 0), (100, 0), (100, 100)], 2))
    turn = np.degrees(np.arccos(np.clip((way[1:] * way[:-1]).sum(axis=1), -1, 1)))
    assert turn.max() < 8


def test_points_on_a_line_stay_a_line() -> None:
    assert np.allclose(smooth([(0, 5), (50, 5), (100, 5)], 7)[:, 1], 5)


@given(st.integers(0, 10_000), st.floats(20, 900), st.floats(1, 2))
def test_a_blob_is_whole_and_about_as_large_as_its_circle(seed: int, radius: float, stretch: float) -> None:
    shape = blob(chance(seed, "blob"), (1000, 2000), radius, direction=(1, 2), stretch=stretch, rough=0.2)
    assert shape.is_valid
    assert shape.geom_type == "Polygon"
    assert 0.6 < shape.area / (math.pi * radius**2) < 1.5
    assert shape.contains(shapely.Point(1000, 2000))


def test_a_blob_is_longer_along_its_direction() -> None:
    shape = blob(chance(1, "blob"), (0, 0), 100, direction=(0, 1), stretch=3, rough=0)
    west, south, east, north = shape.bounds
    assert (north - south) / (east - west) == pytest.approx(3, rel=0.1)


def test_a_ribbon_is_as_wide_as_told() -> None:
    line = smooth([(0, 0), (500, 0), (1000, 0)], 20)
    band = ribbon(line, np.full(len(line), 60.0))
    # length times width and the two round ends
    assert band.area == pytest.approx(1000 * 60 + math.pi * 30**2, rel=0.005)


def test_a_wandering_line_keeps_its_ends() -> None:
    line = smooth([(0, 0), (1000, 0)], 20)
    strayed = wander(line, Noise(chance(2, "n"), 300), 50)
    assert strayed[0].tolist() == line[0].tolist()
    assert strayed[-1].tolist() == line[-1].tolist()
    assert 10 < np.abs(strayed[:, 1]).max() < 70


def test_rounding_is_to_a_millimetre() -> None:
    assert shapely.get_coordinates(rounded(shapely.Point(1.23449, 2.3456)))[0].tolist() == [1.234, 2.346]
