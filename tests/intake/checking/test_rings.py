"""Polygons taken apart."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.intake.checking.rings import chains_of, edge_rows, rings_of, vertex_hashes


def array(*shapes):
    out = np.empty(len(shapes), object)
    out[:] = shapes
    return out


HOLED = shapely.Polygon(shapely.box(0, 0, 9, 9).exterior, [shapely.box(1, 1, 2, 2).exterior])
PARTS = shapely.MultiPolygon([shapely.box(20, 0, 21, 1), shapely.box(30, 0, 32, 2)])


@pytest.mark.parametrize(
    "shapes", [(HOLED, shapely.box(50, 0, 51, 1)), (HOLED, PARTS, shapely.box(50, 0, 51, 1))]
)
def test_rings_know_their_owner_their_side_and_their_area(shapes) -> None:
    rings = rings_of(array(*shapes))
    assert rings.owner.tolist() == ([0, 0, 1] if len(shapes) == 2 else [0, 0, 1, 1, 2])
    assert rings.hole.tolist()[:3] == [False, True, False]
    areas = np.bincount(rings.owner, np.where(rings.hole, -1, 1) * np.abs(rings.area))
    assert areas.tolist() == pytest.approx([shape.area for shape in shapes])


def test_the_sign_of_an_area_is_its_direction_also_far_from_the_origin() -> None:
    square = shapely.box(1e7, 1e7, 1e7 + 1, 1e7 + 1, ccw=True)
    assert rings_of(array(square, square.reverse())).area.tolist() == [1.0, -1.0]


def test_edges_do_not_lead_from_ring_to_ring() -> None:
    rings = rings_of(array(HOLED, PARTS))
    rows, ring = edge_rows(rings)
    assert len(rows) == 16
    assert np.bincount(ring).tolist() == [4, 4, 4, 4]
    assert (np.abs(rings.coords[rows] - rings.coords[rows + 1]).sum(axis=1) <= 9).all()


def test_heights_are_left_out() -> None:
    assert rings_of(array(shapely.force_3d(HOLED, 5.0))).coords.shape[1] == 2


def test_chains_hold_rings_and_lines_with_their_owners() -> None:
    line = shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3), (4, 4)]])
    chains = chains_of(array(line, None, HOLED, shapely.Point(1, 1), shapely.LineString()), shift=10)
    assert chains.owner.tolist() == [12, 12, 10, 10]
    assert chains.closed.tolist() == [True, True, False, False]
    assert np.diff(chains.starts).tolist() == [5, 5, 2, 3]


@given(st.lists(st.tuples(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7)), min_size=1, max_size=50))
def test_equal_places_have_equal_numbers_and_others_have_not(points) -> None:
    coords = np.array(points) + 0.0
    hashes = vertex_hashes(coords)
    assert len(np.unique(hashes)) == len(np.unique(coords, axis=0))
    assert (vertex_hashes(coords[::-1]) == hashes[::-1]).all()


def test_nothing() -> None:
    assert len(rings_of(np.zeros(0, object)).owner) == 0
    assert len(chains_of(np.zeros(0, object)).owner) == 0
