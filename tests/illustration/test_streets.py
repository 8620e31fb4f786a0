from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from dothi.illustration.chance import chance
from dothi.illustration.field import make_field
from dothi.illustration.streets import NEAR, Spacing, Street, draw_streets, joined, road_land

BOX = (0.0, 0.0, 2000.0, 2000.0)


def drawn(metres: np.ndarray) -> list:
    field = make_field(BOX, 50, [], base=(0.8, 0.6))
    return draw_streets(
        chance(1, "s"), field, Spacing(0, 0, 10, metres), [shapely.LineString([(0, 500), (2000, 2000)])]
    )


def test_streets_of_one_family_keep_apart() -> None:
    lines = drawn(np.full((200, 200), 200.0))
    steps = [shapely.get_coordinates(line)[[0, -1]] for line in lines]
    along = [
        line
        for line, (a, b) in zip(lines, steps, strict=True)
        if abs((b - a) @ (0.8, 0.6)) > abs((b - a) @ (-0.6, 0.8))
    ]
    gaps = [a.distance(b) for at, a in enumerate(along) for b in along[at + 1 :]]
    assert len(along) >= 5
    assert min(gaps) > 200 * NEAR * 0.8 - 25


def test_no_street_begins_where_none_may_run() -> None:
    metres = np.full((200, 200), 200.0)
    metres[100:] = 0.0
    lines = drawn(metres)
    assert len(lines) > 5
    assert all(shapely.box(-20, -20, 1020, 2020).covers(line) for line in lines)


def test_loose_ends_are_cut_off_at_the_last_junction() -> None:
    main = Street(shapely.LineString([(0, 0), (0, 1000)]), 20, 1)
    other = Street(shapely.LineString([(500, 0), (500, 1000)]), 20, 1)
    cross = Street(shapely.LineString([(-80, 400), (700, 400)]), 10, 3)
    alone = Street(shapely.LineString([(100, 700), (300, 700)]), 10, 3)
    kept = joined([main, other, cross, alone], shapely.box(-5000, -5000, 5000, 5000))
    assert [street.rank for street in kept] == [1, 1, 3]
    assert shapely.get_coordinates(kept[2].line).tolist() == [[0, 400], [500, 400]]


def test_a_street_may_leave_the_ground() -> None:
    main = Street(shapely.LineString([(0, 0), (0, 1000)]), 20, 1)
    out = Street(shapely.LineString([(-50, 400), (700, 400)]), 10, 3)
    kept = joined([main, out], shapely.box(-500, 0, 600, 1000))
    assert shapely.get_coordinates(kept[1].line).tolist() == [[0, 400], [600, 400]]


def test_road_land_of_a_crossing() -> None:
    """Two streets of 20 m on 400 m: 2·400·20 - 20² in the middle, four ends of half a disc, four fillets."""
    streets = [
        Street(shapely.LineString([(-200, 0), (200, 0)]), 20, 2),
        Street(shapely.LineString([(0, -200), (0, 200)]), 20, 2),
    ]
    land = road_land(streets, fillet=12, chord=0.01)
    expected = 2 * 400 * 20 - 20**2 + 4 * math.pi * 10**2 / 2 + 4 * (12**2 - math.pi * 12**2 / 4)
    assert land.area == pytest.approx(expected, rel=0.001)


def test_chords_of_a_rounded_corner_lie_near_the_arc() -> None:
    streets = [
        Street(shapely.LineString([(-200, 0), (200, 0)]), 20, 2),
        Street(shapely.LineString([(0, -200), (0, 200)]), 20, 2),
    ]
    land = road_land(streets, fillet=12, chord=0.05)
    corner = shapely.intersection(shapely.boundary(land), shapely.box(10, 10, 22, 22))
    middles = shapely.line_interpolate_point(corner, np.linspace(0.02, 0.98, 400), normalized=True)
    off = np.abs(shapely.distance(middles, shapely.Point(22, 22)) - 12)
    assert off.max() < 0.06
