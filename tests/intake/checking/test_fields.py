"""Columns known by their names."""

from __future__ import annotations

import pytest

from dothi.intake.checking.fields import Quantity, meaning_of, meanings


@pytest.mark.parametrize(
    ("column", "quantity", "unit"),
    [
        ("DienTich", Quantity.AREA, ""),
        ("dien_tich_ha", Quantity.AREA, "ha"),
        ("DienTichLoDat", Quantity.AREA, ""),
        ("Diện tích (m2)", Quantity.AREA, "m²"),
        ("COMPUTED_AREA_SF", Quantity.AREA, "sqft"),
        ("MatDoXayDung", Quantity.DENSITY, ""),
        ("mdxd_max", Quantity.DENSITY, ""),
        ("TangCao", Quantity.STOREYS, ""),
        ("so_tang_toi_da", Quantity.STOREYS, ""),
        ("HeSoSuDungDat", Quantity.FLOOR_AREA_RATIO, ""),
        ("FAR", Quantity.FLOOR_AREA_RATIO, ""),
        ("floorAreaRate", Quantity.FLOOR_AREA_RATIO, ""),
        ("dan_so", Quantity.POPULATION, ""),
    ],
)
def test_names_that_are_known(column: str, quantity: Quantity, unit: str) -> None:
    meaning = meaning_of(column)
    assert meaning is not None
    assert (meaning.quantity, meaning.unit) == (quantity, unit)


@pytest.mark.parametrize(
    "column",
    [
        "maDoiTuong",
        "phanLoai",
        "MatDoDanSo",
        "DienTichSan",
        "SHAPEAREA",
        "Shape_Area",
        "AREA_NAME",
        "ghiChu",
        "ha",
    ],
)
def test_names_that_say_something_else(column: str) -> None:
    assert meaning_of(column) is None


def test_columns_in_the_order_of_the_file() -> None:
    assert [m.column for m in meanings(["ten", "TangCao", "x", "DienTich"])] == ["TangCao", "DienTich"]
