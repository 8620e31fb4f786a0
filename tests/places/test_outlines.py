from __future__ import annotations

import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import mapping, shape

from dothi.places.outlines import box, contains, dissolved, generalised, geojson, inner_point

WEST, EAST = shapely.box(108.0, 15.0, 108.1, 15.1), shapely.box(108.1, 15.0, 108.2, 15.1)


def wavy(amplitude: float) -> dict:
    """Two neighbours whose common border waves by ``amplitude`` degrees."""
    border = [(108.1 + (amplitude if step % 2 else 0.0), 15.0 + step * 0.001) for step in range(101)]
    left = shapely.Polygon([(108.0, 15.0), *border, (108.0, 15.1)])
    right = shapely.Polygon([(108.2, 15.0), *border, (108.2, 15.1)])
    return {"left": mapping(left), "right": mapping(right)}


def test_neighbours_stay_neighbours_when_generalised() -> None:
    simple = generalised(wavy(0.0001), 160)
    left, right = shape(simple["left"]), shape(simple["right"])
    assert shapely.get_num_coordinates(left) < 20
    assert left.intersection(right).area == 0
    assert left.union(right).area == shapely.box(108.0, 15.0, 108.2, 15.1).area


def test_dissolving_two_neighbours_leaves_no_border_between() -> None:
    joined = shape(dissolved([mapping(WEST), mapping(EAST)]))
    assert len(joined.geoms) == 1
    assert joined.equals(shapely.box(108.0, 15.0, 108.2, 15.1))


def test_dissolving_nothing_gives_nothing() -> None:
    assert dissolved([]) is None


def test_islands_stay() -> None:
    joined = shape(dissolved([mapping(WEST), mapping(shapely.box(112.0, 16.0, 112.1, 16.1))]))
    assert len(joined.geoms) == 2
    assert box(mapping(joined)) == (108.0, 15.0, 112.1, 16.1)


def test_a_ring_that_vanishes_in_rounding_is_left_out() -> None:
    tiny = shapely.box(108.0, 15.0, 108.000001, 15.000001)
    assert geojson(shapely.MultiPolygon([WEST, tiny]))["coordinates"] == geojson(WEST)["coordinates"]


def test_coordinates_are_rounded_to_about_a_metre() -> None:
    outline = geojson(shapely.box(108.1234567, 15.1234567, 108.2, 15.2))
    assert (108.12346, 15.12346) in {tuple(point) for point in outline["coordinates"][0][0]}


def test_points_inside_on_the_border_and_outside() -> None:
    outline = mapping(WEST)
    assert contains(outline, 108.05, 15.05)
    assert contains(outline, 108.1, 15.05)
    assert not contains(outline, 108.11, 15.05)


@given(st.integers(1, 50), st.integers(1, 50))
def test_the_inner_point_lies_inside(wide: int, high: int) -> None:
    bent = shapely.box(0, 0, wide + 1, high + 1).difference(shapely.box(1, 1, wide + 2, high + 2))
    assert contains(mapping(bent), *inner_point(mapping(bent)))
