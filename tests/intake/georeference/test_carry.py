"""Carrying: the one named operation, zone to zone without it, and everything else by PROJ."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from dothi.base.crs import from_wgs84, zone
from dothi.base.errors import InputError
from dothi.intake.georeference.carry import WGS84, carried, carrier

TAM_KY = np.array([[108.4740, 15.5736]])
GRID = np.array([[577453.964, 1722531.703]])


def test_to_a_zone_and_back_by_the_named_operation() -> None:
    """Control values of tests/base/test_crs.py, computed with EPSG:6960 by an independent run of PROJ."""
    there = carrier(WGS84, CRS.from_epsg(5899))(TAM_KY)
    assert there == pytest.approx(GRID, abs=0.001)
    assert carrier(CRS.from_epsg(5899), WGS84)(GRID) == pytest.approx(TAM_KY, abs=2e-8)


def test_zone_to_zone_keeps_the_datum() -> None:
    found = carrier(CRS.from_epsg(5899), CRS.from_epsg(5898))(GRID)[0]
    expected = from_wgs84(zone(5898), longitude=108.4740, latitude=15.5736)
    assert found == pytest.approx([expected.y_east, expected.x_north], abs=0.002)
    back = carrier(CRS.from_epsg(5898), CRS.from_epsg(5899))(found[np.newaxis])
    assert back == pytest.approx(GRID, abs=1e-6)


def test_vn2000_in_degrees_is_192_by_110_metres_off_wgs84() -> None:
    degrees = carrier(CRS.from_epsg(5899), CRS.from_epsg(4756))(GRID)[0]
    east, north = (degrees - TAM_KY[0]) * [111_320 * np.cos(np.radians(15.57)), 110_650]
    assert (east, north) == (pytest.approx(-194.5, abs=1), pytest.approx(113.7, abs=1))


def test_a_prj_in_other_words_is_the_zone() -> None:
    same = CRS.from_wkt(CRS.from_epsg(5899).to_wkt("WKT1_ESRI"))
    assert carrier(same, WGS84)(GRID) == pytest.approx(TAM_KY, abs=2e-8)


def test_other_systems() -> None:
    """Paris by the definition of Lambert-93: its origin is 3° E, 46.5° N at 700 km, 6600 km."""
    found = carrier(CRS.from_epsg(2154), WGS84)(np.array([[700_000.0, 6_600_000.0]]))
    assert found == pytest.approx(np.array([[3.0, 46.5]]), abs=1e-6)


def test_a_system_that_leads_nowhere_is_refused() -> None:
    local = CRS.from_wkt(
        'ENGCRS["x",EDATUM["y"],CS[Cartesian,2],AXIS["e",east],AXIS["n",north],LENGTHUNIT["m",1]]'
    )
    with pytest.raises(InputError) as refusal:
        carrier(local, WGS84)
    assert refusal.value.code == "intake.no-operation"


def test_frames_keep_rows_and_gaps() -> None:
    frame = gpd.GeoDataFrame({"a": [1, 2]}, geometry=[shapely.Point(GRID[0]), None], index=[7, 3], crs=5899)
    found = carried(frame, WGS84)
    assert list(found.index) == [7, 3]
    assert found.crs.to_epsg() == 4326
    assert found.geometry.iloc[0].x == pytest.approx(108.4740, abs=1e-7)
    assert found.geometry.iloc[1] is None


def test_features_that_end_at_infinity_are_named_and_nothing_is_given() -> None:
    """A latitude of 95 degrees has no place in a projection."""
    shapes = [shapely.Point(108, 15), shapely.LineString([(108, 15), (108, 95)]), None]
    frame = gpd.GeoDataFrame(geometry=shapes, index=["a", "thửa 7", "c"], crs=4326)
    with pytest.raises(InputError, match="thửa 7") as refusal:
        carried(frame, CRS.from_epsg(5899))
    assert refusal.value.code == "intake.out-of-reach"
    assert "a," not in str(refusal.value)


@settings(max_examples=30)
@given(st.floats(107.2, 108.9), st.floats(14.9, 16.2), st.sampled_from([5899, 5898, 9217, 9218, 3405, 3406]))
def test_there_and_back(longitude, latitude, code) -> None:
    point = np.array([[longitude, latitude]])
    grid = carrier(WGS84, CRS.from_epsg(code))(point)
    assert carrier(CRS.from_epsg(code), WGS84)(grid) == pytest.approx(point, abs=5e-9)
