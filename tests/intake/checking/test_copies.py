"""Geometry that repeats another."""

from __future__ import annotations

import numpy as np
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
