"""Stated against measured areas: 1 ‰ of the measured one at 1/500, and half of the last digit written."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

CODE = "meaning.area-mismatch"


@pytest.mark.parametrize(
    ("stated", "count"),
    # a square of 10 000 m²: 10 m², and half a unit of the last digit: 0.5, 0.05 or 0.005 m²
    [(10_000.0, 0), (10_010.0, 0), (10_011.0, 1), (10_010.1, 1), (10_009.9, 0), (9_989.0, 1), (9_990, 0)],
)
def test_a_hair_under_and_over_the_tolerance(found, layer, box, stated: float, count: int) -> None:
    findings = found(CODE, layer("lo", [box(0, 0, 100)], DienTich=[stated]))
    assert len(findings) == count
    if count:
        assert findings[0].measure == pytest.approx(stated - 10_000)


@pytest.mark.parametrize(
    ("stated", "count"),
    # in hectares with two decimals half of the last digit is 50 m²: 60 m² in all
    [("1,00", 0), ("1,01", 1), ("1", 0), ("0,5", 1), ("1,00 ha", 0), ("10.000 m²", 0), ("10.020 m2", 1)],
)
def test_units_in_the_text_and_digits_written(found, layer, box, stated: str, count: int) -> None:
    assert len(found(CODE, layer("lo", [box(0, 0, 100)], DienTich_ha=[stated]))) == count


@pytest.mark.parametrize(
    ("column", "value"), [("dien_tich_m2", 10_000), ("DienTichHa", 1.0), ("area_km2", 0.01)]
)
def test_units_in_the_name(found, layer, box, column: str, value: float) -> None:
    assert found(CODE, layer("lo", [box(0, 0, 100)], **{column: [value]})) == []


def test_a_column_beside_may_name_the_unit(found, layer, box) -> None:
    columns = {"nominalArea": [1.0, 10_000.0], "nominalArea_uom": ["ha", "m2"]}
    assert found(CODE, layer("lo", [box(0, 0, 100), box(20, 0, 100)], **columns)) == []


def test_without_a_unit_the_one_that_fits_most_is_taken(found, layer, box) -> None:
    zones = [box(0, 0, 100), box(20, 0, 100), box(40, 0, 100)]
    assert [f.feature for f in found(CODE, layer("lo", zones, DienTich=[1.0, 1.0, 1.5]))] == [3]
    assert [f.feature for f in found(CODE, layer("lo", zones, DienTich=[10_000, 10_000, 15_000]))] == [3]


def test_a_unit_that_is_neither_is_said_to_be_unknown(checked, layer, box) -> None:
    zones = [box(0, 0, 100), box(20, 0, 100)]
    result = checked(layer("lo", zones, DienTich=[100.0, 100.0]))
    assert CODE not in {f.code for f in result.findings}
    assert (CODE, "lo", True) in [(s.rule, s.layer, s.unknown) for s in result.skipped]


def test_missing_values_are_not_compared(found, layer, box) -> None:
    assert found(CODE, layer("lo", [box(0, 0, 100), box(20, 0, 100)], DienTich=[None, 10_000.0])) == []


def test_invalid_areas_are_told_by_their_own_rule(checked, layer) -> None:
    e, n = 577_000.0, 1_722_000.0
    tie = shapely.Polygon([(e, n), (e + 10, n + 10), (e + 10, n), (e, n + 10)])
    codes = [f.code for f in checked(layer("lo", [tie], DienTich=[999.0])).findings]
    assert codes == ["geometry.invalid"]


def test_degrees_are_measured_on_the_ground(found, layer) -> None:
    # 0.01° by 0.01° at 15° north: 1075.5 m by 1106.5 m on the ellipsoid, so 1.190 km²
    zone = shapely.box(108.0, 15.0, 108.01, 15.01)
    assert found(CODE, layer("lo", [zone], dien_tich_km2=["1,190"], crs=4326)) == []
    assert len(found(CODE, layer("lo", [zone], dien_tich_km2=["1,195"], crs=4326))) == 1


def test_no_column_is_unknown_and_no_data(checked, found, layer, grid) -> None:
    result = checked(layer("lo", grid(2, 1)))
    assert (CODE, "lo", True) in [(s.rule, s.layer, s.unknown) for s in result.skipped]
    assert found(CODE, layer("lo", [], DienTich=[])) == []


def test_a_column_of_dates_is_said_to_hold_no_areas(checked, layer, box) -> None:
    result = checked(layer("lo", [box(0, 0, 100)], DienTich=pd.to_datetime(["2025-01-01"])))
    assert CODE not in {f.code for f in result.findings}
    (told,) = [s for s in result.skipped if s.rule == CODE]
    assert told.unknown
    assert "DienTich" in told.reason


@pytest.mark.parametrize(("stated", "count"), [("4,4055900000", 0), ("4,4055800000", 1)])
def test_the_last_binary_digit_of_a_northing_decides_nothing(found, layer, box, stated: str, count) -> None:
    # 2.1 m by 2.1 m are 4.41 m², and 4.4055900000 is just 1 ‰ less; coordinates hold steps of 0.2 nm
    plan = layer("lo", [box(0.005, 0, 2.1)], dien_tich_m2=[stated])
    assert len(found(CODE, plan)) == count
