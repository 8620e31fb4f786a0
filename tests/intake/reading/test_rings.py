"""Rings put together, whatever their order."""

from __future__ import annotations

import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.intake.reading.rings import assembled


def square(low: float, high: float) -> shapely.Polygon:
    return shapely.box(low, low, high, high)


RINGS = [square(0, 100), square(10, 90), square(20, 80), square(30, 70), shapely.box(200, 0, 210, 10)]
ODD_EVEN = 100**2 - 80**2 + 60**2 - 40**2 + 100


@given(st.permutations(RINGS))
def test_the_order_of_rings_does_not_matter(rings) -> None:
    normal = assembled(rings, 0)
    assert normal.area == ODD_EVEN
    assert normal.is_valid
    assert assembled(rings, 1).area == 100**2 - 80**2 + 100
    assert assembled(rings, 2).area == 100**2 + 100


def test_a_hole_that_touches_its_outline_at_a_point() -> None:
    hole = shapely.Polygon([(0, 50), (50, 40), (50, 60)])
    assert assembled([square(0, 100), hole]).area == 100**2 - hole.area


def test_a_ring_that_crosses_itself_stays_as_drawn() -> None:
    bow = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    assert assembled([bow]).equals_exact(bow, 0)
