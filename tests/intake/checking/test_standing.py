"""Phases, periods and compensation areas of features."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dothi.intake.checking.standing import code_columns, standing_of, together
from dothi.intake.functions import function_index

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def index(law):
    return function_index(law, DAY)


def stands(index, layer, grid, name: str = "khu", **columns):
    made = layer(name, grid(len(next(iter(columns.values()))), 1), **columns)
    return standing_of(made.frame, made.name, index)


def test_phases_from_codes_and_from_the_layers_name(index, layer, grid) -> None:
    codes = ["HT_DAT_O_Nhomnhao", "QHDD_DAT_Dichvu", "DAT_Dichvu", None]
    assert stands(index, layer, grid, phanLoai=codes).phase.tolist() == ["HT_", "QHDD_", "", ""]
    whole = stands(index, layer, grid, "QHDH_DAT_O_Nhomnhao", ten=["a", "b"])
    assert whole.phase.tolist() == ["QHDH_", "QHDH_"]


def test_periods_from_text_and_dates(index, layer, grid) -> None:
    standing = stands(
        index, layer, grid,
        hieuLucTu=["1/1/2020", "2026-01-01", None],
        hieuLucDen=pd.to_datetime(["2025-12-31", None, None]),
    )  # fmt: skip
    assert standing.holds(date(2025, 12, 31)).tolist() == [True, False, True]
    assert standing.holds(date(2026, 1, 1)).tolist() == [False, True, True]
    first, second = np.array([0, 0, 1]), np.array([1, 2, 2])
    assert together(standing, first, standing, second).tolist() == [False, True, True]


def test_a_period_that_cannot_be_read_is_open(index, layer, grid) -> None:
    standing = stands(index, layer, grid, hieuLucTu=["sau khi duyệt"])
    assert standing.holds(date(1900, 1, 1)).tolist() == [True]


@pytest.mark.parametrize(
    ("text", "apart"),
    [("Khu đất bù", True), ("diện tích bù", True), ("Đất ở", False), ("bồi hoàn", True), ("khu bùn", False)],
)
def test_compensation_areas_by_their_words(index, layer, grid, text: str, apart: bool) -> None:
    assert stands(index, layer, grid, phanLoai=[text]).compensation.tolist() == [apart]


def test_columns_with_codes(index, layer, grid) -> None:
    frame = layer("khu", grid(2, 1), a=["DAT_Dichvu", "x"], b=["DAT_KHONGCO", "y"], c=[1, 2]).frame
    assert code_columns(frame, index) == ["a"]
