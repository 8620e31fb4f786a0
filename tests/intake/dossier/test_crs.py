"""Zones of VN-2000 told from codes, numbers and words."""

from __future__ import annotations

import pytest
from pyproj import CRS

from dothi.intake.dossier.crs import grid_of, zone_in_words

TM3 = "+proj=tmerc +lat_0=0 +lon_0={lon} +k={k} +x_0={x} +y_0=0 +ellps=WGS84 +units=m +type=crs"


def named(lon: float, k: float = 0.9999, x: int = 500000, shift: str = "") -> CRS:
    """A zone as ArcGIS writes it: its own names and no code."""
    spheroid = f'SPHEROID["WGS_1984",6378137,298.257223563]{shift}'
    return CRS.from_wkt(
        f'PROJCS["QUANG NAM_VN2000",GEOGCS["GCS_VN_2000",DATUM["D_VN_2000",{spheroid}],'
        'PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
        f'PARAMETER["False_Easting",{x}],PARAMETER["False_Northing",0],PARAMETER["Central_Meridian",{lon}],'
        f'PARAMETER["Scale_Factor",{k}],PARAMETER["Latitude_Of_Origin",0],UNIT["Meter",1]]'
    )


@pytest.mark.parametrize("code", [5899, 5898, 9217, 3405, 3406])
def test_by_code(code: int) -> None:
    zone = grid_of(CRS.from_epsg(code)).zone
    assert zone is not None
    assert zone.epsg == code


@pytest.mark.parametrize(
    ("crs", "epsg"),
    [
        (named(107.75), 5899),
        (named(108.25), 9217),
        (named(105, 0.9996), 3405),
        (named(107.75, 0.9996), None),
        (named(107.8), None),
        (named(107.75, x=0), None),
    ],
)
def test_by_numbers(crs: CRS, epsg: int | None) -> None:
    grid = grid_of(crs)
    assert grid.datum
    assert (None if grid.zone is None else grid.zone.epsg) == epsg


@pytest.mark.parametrize(
    ("crs", "datum"),
    [
        (CRS.from_epsg(4756), True),
        (CRS.from_epsg(4326), False),
        (CRS.from_epsg(32648), False),
        (CRS.from_epsg(3148), False),
    ],
)
def test_other_systems(crs: CRS, datum: bool) -> None:
    grid = grid_of(crs)
    assert (grid.datum, grid.zone) == (datum, None)


def test_bare_numbers_without_the_datum_are_not_vn2000() -> None:
    assert not grid_of(CRS.from_proj4(TM3.format(lon=107.75, k=0.9999, x=500000))).datum


def test_a_datum_shift_written_beside_it_changes_nothing() -> None:
    bound = named(107.75, shift=",TOWGS84[-191.9,-39.3,-111.45,0.009,-0.02,0.004,0.25]")
    zone = grid_of(bound).zone
    assert bound.is_bound
    assert zone is not None
    assert zone.epsg == 5899


@pytest.mark.parametrize(
    ("text", "epsg"),
    [
        ("VN-2000, kinh tuyến trục 107°45′, múi 3°", 5899),
        ("VN2000 KTT 107°45'", 5899),
        ("Hệ VN-2000 múi chiếu 3, KTT 108", 5898),
        ("vn 2000; 107.75", 5899),
        ("VN-2000 107-45", 5899),
        ("VN-2000 kinh tuyến 105°, múi 6°", 3405),
        ("EPSG:9217", 9217),
        ("EPSG:4326", None),
        ("VN-2000", None),
        ("107°45'", None),
        ("VN-2000 107°50'", None),
        ("WGS84 107°45'", None),
    ],
)
def test_in_words(text: str, epsg: int | None) -> None:
    zone = zone_in_words(text)
    assert (None if zone is None else zone.epsg) == epsg
