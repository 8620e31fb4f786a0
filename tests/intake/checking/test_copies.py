"""Geometry that repeats another."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from dothi.intake.checking.copies import copies_of


def array(*shapes):
    out = np.empty(len(shapes), object)
    out[:] = shapes
    return out


def always(first, second):
    return np.ones(len(first), bool)


def found(*shapes, rank=None, reach: float = 0.001, together=always):
    ranks = np.arange(len(shapes)) if rank is None else np.array(rank)
    return copies_of(array(*shapes), ranks, reach, together).tolist()


def test_the_first_of_its_kind_is_the_original_whatever_the_order() -> None:
    a, b = shapely.box(0, 0, 5, 5), shapely.box(9, 9, 12, 12)
    assert found(a, b, a, a) == [-1, -1, 0, 0]
    assert found(a, b, a, a, rank=[3, 0, 1, 2]) == [2, -1, -1, 2]


def test_equal_boxes_are_not_enough() -> None:
    assert found(shapely.box(0, 0, 5, 5), shapely.Polygon([(0, 0), (5, 0), (5, 5)])) == [-1, -1]
    assert found(shapely.box(0, 0, 5, 5), shapely.box(0, 0, 5, 5).exterior) == [-1, -1]


def test_pairs_that_are_denied_may_lie_upon_each_other() -> None:
    a = shapely.box(0, 0, 5, 5)
    assert found(a, a, a, together=lambda f, s: (f != 0) & (s != 0)) == [-1, -1, 1]


def test_missing_geometry_repeats_nothing() -> None:
    assert found(None, shapely.box(0, 0, 1, 1), None) == [-1, -1, -1]
    assert found() == []


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**9))
def test_the_same_copies_as_comparing_every_pair(seed: int) -> None:
    random = np.random.default_rng(seed)
    shapes = [shapely.box(x, y, x + 2, y + 2) for x, y in random.integers(0, 4, (20, 2)).astype(float)]
    shapes = [affinity.translate(s, random.choice([0, 0.0009, 0.0011]), 0) for s in shapes]
    expected = []
    for place, shape in enumerate(shapes):
        like = [k for k in range(place) if shapely.hausdorff_distance(shape, shapes[k]) <= 0.001]
        expected.append(like[0] if like else -1)
    assert found(*shapes) == expected


def notched(*, from_below: bool) -> shapely.Polygon:
    """A square of 10 m through the same five points, with a notch from below or from the left."""
    ring = (
        [(0, 0), (5, 5), (10, 0), (10, 10), (0, 10)]
        if from_below
        else [(0, 0), (10, 0), (10, 10), (0, 10), (5, 5)]
    )
    return shapely.Polygon(ring)


def test_other_borders_through_the_same_points_are_no_copies() -> None:
    # both areas are 75 m², and half of what the one leaves out the other has
    assert found(notched(from_below=True), notched(from_below=False)) == [-1, -1]
    south = shapely.LineString([(0, 10), (0, 0), (10, 0), (10, 10)])
    east = shapely.LineString([(0, 10), (10, 10), (10, 0), (0, 0)])
    assert found(south, east, south.reverse()) == [-1, -1, 0]


def test_points_along_the_same_line_make_no_difference() -> None:
    square = shapely.box(0, 0, 5, 5)
    assert found(square, shapely.segmentize(square, 0.7), shapely.segmentize(square, 0.3)) == [-1, 0, 0]


@pytest.mark.parametrize(("off", "copy"), [(0.00098, 0), (0.00102, -1)])
def test_a_point_between_the_others_off_by_a_hair(off: float, copy: int) -> None:
    bent = shapely.Polygon([(0, 0), (5, off), (10, 0), (10, 10), (0, 10)])
    assert found(shapely.box(0, 0, 10, 10), bent) == [-1, copy]


def test_collections_may_be_copies() -> None:
    parts = [shapely.Point(9, 9), shapely.box(0, 0, 5, 5)]
    assert found(shapely.GeometryCollection(parts), shapely.GeometryCollection(parts[::-1])) == [-1, 0]


@pytest.mark.parametrize("spread", [0.0, 0.0002])
def test_many_features_at_one_place_take_no_memory_by_pairs(spread: float) -> None:
    count = 10_000
    shift = np.random.default_rng(1).uniform(-spread, spread, (count, 2))
    shapes = shapely.box(shift[:, 0], shift[:, 1], shift[:, 0] + 5, shift[:, 1] + 5)
    tracemalloc.start()
    try:
        copies = copies_of(shapes, np.arange(count), 0.001, always)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert copies.tolist() == [-1] + [0] * (count - 1)
    assert peak < 50e6  # fifty million pairs of two numbers are 800 MB


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9))
def test_copies_are_those_no_point_of_which_is_off(seed: int) -> None:
    random = np.random.default_rng(seed)
    points = random.integers(0, 3, (6, 2)).astype(float)
    lines = [shapely.LineString(points[random.permutation(6)]) for _ in range(12)]
    lines = [line for line in lines if line.length > 0]
    expected = []
    for place, line in enumerate(lines):
        # steps of at most 0.1 m: lines on whole numbers that part do so by more
        like = [k for k in range(place) if shapely.hausdorff_distance(line, lines[k], densify=0.02) <= 0.001]
        expected.append(like[0] if like else -1)
    assert found(*lines) == expected


def test_many_copies_of_different_features_are_told_apart() -> None:
    # boxes are so near each other on either axis that only both together tell them apart
    count = 40_000
    corner = np.random.default_rng(2).uniform(0, 3000, (count, 2))
    shapes = shapely.box(corner[:, 0], corner[:, 1], corner[:, 0] + 5, corner[:, 1] + 5)
    copies = copies_of(np.concatenate([shapes, shapes]), np.arange(2 * count), 0.05, always)
    assert copies.tolist() == [-1] * count + list(range(count))
