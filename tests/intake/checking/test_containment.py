"""Features and the plan's boundary."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from dothi.intake.checking.containment import Place, containment_of

OUTLINE = shapely.Polygon(shapely.box(0, 0, 100, 100).exterior, [shapely.box(40, 40, 60, 60).exterior])


def array(*shapes):
    out = np.empty(len(shapes), object)
    out[:] = shapes
    return out


def places(*shapes, outline=(OUTLINE,)):
    return [Place(int(p)) for p in containment_of(array(*shapes), array(*outline), 0.001).place]


@pytest.mark.parametrize(
    ("shape", "place"),
    [
        (shapely.box(0, 0, 10, 10), Place.INSIDE),  # along the border
        (shapely.box(30, 40, 40, 60), Place.INSIDE),  # along the hole
        (shapely.box(90, 0, 101, 10), Place.CROSSING),
        (shapely.box(30, 30, 70, 70), Place.CROSSING),  # over the hole, every corner inside
        (shapely.box(-5, -5, 105, 105), Place.CROSSING),  # over everything, no corner inside
        (shapely.box(100, 0, 110, 10), Place.OUTSIDE),  # touching
        (shapely.box(40, 40, 60, 60), Place.IN_HOLE),  # filling the hole
        (shapely.box(45, 45, 50, 50), Place.IN_HOLE),
        (shapely.LineString([(-5, 50), (30, 50)]), Place.CROSSING),
        (shapely.LineString([(-5, 50), (105, 50)]), Place.CROSSING),
        (shapely.LineString([(0, 0), (100, 0)]), Place.INSIDE),
        (shapely.LineString([(0, 0), (130, 0)]), Place.OUTSIDE),  # along the border and away
        (shapely.Point(100, 50), Place.INSIDE),
        (shapely.Point(100.002, 50), Place.OUTSIDE),
        (shapely.Point(50, 50), Place.IN_HOLE),
    ],
)
def test_where_a_feature_lies(shape, place: Place) -> None:
    assert places(shape) == [place]


def test_a_feature_across_two_parts_that_share_a_border_is_inside() -> None:
    halves = (shapely.box(0, 0, 50, 100), shapely.box(50, 0, 100, 100))
    assert places(shapely.box(40, 40, 60, 60), outline=halves) == [Place.INSIDE]


def test_the_part_outside_and_its_reach() -> None:
    lies = containment_of(
        array(shapely.box(90, 0, 103, 10), shapely.box(30, 30, 70, 70)), array(OUTLINE), 0.001
    )
    assert lies.outer[0].equals(shapely.box(100, 0, 103, 10))
    assert lies.reach.tolist() == [3.0, pytest.approx(10.0)]
    assert shapely.area(lies.outer).tolist() == [30.0, 400.0]


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 360), st.integers(0, 10**9))
def test_turning_everything_changes_nothing(degrees: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    shapes = [shapely.box(x, y, x + 7, y + 9) for x, y in random.uniform(-20, 110, (15, 2))]
    turned = [affinity.rotate(s, degrees, origin=(0, 0)) for s in (OUTLINE, *shapes)]
    assert places(*turned[1:], outline=turned[:1]) == places(*shapes)


def test_nothing() -> None:
    assert places() == []
