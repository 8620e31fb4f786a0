"""Edges that found no partner."""

from __future__ import annotations

import numpy as np
import shapely

from dothi.intake.checking.tiling.edges import OUTSIDE, loose_edges

NONE = np.zeros(0, object)


def array(*shapes):
    out = np.empty(len(shapes), object)
    out[:] = shapes
    return out


def ends(edges):
    return {(tuple(a), tuple(b)) for a, b in zip(edges.start.tolist(), edges.stop.tolist(), strict=True)}


def test_the_common_border_of_two_zones_is_matched() -> None:
    edges = loose_edges(array(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)), NONE)
    assert len(edges) == 6
    assert ((1.0, 0.0), (1.0, 1.0)) not in ends(edges)


def test_the_zone_lies_on_the_left_whichever_way_its_rings_run() -> None:
    square = shapely.box(0, 0, 1, 1)
    hole = shapely.Polygon(shapely.box(-5, -5, 5, 5).exterior, [square.exterior])
    expected = {
        ((0.0, 0.0), (1.0, 0.0)),
        ((1.0, 0.0), (1.0, 1.0)),
        ((1.0, 1.0), (0.0, 1.0)),
        ((0.0, 1.0), (0.0, 0.0)),
    }
    assert ends(loose_edges(array(square), NONE)) == expected
    assert ends(loose_edges(array(square.reverse()), NONE)) == expected
    assert expected.isdisjoint(ends(loose_edges(array(hole), NONE)))
    assert len(loose_edges(array(hole, square), NONE)) == 4


def test_the_boundary_is_what_lies_outside() -> None:
    edges = loose_edges(array(shapely.box(0, 0, 1, 1)), array(shapely.box(0, 0, 1, 2)))
    assert set(edges.owner.tolist()) == {0, OUTSIDE}
    assert ((1.0, 0.0), (0.0, 0.0)) not in ends(edges)
    assert len(edges) == 6


def test_copies_do_not_cancel_each_other() -> None:
    square = shapely.box(0, 0, 1, 1)
    assert len(loose_edges(array(square, square), NONE)) == 8


def test_repeated_points_make_no_edges_and_zero_has_one_sign() -> None:
    ring = [(0.0, 0.0), (0.0, 0.0), (1.0, -0.0), (1.0, 1.0), (0.0, 1.0)]
    below = shapely.box(0, -1, 1, 0)
    edges = loose_edges(array(shapely.Polygon(ring), below), NONE)
    assert len(edges) == 6


def test_one_number_for_one_place() -> None:
    edges = loose_edges(array(shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2)), NONE)
    assert len(set(edges.tail.tolist())) == 7
    assert sorted(edges.tail.tolist()) == sorted(edges.head.tolist())


def test_nothing() -> None:
    assert len(loose_edges(NONE, NONE)) == 0
