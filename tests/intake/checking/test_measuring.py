"""Metres for every layer, against values computed independently on the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import CRS, Geod

from dothi.intake.checking.measuring import measuring_of, place_in_words, unmeasured


def array(*shapes):
    out = np.empty(len(shapes), object)
    out[:] = shapes
    return out


def measured(crs, shape):
    measuring = measuring_of(crs, np.array(shape.bounds))
    assert measuring is not None
    return measuring, measuring.metres(array(shape))[0]


def test_metres_stay_as_they_are() -> None:
    measuring, laid = measured(CRS(5899), shapely.box(577_000, 1_722_000, 577_010, 1_722_010))
    assert measuring.as_is
    assert laid.area == 100
    assert "VN-2000" in measuring.vi


@pytest.mark.parametrize("crs", [4326, 4756, 6668])
def test_degrees_are_laid_out_true_in_area(crs: int) -> None:
    shape = shapely.box(108.40, 15.50, 108.45, 15.54)
    system = CRS(crs)
    expected, _ = Geod(
        a=system.ellipsoid.semi_major_metre, rf=system.ellipsoid.inverse_flattening
    ).geometry_area_perimeter(shapely.segmentize(shape, 0.001))
    _, laid = measured(system, shapely.segmentize(shape, 0.001))
    assert laid.area == pytest.approx(abs(expected), rel=1e-7)


def test_web_mercator_is_not_taken_at_its_word() -> None:
    # at 60° its areas are four times those of the ground
    shape = shapely.box(0, 8_399_000, 1000, 8_400_000)
    measuring, laid = measured(CRS(3857), shape)
    assert not measuring.as_is
    assert laid.area == pytest.approx(1e6 / 4, rel=0.01)


def test_feet_are_turned_into_metres() -> None:
    measuring, laid = measured(CRS(2248), shapely.box(1_300_000, 450_000, 1_300_100, 450_100))
    assert laid.area == pytest.approx(10_000 * (1200 / 3937) ** 2)
    assert measuring.back(array(laid))[0].equals_exact(
        shapely.box(1_300_000, 450_000, 1_300_100, 450_100), 1e-6
    )


@pytest.mark.parametrize(
    ("crs", "shape"),
    [(4326, shapely.box(108.4, 15.5, 108.5, 15.6)), (3857, shapely.box(1.2e7, 1.7e6, 1.21e7, 1.71e6))],
)
def test_there_and_back(crs: int, shape) -> None:
    measuring, laid = measured(CRS(crs), shape)
    assert measuring.back(array(laid))[0].equals_exact(shape, 1e-7 if crs == 4326 else 0.01)


def test_without_a_crs_large_numbers_are_metres_and_small_ones_unknown() -> None:
    assert measuring_of(None, np.array([577_000.0, 1_722_000.0, 577_010.0, 1_722_010.0])) is not None
    assert measuring_of(None, np.array([0.0, 0.0, 10.0, 10.0])) is None


def test_degrees_off_the_globe_are_unknown() -> None:
    assert measuring_of(CRS(4326), np.array([577_000.0, 1_722_000.0, 577_010.0, 1_722_010.0])) is None


def test_places_are_told_as_surveyors_do() -> None:
    assert (
        place_in_words(577_453.964, 1_722_531.703, CRS(5899))[0]
        == "X (bắc) 1.722.531,70; Y (đông) 577.453,96"
    )
    assert place_in_words(-77.0, 38.9, CRS(4326)) == (
        "vĩ độ 38,900000° B, kinh độ 77,000000° T",
        "latitude 38.900000° N, longitude 77.000000° W",
    )


def test_grads_are_turned_into_degrees() -> None:
    # 100 grads are 90 degrees
    grads = CRS(4807)
    shape = shapely.segmentize(shapely.box(0.1, 50.0, 0.2, 50.1), 0.001)
    geod = Geod(a=grads.ellipsoid.semi_major_metre, b=grads.ellipsoid.semi_minor_metre)
    expected, _ = geod.geometry_area_perimeter(shapely.transform(shape, lambda points: points * 0.9))
    measuring, laid = measured(grads, shape)
    assert laid.area == pytest.approx(abs(expected), rel=1e-7)
    assert measuring.back(array(laid))[0].equals_exact(shape, 1e-7)
    assert measuring_of(grads, np.array([0.0, 99.0, 1.0, 99.9])) is not None
    assert measuring_of(grads, np.array([0.0, 99.0, 1.0, 100.1])) is None


def test_a_place_in_grads_from_paris_is_told_in_degrees_from_greenwich() -> None:
    # Paris lies 2°20'14,025" east of Greenwich
    assert place_in_words(0.0, 50.0, CRS(4807))[0] == "vĩ độ 45,000000° B, kinh độ 2,337229° Đ"


MIXED = """ENGCRS["khu",EDATUM["moc"],CS[Cartesian,2],
AXIS["e",east,LENGTHUNIT["metre",1]],AXIS["n",north,LENGTHUNIT["kilometre",1000]]]"""


@pytest.mark.parametrize(
    "crs", [CRS(4978), CRS(MIXED), CRS('LOCAL_CS["khu",UNIT["unknown",0]]')], ids=lambda crs: crs.name
)
def test_without_one_unit_nothing_is_measured_and_that_is_said(crs) -> None:
    assert measuring_of(crs, np.array([0.0, 0.0, 10.0, 10.0])) is None
    assert "đơn vị" in unmeasured(crs)[0]


def test_odd_units_of_length_are_turned_into_metres() -> None:
    _, laid = measured(CRS('LOCAL_CS["khu",UNIT["furlong",201.168]]'), shapely.box(0, 0, 2, 3))
    assert laid.area == pytest.approx(6 * 201.168**2)


def test_why_a_layer_is_not_measured() -> None:
    assert "không biết hệ tọa độ" in unmeasured(None)[0]
    vi, en = unmeasured(CRS(4326))
    assert "nằm ngoài phạm vi của WGS 84" in vi
    assert "không biết" not in vi
    assert "outside WGS 84" in en
