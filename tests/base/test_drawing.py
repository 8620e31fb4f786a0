"""Metres as paths, and scale bars of round lengths."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.drawing import View, round_length


def test_north_is_up_and_holes_are_runs_of_their_own() -> None:
    ring = shapely.Polygon(shapely.box(0, 0, 10, 20).exterior, [shapely.box(4, 4, 6, 6).exterior])
    path = View(0.0, 20.0, 2.0).path(ring)
    assert path.count("M") == path.count("Z") == 2
    assert "20,0" in path  # the corner (10, 20): east edge, top


@pytest.mark.parametrize(
    ("most", "length", "shown"),
    [(99.9, 50.0, "50 m"), (100.0, 100.0, "100 m"), (2500.0, 2000.0, "2 km"), (0.07, 0.05, "5 cm")],
)
def test_round_lengths(most: float, length: float, shown: str) -> None:
    assert round_length(most) == (pytest.approx(length), shown)


@given(st.floats(1e-3, 1e7))
def test_a_bar_takes_at_least_two_fifths_of_its_room(most: float) -> None:
    assert 0.399 * most < round_length(most)[0] < 1.001 * most
