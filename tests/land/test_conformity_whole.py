"""Boundaries and people of two plans: by hand, by a hair, with one side silent."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from dothi.land.conformity_checks import Within
from dothi.land.conformity_whole import People, Side, boundary_check, population_check
from dothi.land.limits import limits_of
from dothi.land.polygons import Polygons


def layer(*shapes: Any) -> Polygons:
    count = len(shapes)
    return Polygons(
        "lớp", np.array(shapes, dtype=object), np.arange(1, count + 1), np.full(count, "", dtype=object)
    )


def side(*zones: tuple[Any, Any], boundary: Any = None, people: Any = None) -> Side:
    return Side(
        layer(*(shape for shape, _ in zones)),
        None if boundary is None else layer(boundary),
        {str(row): limits_of({"danSo": told}) for row, (_, told) in enumerate(zones, start=1)},
        {"1": limits_of({"danSo": people})},
    )


BIG, SMALL = shapely.box(0, 0, 1_000, 100), shapely.box(100, 0, 300, 100)


@pytest.mark.parametrize(
    ("east", "verdict", "outside", "strips"),
    [(1_000, Within.WITHIN, 0, 0), (1_001.9, Within.WITHIN, 0, 190), (1_002.1, Within.EXCEEDS, 210, 0)],
)
def test_a_boundary_by_a_hair(east: float, verdict: Within, outside: float, strips: float) -> None:
    lower = side((SMALL, None), boundary=shapely.box(900, 0, east, 100))
    found = boundary_check(lower, side((SMALL, None), boundary=BIG), tolerance_m=2.0)
    assert found.verdict is verdict
    assert (found.outside_m2, found.strip_m2) == (pytest.approx(outside), pytest.approx(strips))
    assert len(found.outside) == (verdict is Within.EXCEEDS)


def test_zones_stand_for_a_boundary_only_for_what_they_show() -> None:
    out = shapely.box(900, 0, 1_100, 100)
    whole = side((BIG, None), boundary=BIG)
    zones = side((BIG, None))
    # Zones outside a boundary are outside; zones inside say nothing of the rest of their boundary.
    assert boundary_check(side((out, None)), whole, tolerance_m=2).verdict is Within.EXCEEDS
    assert boundary_check(side((SMALL, None)), whole, tolerance_m=2).verdict is Within.UNKNOWN
    # Land no upper zone covers may lie inside the upper boundary.
    assert boundary_check(side((out, None), boundary=out), zones, tolerance_m=2).verdict is Within.UNKNOWN
    assert boundary_check(side((out, None), boundary=SMALL), zones, tolerance_m=2).verdict is Within.WITHIN


# Upper: 500 people on 100..200, 600 on 200..300; and a zone east of it that the lower plan half covers.
LEFT, RIGHT, EAST = (
    shapely.box(100, 0, 200, 100),
    shapely.box(200, 0, 300, 100),
    shapely.box(300, 0, 500, 100),
)


def verdict(lower: Side, upper: Side) -> Within:
    return population_check(lower, upper, tolerance_m=2.0).verdict


@pytest.mark.parametrize(
    ("people", "expected"), [(1_100, Within.WITHIN), (1_101, Within.EXCEEDS), ("≤ 1.100", Within.WITHIN)]
)
def test_people_on_the_same_ground(people: Any, expected: Within) -> None:
    lower = side((SMALL, None), boundary=SMALL, people=people)
    assert verdict(lower, side((LEFT, 500), (RIGHT, 600))) is expected


def test_a_zone_half_inside_leaves_a_range() -> None:
    ground = shapely.box(100, 0, 400, 100)
    upper = side((LEFT, 500), (RIGHT, 600), (EAST, 800))
    for people, expected in ((1_100, Within.WITHIN), (1_500, Within.UNKNOWN), (1_901, Within.EXCEEDS)):
        assert verdict(side((ground, None), boundary=ground, people=people), upper) is expected
    found = population_check(side((ground, 1_500)), upper, tolerance_m=2.0)
    assert found.upper is not None
    assert (found.upper.least, found.upper.most) == (1_100, 1_900)


def test_a_zone_that_states_none_is_not_empty() -> None:
    silent = side((LEFT, 500), (RIGHT, None))
    assert verdict(side((SMALL, 501)), silent) is Within.UNKNOWN
    assert verdict(side((SMALL, 500)), silent) is Within.WITHIN
    # The lower plan's own silent zone: more than 500 live there for all anybody knows.
    assert verdict(side((LEFT, 500), (RIGHT, None)), side((SMALL, 500))) is Within.UNKNOWN
    assert verdict(side((LEFT, 501), (RIGHT, None)), side((SMALL, 500))) is Within.EXCEEDS


def test_the_total_of_the_upper_plan_is_a_ceiling() -> None:
    upper = side((LEFT, None), (RIGHT, None), boundary=BIG, people=9_000)
    assert verdict(side((SMALL, 9_001)), upper) is Within.EXCEEDS
    assert verdict(side((SMALL, 9_000)), upper) is Within.UNKNOWN


def test_people_beyond_the_upper_plan_exceed_nothing() -> None:
    """90 of the 100 m lie where no upper zone is: 5,000 people may live there."""
    ground = shapely.box(90, 0, 190, 100)
    upper = side((shapely.box(0, 0, 100, 100), 1_000))
    assert verdict(side((ground, 5_000), boundary=ground), upper) is Within.UNKNOWN


def test_where_one_side_is_silent_nothing_follows() -> None:
    found = population_check(side((SMALL, None)), side((LEFT, 500)), tolerance_m=2.0)
    assert (found.verdict, found.lower) == (Within.UNKNOWN, None)
    assert verdict(side((SMALL, 5)), side((LEFT, None), (RIGHT, "đông"))) is Within.UNKNOWN
    assert isinstance(population_check(side((SMALL, 5)), side((SMALL, 7)), tolerance_m=2).lower, People)
