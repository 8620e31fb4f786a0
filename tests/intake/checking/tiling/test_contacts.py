"""Loose edges that come together."""

from __future__ import annotations

import numpy as np
import shapely

from dothi.intake.checking.tiling import contacts as module
from dothi.intake.checking.tiling.contacts import contacts, distance_to_edge
from dothi.intake.checking.tiling.edges import loose_edges

NONE = np.zeros(0, object)


def pairs(*shapes, reach: float = 0.001):
    zones = np.empty(len(shapes), object)
    zones[:] = shapes
    edges = loose_edges(zones, NONE)
    found = contacts(edges, reach)
    return edges, {(int(a), int(b)) for a, b in zip(found.first, found.second, strict=True)}


def test_the_corners_of_one_ring_are_no_contacts() -> None:
    assert pairs(shapely.box(0, 0, 1, 1))[1] == set()


def test_crossing_edges_meet() -> None:
    edges, found = pairs(shapely.box(0, 0, 4, 4), shapely.box(1, -1, 2, 5))
    assert len(found) == 4
    assert {tuple(sorted(edges.owner[list(pair)].tolist())) for pair in found} == {(0, 1)}


def test_a_border_beside_another_within_and_beyond_reach() -> None:
    assert len(pairs(shapely.box(0, 0, 1, 1), shapely.box(1.0009, 0, 2, 1))[1]) >= 1
    assert pairs(shapely.box(0, 0, 1, 1), shapely.box(1.0011, 0, 2, 1))[1] == set()


def test_a_longer_border_from_the_same_corner_meets_the_shorter_one() -> None:
    edges, found = pairs(shapely.box(0, 0, 2, 1), shapely.box(0, 1, 1, 2))
    assert any(set(edges.owner[list(pair)].tolist()) == {0, 1} for pair in found)


def test_strips_give_the_same_as_one_piece(monkeypatch) -> None:
    random = np.random.default_rng(3)
    shapes = [shapely.box(x, y, x + 3, y + 2) for x, y in random.uniform(0, 40, (60, 2))]
    _, whole = pairs(*shapes)
    monkeypatch.setattr(module, "_AT_ONCE", 17)
    _, strips = pairs(*shapes)
    assert strips == whole
    assert len(whole) > 20


def test_distance_to_an_edge_and_to_a_point() -> None:
    points = np.array([[5.0, 2.0], [-3.0, 4.0], [1.0, 1.0]])
    start, stop = (
        np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 0.0]]),
        np.array([[10.0, 0.0], [10.0, 0.0], [1.0, 0.0]]),
    )
    assert distance_to_edge(points, start, stop).tolist() == [2.0, 5.0, 1.0]
