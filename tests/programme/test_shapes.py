"""Hulls and lines around towns; distances are measured on the ellipsoid by PROJ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import Point as Dot
from shapely.geometry import shape

from dothi.programme.shapes import hull_around, line_through, middle_of

GEOD = Geod(ellps="WGS84")
PLACES = st.lists(
    st.tuples(st.floats(107.3, 108.7), st.floats(15.0, 16.2)).map(
        lambda place: (round(place[0], 4), round(place[1], 4))
    ),
    min_size=1,
    max_size=12,
)


def away(first, second) -> float:
    return GEOD.inv(*first, *second)[2]


def test_one_point_gives_a_disc():
    ring = hull_around([(108.3, 15.8)], 3000)["coordinates"][0]
    distances = [away((108.3, 15.8), place) for place in ring]
    assert min(distances) == pytest.approx(3000, rel=0.01)
    assert max(distances) == pytest.approx(3000, rel=0.01)
    assert ring[0] == ring[-1]


def test_two_points_give_a_capsule_around_both():
    ring = hull_around([(108.0, 15.8), (108.2, 15.8)], 2000)["coordinates"][0]
    longitudes = [place[0] for place in ring]
    # 2000 m at 15.8° north are 2000 / (111 320 · cos 15.8°) = 0.01867°
    assert min(longitudes) == pytest.approx(108.0 - 0.01867, abs=2e-4)
    assert max(longitudes) == pytest.approx(108.2 + 0.01867, abs=2e-4)


def test_nothing_gives_nothing():
    assert hull_around([], 3000) is None
    assert line_through([]) is None
    assert middle_of([]) is None


@given(PLACES)
def test_every_point_lies_inside_and_keeps_its_distance(places):
    hull = shape(hull_around(places, 3000))
    assert hull.is_valid
    for place in places:
        assert hull.contains(Dot(place))
        nearest = hull.exterior.interpolate(hull.exterior.project(Dot(place)))
        assert away(place, (nearest.x, nearest.y)) > 2900


@given(PLACES, st.randoms(use_true_random=False))
def test_order_does_not_matter_for_a_hull(places, random):
    shuffled = list(places)
    random.shuffle(shuffled)
    first, second = shape(hull_around(places, 3000)), shape(hull_around(shuffled, 3000))
    assert first.symmetric_difference(second).area < 1e-6


def test_a_line_goes_through_its_points_in_order():
    places = [(108.4, 15.5), (108.5, 15.6), (108.6, 15.4)]
    assert line_through(places) == {"type": "LineString", "coordinates": [list(place) for place in places]}
    assert line_through([(108.4, 15.5), (108.4, 15.5)]) is None


def test_middle():
    assert middle_of([(108.0, 15.0), (108.2, 15.4)]) == (108.1, 15.2)
