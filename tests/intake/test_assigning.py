"""Functions of features: by the layer's name, by the values of one column, by what a planner explained."""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import pytest
import shapely

from dothi.intake.assigning import assigned
from dothi.intake.functions import FunctionIndex, FunctionMapping, Mapped, function_index
from dothi.intake.layers import Layer
from dothi.law import load_law

HOUSING, ROAD, GREEN = "DAT_O_Nhomnhao", "DAT_HTKT_DuongGT", "qpk.cay-xanh-cong-cong"


@pytest.fixture(scope="module")
def index() -> FunctionIndex:
    return function_index(load_law(), date(2026, 7, 1))


def layer(name: str = "Zones", **columns: list[Any]) -> Layer:
    count = len(next(iter(columns.values())))
    shapes = [shapely.box(at, 0, at + 1, 1) for at in range(count)]
    return Layer(name, gpd.GeoDataFrame(columns, geometry=shapes, crs=5899))


def test_the_column_whose_values_are_codes_tells(index: FunctionIndex) -> None:
    found = assigned(layer(ten=["a", "b"], x=[HOUSING, ROAD], so=[1, 2]), index)
    assert found.column == "x"
    assert found.functions.tolist() == ["qpk.nhom-nha-o", "qpk.duong-giao-thong"]
    assert found.unknown == ()
    assert found.told


def test_half_of_the_different_values_is_enough_and_less_is_not(index: FunctionIndex) -> None:
    half = assigned(layer(x=[HOUSING, HOUSING, "CX", None]), index)
    assert (half.column, half.functions.tolist()) == ("x", ["qpk.nhom-nha-o"] * 2 + ["", ""])
    assert half.unknown == (("CX", 1),)
    less = assigned(layer(x=[HOUSING, "CX", "CX 2"]), index)
    assert (less.column, less.told) == ("", False)


@pytest.mark.parametrize("name", ["maChucNang", "Mã chức năng", "LOAI_DAT"])
def test_a_column_called_so_is_taken_though_nobody_knows_its_values(index: FunctionIndex, name: str) -> None:
    found = assigned(layer(**{"ten": ["a", "b", "c"], name: ["CX", "CX", "TM"]}), index)
    assert (found.column, found.told) == (name, False)
    assert found.unknown == (("CX", 2), ("TM", 1))


def test_what_a_planner_explained_comes_before_the_law(index: FunctionIndex) -> None:
    mapping = FunctionMapping.empty("Viện A").with_value("CX", Mapped(GREEN))
    found = assigned(layer(maChucNang=["CX", HOUSING]), index, mapping)
    assert found.functions.tolist() == [GREEN, "qpk.nhom-nha-o"]


def test_a_layer_named_after_a_function_gives_it_to_all(index: FunctionIndex) -> None:
    found = assigned(layer(HOUSING, ten=["a", "b"]), index)
    assert (found.column, found.functions.tolist()) == ("", ["qpk.nhom-nha-o"] * 2)


def test_nothing_known_is_nothing_said(index: FunctionIndex) -> None:
    found = assigned(layer(ten=["a", "b"]), index)
    assert (found.column, found.told, found.unknown) == ("", False, ())
