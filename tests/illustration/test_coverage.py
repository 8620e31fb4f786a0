from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.illustration.coverage import absorbed, connected, holder, merged, shared_borders, weave

SQUARE = shapely.box(0, 0, 100, 100)


def line(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(points)


def test_a_cross_makes_four_faces_in_order() -> None:
    faces = weave([line((30, -10), (30, 110)), line((-10, 60), (110, 60))], SQUARE, 0.001)
    assert [face.area for face in faces] == [1800, 4200, 1200, 2800]
    assert shapely.coverage_is_valid(faces)


def test_loose_ends_and_lines_outside_count_for_nothing() -> None:
    faces = weave([line((50, 50), (60, 50)), line((200, 0), (300, 50))], SQUARE, 0.001)
    assert [face.area for face in faces] == [10_000]


def test_lines_nearer_than_the_grid_fall_together() -> None:
    near = [line((30, -10), (30, 110)), line((30.004, -10), (30.004, 110))]
    assert len(weave(near, SQUARE, 0.05)) == 2
    assert len(weave(near, SQUARE, 0.001)) == 3


def test_vertices_lie_on_the_grid() -> None:
    faces = weave([line((33.333, -10), (41.777, 110))], SQUARE, 0.05)
    twentieths = shapely.get_coordinates(faces) * 20
    assert np.abs(twentieths - np.round(twentieths)).max() < 1e-6


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.integers(-200, 1200)] * 4), min_size=1, max_size=9))
def test_whatever_the_lines_faces_cover_the_ground_once(tenths: list[tuple[int, ...]]) -> None:
    lines = [line((a, b), (c, d)) for a, b, c, d in np.array(tenths) / 10]
    faces = weave(lines, SQUARE, 0.001)
    assert shapely.coverage_is_valid(faces)
    assert shapely.area(faces).sum() == pytest.approx(10_000, abs=0.01)


def test_the_first_shape_that_holds_a_face_has_it() -> None:
    faces = weave([line((50, -10), (50, 110))], SQUARE, 0.001)
    shapes = [shapely.box(-1, -1, 51, 101), shapely.box(-1, -1, 101, 101)]
    assert holder(faces, shapes).tolist() == [0, 1]
    assert holder(faces, shapes[:1]).tolist() == [0, -1]
    assert holder(faces, []).tolist() == [-1, -1]


def four() -> np.ndarray:
    """Faces 30×60, 70×60 below and 30×40, 70×40 above."""
    return weave([line((30, -10), (30, 110)), line((-10, 60), (110, 60))], SQUARE, 0.001)


def test_borders_are_measured_once_for_each_pair() -> None:
    one, other, length = shared_borders(four())
    found = {(a, b): m for a, b, m in zip(one.tolist(), other.tolist(), length.tolist(), strict=True)}
    assert found == {(0, 1): 60, (0, 2): 30, (1, 3): 70, (2, 3): 40}


def test_faces_of_a_group_are_joined_and_those_apart_stay_apart() -> None:
    joined, group = merged(four(), np.array([5, 7, 7, 5]))
    assert sorted(zip(group.tolist(), [face.area for face in joined], strict=True)) == [
        (5, 1800),
        (5, 2800),
        (7, 1200),
        (7, 4200),
    ]
    whole, _ = merged(four(), np.zeros(4, np.int64))
    assert [face.area for face in whole] == [10_000]


def test_a_small_face_joins_the_neighbour_with_the_longest_border() -> None:
    faces, free = four(), np.zeros(4, np.bool_)
    group = absorbed(faces, np.zeros(4, np.int64), np.full(4, 1500.0), free)
    assert group.tolist() == [0, 1, 3, 3]


def test_a_small_face_prefers_its_own_kind() -> None:
    group = absorbed(four(), np.array([1, 2, 1, 2]), np.full(4, 1500.0), np.zeros(4, np.bool_))
    assert group.tolist() == [0, 1, 0, 3]


def test_a_small_face_joins_a_fixed_one_only_where_nothing_else_is() -> None:
    fixed = np.array([False, False, False, True])
    assert absorbed(four(), np.zeros(4, np.int64), np.full(4, 1500.0), fixed).tolist() == [0, 1, 0, 3]
    all_but_one = np.array([True, True, False, True])
    assert absorbed(four(), np.zeros(4, np.int64), np.full(4, 1500.0), all_but_one).tolist() == [0, 1, 3, 3]


def test_what_hangs_together_has_one_number() -> None:
    faces = weave(
        [line((40, -10), (40, 110)), line((60, -10), (60, 110)), line((-1, 50), (40, 50))], SQUARE, 0.001
    )
    apart = np.array([face.centroid.x > 40 and face.centroid.x < 60 for face in faces])
    numbers = connected(faces, apart)
    left = {n for n, face in zip(numbers.tolist(), faces, strict=True) if face.centroid.x < 40}
    assert len(faces) == 4
    assert len(left) == 1
    assert sorted(set(numbers.tolist())) == [-1, 0, 1]
