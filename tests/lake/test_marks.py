from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
import shapely
from pyproj import CRS

from dothi.lake.marks import NEVER, Drawn, draw, first_zooms
from dothi.lake.reference import Reference

UNIT_AT_10 = 360.0 / 2**10 / 4096
"""Degrees of longitude in one unit of a tile's grid at zoom 10."""


def zooms(*geometries: shapely.Geometry, last: int = 16) -> list[int]:
    return first_zooms(np.array(geometries, dtype=object), last).tolist()


@pytest.mark.parametrize(("units", "expected"), [(2.0001, 10), (1.9999, 11), (4.1, 9), (1.1, 11), (0.9, 12)])
def test_a_part_is_drawn_from_two_units_on(units: float, expected: int) -> None:
    size = units * UNIT_AT_10
    assert zooms(shapely.box(108, 0, 108 + size, size / 2)) == [expected]
    assert zooms(shapely.LineString([(108, 0), (108 + size, 0)])) == [expected]


def test_height_counts_as_the_map_stretches_it() -> None:
    high = 2.0001 * UNIT_AT_10 * math.cos(math.radians(60))
    assert zooms(shapely.LineString([(10, 60), (10, 60 + high)])) == [10]


def test_the_largest_part_decides() -> None:
    small, large = shapely.box(0, 0, UNIT_AT_10, UNIT_AT_10), shapely.box(1, 1, 1.01, 1.01)
    far = shapely.MultiPolygon([small, shapely.affinity.translate(small, 50, 0)])
    # a unit at zoom 5 is 360 / 32 / 4096 = 0.0027 degrees: a hundredth holds two of them, and not at 4
    assert zooms(shapely.MultiPolygon([small, large]), far) == [5, 11]
    assert zooms(shapely.GeometryCollection([shapely.GeometryCollection([small, large])])) == [5]


def test_points_are_always_drawn_and_what_has_no_area_never() -> None:
    spike = shapely.Polygon([(0, 0), (1, 0), (0.5, 0), (0, 0)])
    hair = shapely.box(0, 0, 1, 1e-8)  # a millimetre wide
    assert zooms(shapely.Point(1, 1), spike, hair) == [0, NEVER, NEVER]


def test_beyond_the_last_zoom_is_never() -> None:
    assert zooms(shapely.box(0, 0, UNIT_AT_10, UNIT_AT_10), last=10) == [NEVER]


def drawn(*geometries: shapely.Geometry) -> Drawn:
    rows = pa.table({"n": list(range(len(geometries)))})
    return Drawn(rows, np.array(geometries, dtype=object), np.zeros(len(geometries), dtype=np.int64))


def test_the_mark_is_a_square_of_two_units_inside_the_feature() -> None:
    tiny = shapely.Polygon([(108, 15), (108.0000001, 15), (108, 15.0000001)])
    west, south, east, north = drawn(tiny).mark(0, 10).bounds
    assert east - west == pytest.approx(2 * UNIT_AT_10)
    assert north - south == pytest.approx(2 * UNIT_AT_10 * math.cos(math.radians(15)), rel=1e-6)
    assert shapely.box(west, south, east, north).covers(tiny)


def test_the_mark_of_a_line_is_a_stroke_and_a_flat_polygon_has_one_too() -> None:
    line, flat = shapely.LineString([(1, 1), (1, 1)]), shapely.Polygon([(1, 1), (1, 1), (1, 1), (1, 1)])
    assert drawn(line).mark(0, 12).geom_type == "LineString"
    assert drawn(flat).mark(0, 12).area > 0


def test_features_are_carried_by_the_pinned_operation_and_flattened() -> None:
    reference = Reference(CRS(5899))
    high = shapely.Polygon([(548_000, 1_716_000, 5), (548_100, 1_716_000, 5), (548_000, 1_716_100, 5)])
    found = draw(pa.table({"n": [1]}), np.array([high]), reference, 16)
    assert not shapely.has_z(found.geometries[0])
    expected = reference.to_wgs84(np.array([[548_000.0, 1_716_000.0]]))[0]
    assert found.geometries[0].exterior.coords[0] == tuple(expected)
    assert found.first_zoom.tolist() == [8]  # 100 m are 2.7 units of 37 m at zoom 8
