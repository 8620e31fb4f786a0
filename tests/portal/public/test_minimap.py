"""The server's small map: shapes in the frame, a true scale bar, points for what has no outline."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dothi.base.time import NEVER, Bound, Truth
from dothi.portal.public.minimap import HEIGHT, WIDTH, mini_map
from dothi.registry.places.answers import UnitRow
from dothi.registry.sources.refs import SourceRef

SOURCE = SourceRef("a", "Nguồn", "", "", "", None, "", "", "secondary", illustrative=False)


def square(key: str, west: float, south: float, size: float) -> UnitRow:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return UnitRow(
        key=key,
        code="",
        name=f"Xã {key}",
        kind="Xã",
        level=3,
        parent_key="",
        parent_name="",
        holds=Truth.YES,
        others=(),
        starts=Bound(),
        ends=NEVER,
        longitude=west + size / 2,
        latitude=south + size / 2,
        official_area_km2=None,
        box=(west, south, east, north),
        outline={"type": "Polygon", "coordinates": [ring]},
        outline_basis="published",
        source=SOURCE,
        illustrative=False,
    )


def numbers(path: str) -> list[tuple[float, float]]:
    pairs = [pair.split(" ") for pair in path.strip("MZ").replace("Z", "").replace("M", "L").split("L")]
    return [(float(x), float(y)) for x, y in pairs]


def test_unit_stands_in_the_middle_and_last():
    chosen, other = square("a", 108.0, 15.0, 0.2), square("b", 108.2, 15.0, 0.2)
    drawn = mini_map(chosen, [chosen, other], None)
    assert [shape.strong for shape in drawn.shapes] == [False, True]
    points = set(numbers(drawn.shapes[-1].path))
    middle = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
    assert middle == pytest.approx((WIDTH / 2, HEIGHT / 2), abs=0.6)


def test_north_is_up_and_shapes_are_true():
    points = numbers(mini_map(square("a", 108.0, 60.0, 0.2), [], None).shapes[0].path)
    width = max(x for x, _ in points) - min(x for x, _ in points)
    height = max(y for _, y in points) - min(y for _, y in points)
    assert width / height == pytest.approx(0.5, abs=0.01)  # cos 60°
    assert points[0][1] > points[2][1]


def test_scale_bar_stands_for_its_kilometres():
    drawn = mini_map(square("a", 108.0, 15.0, 0.2), [], None)
    points = numbers(drawn.shapes[0].path)
    height = max(y for _, y in points) - min(y for _, y in points)
    kilometres = height / drawn.scale_width * drawn.scale_km
    assert kilometres == pytest.approx(0.2 * 111.32, rel=0.01)
    assert drawn.scale_width <= WIDTH / 4


def test_what_lies_far_off_is_left_out():
    drawn = mini_map(square("a", 108.0, 15.0, 0.2), [square("far", 112.0, 16.0, 0.2)], None)
    assert len(drawn.shapes) == 1


def test_extent_bounds_a_unit_that_reaches_out_to_sea():
    row = square("a", 107.0, 15.0, 0.5)
    far = replace(row, box=(107.0, 15.0, 113.0, 17.0))
    bounded = mini_map(far, [], (107.0, 15.0, 107.5, 15.5))
    assert bounded.shapes[0].path == mini_map(row, [], None).shapes[0].path


def test_point_where_there_is_no_outline():
    row = replace(square("a", 108.0, 15.0, 0.2), outline=None, box=None)
    drawn = mini_map(row, [square("b", 108.0, 15.0, 0.3)], None)
    assert drawn.point == pytest.approx((WIDTH / 2, HEIGHT / 2))
    assert len(drawn.shapes) == 1


def test_no_map_where_nothing_tells_the_place():
    row = replace(square("a", 108.0, 15.0, 0.2), outline=None, box=None, longitude=None, latitude=None)
    assert mini_map(row, [], None) is None
