"""VN-2000 in other words."""

from __future__ import annotations

import pytest
from pyproj import CRS

from dothi.base.crs import ZONES, zone
from dothi.intake.georeference.zones import forgotten_datum, on_wgs84, zone_of

GRID = "+proj=tmerc +lat_0=0 +lon_0=107.75 +k=0.9999 +x_0=500000 +y_0=0 +units=m +no_defs "
SHIFT = "-191.90441429,-39.30318279,-111.45032835,{0}0.00928836,{1}0.01975479,{0}0.00427372,0.252906278"


@pytest.mark.parametrize("known", ZONES, ids=lambda z: str(z.epsg))
def test_every_zone_is_known_by_its_esri_description(known) -> None:
    """A ``.prj`` names the datum and no code."""
    written = CRS.from_epsg(known.epsg).to_wkt("WKT1_ESRI")
    assert "EPSG" not in written
    assert zone_of(CRS.from_wkt(written)) == known


@pytest.mark.parametrize("signs", [("", "-"), ("-", "")], ids=["position vector", "coordinate frame"])
def test_seven_parameters_beside_an_unnamed_datum(signs) -> None:
    crs = CRS.from_proj4(GRID + "+ellps=WGS84 +towgs84=" + SHIFT.format(*signs))
    assert zone_of(crs) == zone(5899)
    assert forgotten_datum(crs) is None


@pytest.mark.parametrize("datum", ["+datum=WGS84", "+ellps=WGS84"])
def test_the_same_grid_without_the_shift_is_the_datum_forgotten(datum) -> None:
    crs = CRS.from_proj4(GRID + datum)
    assert zone_of(crs) is None
    assert forgotten_datum(crs) == zone(5899)


@pytest.mark.parametrize("code", [32648, 4326, 4756, 2154, 6668, 3857])
def test_other_systems_are_no_zone(code) -> None:
    assert zone_of(CRS.from_epsg(code)) is None


def test_the_grid_on_wgs84_has_the_numbers_of_the_zone() -> None:
    params = {p.name: p.value for p in on_wgs84(zone(9217)).coordinate_operation.params}
    assert params["Longitude of natural origin"] == 108.25
    assert params["Scale factor at natural origin"] == 0.9999
