"""Metres for every layer, against values computed independently on the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import CRS, Geod

from dothi.intake.checking.measuring import measuring_of, place_in_words


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
        "latitude 38,900000° N, longitude 77,000000° W",
    )
