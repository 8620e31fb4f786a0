"""Who has a neighbour, and how much of all borders is common."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.intake.checking.tiling.neighbours import neighbourhood


def boxes(*corners, size: float = 10.0):
    west, south = np.array(corners, float).reshape(-1, 2).T
    return shapely.box(west, south, west + size, south + size)


def test_two_squares_share_a_quarter_of_their_borders() -> None:
    found = neighbourhood(boxes((0, 0), (10, 0)), 0.1)
    assert (found.neighboured, found.common) == (1.0, 0.25)


@pytest.mark.parametrize(("apart", "common"), [(0.24, 0.25), (0.26, 0.0)])
def test_a_fortieth_of_the_own_width_is_still_one_border(apart: float, common: float) -> None:
    assert neighbourhood(boxes((0, 0), (10 + apart, 0)), 0.1).common == common
    assert neighbourhood(boxes((0, 0), (10 + apart, 0)), 0.3).common == 0.25


def test_longer_borders_count_for_more() -> None:
    # the small square has 10 of its 40 m in common, and 10 of the 160 m of the large one are common to it
    areas = np.concatenate([boxes((0, 0), size=40.0), boxes((40, 15))])
    assert neighbourhood(areas, 0.1).common == pytest.approx(20 / 200, abs=0.03)


def test_places_inside_another_area_are_not_on_its_border() -> None:
    found = neighbourhood(np.concatenate([boxes((0, 0), size=40.0), boxes((15, 15))]), 0.1)
    assert (found.neighboured, found.common) == (0.0, 0.0)


def test_nothing() -> None:
    assert neighbourhood(np.zeros(0, object), 0.1).common == 0.0


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 30), st.integers(2, 30))
def test_a_grid_however_large_has_all_but_its_outline_in_common(columns: int, rows: int) -> None:
    corners = [(10 * c, 10 * r) for r in range(rows) for c in range(columns)]
    found = neighbourhood(boxes(*corners), 0.1)
    assert found.neighboured == 1.0
    outline = 2 * (columns + rows) / (4 * columns * rows)
    assert found.common == pytest.approx(1 - outline, abs=0.06 if columns * rows > 200 else 1e-9)
