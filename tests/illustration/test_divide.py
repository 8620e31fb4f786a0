from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.illustration.chance import chance
from dothi.illustration.curves import blob
from dothi.illustration.divide import cut, divided, fair, long_sides
from dothi.illustration.field import make_field

FIELD = make_field((-1000, -1000, 1000, 1000), 50, [], base=(0.8, 0.6))


def faces_of(*shapes: shapely.Polygon) -> np.ndarray:
    return np.array(shapes, dtype=object)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(60, 600), st.floats(1, 3))
def test_area_conserves_and_parts_are_small_enough(seed: int, radius: float, stretch: float) -> None:
    face = blob(chance(seed, "d"), (0, 0), radius, stretch=stretch, rough=0.3)
    parts, source = divided(chance(seed, "d"), faces_of(face), np.array([2_000.0]), FIELD)
    assert set(source.tolist()) == {0}
    # outlines are rounded to a millimetre
    assert shapely.area(parts).sum() == pytest.approx(face.area, abs=face.length * 0.001)
    # a crescent that no cut divides fairly may stay somewhat larger
    assert shapely.area(parts).max() <= 2_000 * 3
    assert np.median(shapely.area(parts)) <= 2_000 * 1.9


def test_a_face_with_a_hole_is_divided_around_it() -> None:
    ring = shapely.difference(shapely.box(0, 0, 300, 300), shapely.Point(150, 150).buffer(60))
    parts, _ = divided(chance(1, "d"), faces_of(ring), np.array([6_000.0]), FIELD)
    assert len(parts) >= 10
    assert shapely.area(parts).sum() == pytest.approx(ring.area, rel=1e-6)
    assert not any(part.contains(shapely.Point(150, 150)) for part in parts)


def test_zero_leaves_a_face_whole() -> None:
    parts, _ = divided(chance(1, "d"), faces_of(shapely.box(0, 0, 500, 500)), np.array([0.0]), FIELD)
    assert [part.area for part in parts] == [250_000]


def test_cuts_follow_the_field() -> None:
    """A square in a field of 3:4 is not cut along its own sides."""
    parts, _ = divided(
        chance(1, "d"), faces_of(shapely.box(0, 0, 400, 400)), np.array([90_000.0]), FIELD, jitter=0
    )
    inner = shapely.intersection(parts[0], parts[1])
    ends = shapely.get_coordinates(inner)[[0, -1]]
    way = (ends[1] - ends[0]) / np.hypot(*(ends[1] - ends[0]))
    assert min(abs(abs(way @ (0.8, 0.6)) - 1), abs(abs(way @ (-0.6, 0.8)) - 1)) < 0.01


def test_wobbly_cuts_are_not_straight() -> None:
    square = faces_of(shapely.box(0, 0, 400, 400))
    parts, _ = divided(chance(1, "d"), square, np.array([90_000.0]), FIELD, wobble=np.array([0.1]))
    inner = shapely.line_merge(shapely.intersection(parts[0], parts[1]))
    ends = shapely.LineString(shapely.get_coordinates(inner)[[0, -1]])
    assert shapely.hausdorff_distance(inner, ends) > 4


def test_a_cut_that_misses_leaves_the_face_whole() -> None:
    pieces, source = cut(
        faces_of(shapely.box(0, 0, 10, 10)), np.array([shapely.LineString([(50, 0), (50, 9)])])
    )
    assert [piece.area for piece in pieces] == [100]
    assert source.tolist() == [0]
    assert fair(faces_of(shapely.box(0, 0, 10, 10)), pieces, source).tolist() == [False]


def test_the_longer_side_is_found() -> None:
    middle, along, size = long_sides(faces_of(shapely.box(0, 0, 30, 10)))
    assert middle[0].tolist() == [15, 5]
    assert abs(along[0, 0]) == 1
    assert size[0] == 30
