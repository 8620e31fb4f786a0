from __future__ import annotations

import numpy as np
import pytest
from pyproj import CRS

from dothi.base import crs as vn2000
from dothi.base.errors import InputError
from dothi.lake.reference import Reference

CUSTOM = "+proj=tmerc +lat_0=0 +lon_0=107.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m +type=crs"


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        (5899, "EPSG:5899"),
        (4756, "EPSG:4756"),
        (2154, "EPSG:2154"),
        ("OGC:CRS84", "OGC:CRS84"),
        (CRS(5899).to_wkt("WKT1_ESRI"), "EPSG:5899"),
        (CRS(5899).to_wkt("WKT1_GDAL"), "EPSG:5899"),
        (CRS(5899).to_json(), "EPSG:5899"),
    ],
)
def test_a_published_crs_goes_by_its_code_however_it_is_written(given: object, canonical: str) -> None:
    assert Reference(CRS.from_user_input(given)).canonical == canonical


def test_a_crs_of_ones_own_goes_by_its_text_and_survives_projjson() -> None:
    own = Reference(CRS(CUSTOM))
    assert own.canonical.startswith("PROJCRS[")
    assert "\n" not in own.canonical
    assert Reference(CRS.from_json_dict(own.projjson)).canonical == own.canonical
    assert Reference(CRS(CUSTOM.replace("107.75", "107.7501"))).canonical != own.canonical


def test_a_code_that_does_not_fit_the_parameters_is_not_believed() -> None:
    claimed = CRS(5899).to_wkt().replace("107.75", "108.25")
    assert Reference(CRS(claimed)).canonical.startswith("PROJCRS[")


@pytest.mark.parametrize("zone", vn2000.ZONES, ids=str)
def test_every_vn2000_zone_goes_by_the_pinned_operation(zone: vn2000.Zone) -> None:
    east, north = 512_345.67, 1_720_000.25
    found = Reference(CRS.from_epsg(zone.epsg))
    expected = vn2000.to_wgs84(zone, x_north=north, y_east=east)
    assert found.operation.code == "EPSG:6960"
    assert found.to_wgs84(np.array([[east, north]])).tolist() == [list(expected)]


def test_geographic_and_unregistered_vn2000_go_by_it_too() -> None:
    zone = vn2000.zone(5899)
    expected = vn2000.to_wgs84(zone, x_north=1_720_000.0, y_east=512_345.0)
    own = CRS(5899).to_wkt().replace("500000", "600000").replace('ID["EPSG",5899]', 'ID["X",1]')
    shifted = Reference(CRS(own))
    assert shifted.canonical.startswith("PROJCRS[")
    assert shifted.operation.code == "EPSG:6960"
    assert shifted.to_wgs84(np.array([[612_345.0, 1_720_000.0]]))[0] == pytest.approx(expected, abs=1e-10)
    degrees = Reference(CRS(4756))
    assert degrees.operation.code == "EPSG:6960"
    # 15.5 N 107.75 E of VN-2000: the shift of EPSG:6960 is about 195 m east and 113 m south
    longitude, latitude = degrees.to_wgs84(np.array([[107.75, 15.5]]))[0]
    assert (longitude - 107.75) * 107_280 == pytest.approx(195, abs=3)
    assert (latitude - 15.5) * 110_640 == pytest.approx(-113, abs=3)


def test_elsewhere_the_operation_is_named() -> None:
    lambert = Reference(CRS(2154))
    assert "RGF93" in lambert.operation.name
    # the origin of Lambert-93: 3° E, 46.5° N at 700 000, 6 600 000
    assert lambert.to_wgs84(np.array([[700_000.0, 6_600_000.0]]))[0] == pytest.approx([3.0, 46.5], abs=1e-9)
    assert lambert.square_metres == 1.0


def test_areas_in_feet_become_square_metres_and_in_degrees_nothing() -> None:
    assert Reference(CRS(2248)).square_metres == pytest.approx((1200 / 3937) ** 2, rel=1e-12)
    assert Reference(CRS(4756)).square_metres is None


def test_a_box_is_followed_along_its_edges() -> None:
    west, south, east, north = Reference(CRS(2154)).box_wgs84((100_000, 6_100_000, 1_200_000, 7_100_000))
    # the middle of the upper edge reaches further north than its corners
    corner = Reference(CRS(2154)).to_wgs84(np.array([[100_000.0, 7_100_000.0]]))[0]
    middle = Reference(CRS(2154)).to_wgs84(np.array([[650_000.0, 7_100_000.0]]))[0]
    assert corner[1] < middle[1] <= north
    assert west < 3 < east
    assert south < 46.5


def test_a_crs_that_only_a_guess_leads_from_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        _ = Reference(CRS(CUSTOM)).operation
    assert refused.value.code == "lake.no-operation"


@pytest.mark.parametrize("point", [(1e12, 1e12), (np.inf, 0.0), (np.nan, 0.0)])
def test_points_without_a_place_on_earth_are_refused(point: tuple[float, float]) -> None:
    with pytest.raises(InputError) as refused:
        Reference(CRS(5899)).to_wgs84(np.array([point]))
    assert refused.value.code == "lake.outside-crs"


def test_degrees_beyond_the_globe_are_refused() -> None:
    with pytest.raises(InputError):
        Reference(CRS(4326)).to_wgs84(np.array([[548_000.0, 1_716_000.0]]))
