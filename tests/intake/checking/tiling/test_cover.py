"""Counting the zones over a place."""

from __future__ import annotations

import numpy as np
import shapely

from dothi.intake.checking.tiling.cover import Cover

NONE = np.zeros(0, object)


def zones(*shapes):
    out = np.empty(len(shapes), object)
    out[:] = shapes
    return out


def test_inside_outside_and_upon_each_other() -> None:
    cover = Cover(zones(shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)), NONE)
    assert cover.at(np.array([[0.5, 1.0], [1.5, 1.0], [2.5, 1.0], [9.0, 9.0]])).tolist() == [1, 2, 1, 0]


def test_on_the_border_of_two_zones_a_place_is_covered_once() -> None:
    cover = Cover(zones(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)), NONE)
    assert cover.at(np.array([[1.0, 0.5]])).tolist() == [1]


def test_a_corner_of_four_zones_cannot_tell_and_areas_can() -> None:
    cover = Cover(zones(*(shapely.box(x, y, x + 1, y + 1) for x in range(2) for y in range(2))), NONE)
    assert cover.at(np.array([[1.0, 1.0]])).tolist() == [-1]
    assert cover.by_area(zones(shapely.box(0.5, 0.5, 1.5, 1.5), shapely.box(5, 5, 6, 6))).tolist() == [1, 0]


def test_outside_the_boundary_counts_as_covered() -> None:
    cover = Cover(zones(shapely.box(0, 0, 1, 1)), zones(shapely.box(0, 0, 2, 1)))
    assert cover.at(np.array([[0.5, 0.5], [1.5, 0.5], [2.5, 0.5]])).tolist() == [1, 0, 1]
