"""VN-2000 against control values, and the traps that give plausible wrong answers."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer

from dothi.base import crs
from dothi.base.errors import InputError, UnusableError

DA_NANG = crs.zone(5899)
TAM_KY = crs.Geographic(108.4740, 15.5736)
CONTROL = [  # computed with EPSG:6960 by an independent run of PROJ, not surveyed
    (108.4740, 15.5736, 577453.964, 1722531.703),
    (108.3380, 15.8801, 562773.120, 1756400.984),
    (108.6640, 15.4330, 597899.148, 1707051.890),
]
EPSG_CODES = [*range(5896, 5900), *range(9205, 9219), 3405, 3406]
WGS84 = Geod(ellps="WGS84")


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(WGS84.inv(*one, *other)[2])


@pytest.mark.parametrize(("longitude", "latitude", "east", "north"), CONTROL)
def test_control_values_to_one_millimetre(
    longitude: float, latitude: float, east: float, north: float
) -> None:
    point = crs.from_wgs84(DA_NANG, longitude=longitude, latitude=latitude)
    assert point.y_east == pytest.approx(east, abs=0.001)
    assert point.x_north == pytest.approx(north, abs=0.001)
    back = crs.to_wgs84(DA_NANG, x_north=north, y_east=east)
    assert metres(back, (longitude, latitude)) < 0.002  # the grid values above are rounded to the millimetre


def test_the_operation_is_named() -> None:
    operation = crs.datum_operation()
    assert (operation.code, operation.name, operation.accuracy_m) == (
        "EPSG:6960",
        "VN-2000 to WGS 84 (2)",
        1.0,
    )
    assert "Coordinate Frame" in operation.method


def test_every_listed_zone_is_there_with_the_meridian_of_the_registry() -> None:
    assert sorted(zone.epsg for zone in crs.ZONES) == sorted(EPSG_CODES)
    for zone in crs.ZONES:
        params = {p.name: p.value for p in CRS.from_epsg(zone.epsg).coordinate_operation.params}
        assert params["Longitude of natural origin"] == zone.central_meridian
        assert params["Scale factor at natural origin"] == (0.9999 if zone.width == 3 else 0.9996)
        assert params["False easting"] == 500000


@pytest.mark.parametrize("epsg", EPSG_CODES)
def test_every_zone_goes_there_and_back(epsg: int) -> None:
    zone = crs.zone(epsg)
    point = crs.from_wgs84(zone, longitude=TAM_KY.longitude, latitude=TAM_KY.latitude)
    assert metres(crs.to_wgs84(zone, x_north=point.x_north, y_east=point.y_east), TAM_KY) < 0.001


def test_on_the_central_meridian_only_the_datum_shift_is_left() -> None:
    """Check by hand: the easting there is the false easting to within the datum shift."""
    point = crs.from_wgs84(DA_NANG, longitude=107.75, latitude=15.5)
    assert abs(point.y_east - 500000) == pytest.approx(195, abs=3)


def through(operation: str) -> tuple[float, float]:
    """Tam Kỳ in grid coordinates by another datum step, for comparison."""
    project = Transformer.from_pipeline(
        f"+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad {operation} "
        "+step +proj=tmerc +lat_0=0 +lon_0=107.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84"
    )
    east, north = project.transform(*TAM_KY)
    return east, north


def helmert(text: str, convention: str) -> str:
    return (
        "+step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
        f"+step +inv +proj=helmert {text} +convention={convention} "
        "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3"
    )


SHIFT = "+x=-191.90441429 +y=-39.30318279 +z=-111.45032835 +s=0.252906278"
COPIED = SHIFT + " +rx=-0.00928836 +ry=0.01975479 +rz=-0.00427372"
FLIPPED = SHIFT + " +rx=0.00928836 +ry=-0.01975479 +rz=0.00427372"
OTHER_5194 = "+x=-192.873 +y=-39.382 +z=-111.202 +rx=0.00205 +ry=0.0005 +rz=-0.00335 +s=0.0188"
OURS = (577453.964, 1722531.703)


def test_the_other_registered_operation_lies_three_quarters_of_a_metre_away() -> None:
    assert math.dist(through(helmert(OTHER_5194, "coordinate_frame")), OURS) == pytest.approx(0.735, abs=0.01)


def test_the_copied_parameters_read_as_position_vector_lie_two_thirds_of_a_metre_away() -> None:
    assert math.dist(through(helmert(COPIED, "position_vector")), OURS) == pytest.approx(0.63, abs=0.02)


def test_the_copied_parameters_with_rotations_flipped_agree() -> None:
    assert math.dist(through(helmert(FLIPPED, "position_vector")), OURS) < 0.001


def test_forgetting_the_shift_moves_points_by_195_and_113_metres() -> None:
    east, north = through("")
    assert abs(east - OURS[0]) == pytest.approx(195, abs=1)
    assert abs(north - OURS[1]) == pytest.approx(113, abs=1)


def test_a_neighbouring_meridian_shifts_by_tens_of_kilometres() -> None:
    wrong = crs.to_wgs84(crs.zone(5898), x_north=1722531.703, y_east=577453.964)
    assert metres(wrong, TAM_KY) == pytest.approx(26800, abs=200)


def test_swapped_x_and_y_are_refused_with_the_reason() -> None:
    with pytest.raises(InputError) as caught:
        crs.to_wgs84(DA_NANG, x_north=577453.964, y_east=1722531.703)
    assert caught.value.code == "crs.outside-vietnam"
    assert "X là hướng bắc" in caught.value.faults[0].remedy_vi


@pytest.mark.parametrize(
    ("x_north", "y_east"), [(float("nan"), 5e5), (float("inf"), 5e5), (0.0, 0.0), (1e12, 5e5)]
)
def test_impossible_coordinates_are_refused(x_north: float, y_east: float) -> None:
    with pytest.raises(InputError):
        crs.to_wgs84(DA_NANG, x_north=x_north, y_east=y_east)


@pytest.mark.parametrize(("longitude", "latitude"), [(15.5736, 108.4740), (float("nan"), 15.0), (0.0, 0.0)])
def test_swapped_or_impossible_degrees_are_refused(longitude: float, latitude: float) -> None:
    with pytest.raises(InputError):
        crs.from_wgs84(DA_NANG, longitude=longitude, latitude=latitude)


@pytest.mark.parametrize(
    ("text", "width", "epsg"),
    [
        ("107°45'", 3, 5899),
        ("107°45′", 3, 5899),
        ("107-45", 3, 5899),
        (" 107 45 ", 3, 5899),
        ("108", 3, 5898),
        ("108°", 3, 5898),
        ("108°15’", 3, 9217),
        ("105°00'", 3, 5897),
        ("105", 6, 3405),
        ("111", 6, 3406),
    ],
)
def test_a_zone_is_found_by_its_central_meridian(text: str, width: int, epsg: int) -> None:
    assert crs.zone_at(text, width=width).epsg == epsg


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("107.75", "crs.unreadable-meridian"),
        ("", "crs.unreadable-meridian"),
        ("107°75'", "crs.unreadable-meridian"),
        ("x" * 100000, "crs.unreadable-meridian"),
        ("107°50'", "crs.no-zone"),
        ("111", "crs.no-zone"),
    ],
)
def test_meridians_without_a_zone_are_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        crs.zone_at(text)
    assert caught.value.code == code


def test_other_codes_are_no_zones() -> None:
    with pytest.raises(InputError) as caught:
        crs.zone(32649)
    assert caught.value.code == "crs.unknown-zone"


def test_a_registry_without_the_operation_is_refused_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crs, "DATUM_OPERATION", 999999)
    with pytest.raises(UnusableError) as caught:
        crs.pipeline_text(DA_NANG)
    assert caught.value.code == "crs.registry"


def test_a_registry_that_calls_something_else_by_the_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crs, "DATUM_OPERATION", 1671)  # a geocentric translation of another country
    with pytest.raises(UnusableError):
        crs.pipeline_text(DA_NANG)


def test_importing_the_room_does_not_load_proj() -> None:
    code = "import sys, dothi.base.crs, dothi.base.calendar; sys.exit('pyproj' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": "src"}).returncode == 0
    )


@given(st.floats(107.2, 108.8), st.floats(14.9, 16.1))
def test_round_trips_over_the_province(longitude: float, latitude: float) -> None:
    point = crs.from_wgs84(DA_NANG, longitude=longitude, latitude=latitude)
    back = crs.to_wgs84(DA_NANG, x_north=point.x_north, y_east=point.y_east)
    assert metres(back, (longitude, latitude)) < 0.001
