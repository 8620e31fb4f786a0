from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.lake.rings import canonical, writing_order

NUMBER = st.sampled_from([-2.0, -1.0, -0.5, 0.0, 1.0, 3.0])
RING = st.lists(st.tuples(NUMBER, NUMBER), min_size=3, max_size=9).map(lambda points: [*points, points[0]])


def least_writing(ring: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """The definition, tried out: every start, both directions."""
    open_ring = ring[:-1]
    turned = [way[k:] + way[:k] for way in (open_ring, open_ring[::-1]) for k in range(len(open_ring))]
    least = min(turned)
    return [*least, least[0]]


@given(st.lists(RING, min_size=1, max_size=6))
def test_each_ring_is_written_in_the_least_of_all_ways(drawn: list[list[tuple[float, float]]]) -> None:
    coordinates = np.array([point for ring in drawn for point in ring])
    order = writing_order(coordinates, np.array([len(ring) for ring in drawn]))
    expected = [point for ring in drawn for point in least_writing(ring)]
    assert [tuple(point) for point in coordinates[order].tolist()] == expected


@given(RING, st.integers(0, 8), st.booleans())
def test_start_and_direction_do_not_matter(ring: list[tuple[float, float]], start: int, back: bool) -> None:
    turned = ring[:-1][start % (len(ring) - 1) :] + ring[:-1][: start % (len(ring) - 1)]
    turned = turned[::-1] if back else turned
    pair = canonical(np.array([shapely.Polygon(ring), shapely.Polygon([*turned, turned[0]])]))
    assert shapely.to_wkb(pair[0]) == shapely.to_wkb(pair[1])


def test_a_square_by_hand() -> None:
    drawn = shapely.Polygon([(2, 2), (0, 2), (0, 0), (2, 0)], [[(1, 1), (1.5, 1), (1.5, 1.5)]])
    (found,) = canonical(np.array([drawn]))
    assert shapely.to_wkt(found, trim=True) == (
        "POLYGON ((0 0, 0 2, 2 2, 2 0, 0 0), (1 1, 1.5 1, 1.5 1.5, 1 1))"
    )


def test_parts_and_holes_keep_their_order_and_lines_their_direction() -> None:
    parts = "MULTIPOLYGON (((5 5, 6 5, 6 6, 5 5)), ((0 0, 1 0, 1 1, 0 0)))"
    kept = np.array(
        shapely.from_wkt([parts, "LINESTRING (3 3, 0 0)", "MULTIPOINT ((2 2), (1 1))"]), dtype=object
    )
    found = [shapely.to_wkt(item, trim=True) for item in canonical(kept)]
    assert found == [parts, "LINESTRING (3 3, 0 0)", "MULTIPOINT ((2 2), (1 1))"]


def test_heights_decide_where_places_are_equal() -> None:
    drawn = shapely.from_wkt(
        ["POLYGON Z ((0 0 2, 0 0 1, 5 0 0, 0 0 2))", "POLYGON Z ((0 0 1, 0 0 2, 5 0 0, 0 0 1))"]
    )
    found = [shapely.to_wkt(item, trim=True) for item in canonical(np.array(drawn))]
    assert found == ["POLYGON Z ((0 0 1, 0 0 2, 5 0 0, 0 0 1))"] * 2


def test_a_ring_that_closes_at_another_height_is_left_as_drawn() -> None:
    wkt = "POLYGON Z ((3 0 0, 0 0 0, 0 3 0, 3 0 9))"
    assert shapely.to_wkt(canonical(np.array([shapely.from_wkt(wkt)]))[0], trim=True) == wkt


@pytest.mark.parametrize(
    "wkt", ["POINT (-0.0 1)", "LINESTRING (-0.0 0, 1 1)", "POLYGON ((-0.0 0, 1 0, 1 1, -0.0 0))"]
)
def test_minus_zero_is_zero(wkt: str) -> None:
    pair = canonical(np.array([shapely.from_wkt(wkt), shapely.from_wkt(wkt.replace("-0.0", "0"))]))
    assert shapely.to_wkb(pair[0]) == shapely.to_wkb(pair[1])


def test_missing_and_empty_stay_and_the_input_is_untouched() -> None:
    drawn = np.array([None, shapely.Polygon(), shapely.Polygon([(1, 1), (0, 0), (1, 0)])], dtype=object)
    found = canonical(drawn)
    assert found[0] is None
    assert found[1].is_empty
    assert drawn[2].exterior.coords[0] == (1, 1)


def test_a_ring_of_one_place_visited_often_is_quick() -> None:
    spiral = [(0.0, 0.0), (1.0, 1.0)] * 20_000
    order = writing_order(np.array([*spiral, (0.0, 0.0)]), np.array([len(spiral) + 1]))
    assert sorted(order[:-1]) == list(range(len(spiral)))
