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
    [
        *[("Khu đất bù", True), ("diện tích bù", True), ("bồi hoàn", True), ("KHU DEN BU SO 3", True)],
        *[("đất bù A", True), ("compensation area", True), ("Đất ở", False), ("khu bùn", False)],
        *[("Khu Bù Đăng", False), ("đất ở, đã bồi hoàn", False), ("đất chưa bồi hoàn", False)],
        ("Đất ở gần khu bù", False),
    ],
)
def test_compensation_areas_by_their_words(index, layer, grid, text: str, apart: bool) -> None:
    assert stands(index, layer, grid, phanLoai=[text]).compensation.tolist() == [apart]


def test_columns_with_codes(index, layer, grid) -> None:
    frame = layer(
        "khu", grid(3, 1), a=["DAT_Dichvu", "DAT_O_Nhomnhao", "x"], b=["DAT_KHONGCO", "y", "z"], c=[1, 2, 3]
    )
    assert code_columns(frame.frame, index) == ["a"]


def test_names_and_notes_that_mention_a_code_are_no_codes(index, layer, grid) -> None:
    said = {"tenDoiTuong": ["DAT_Dichvu", "Khu A"], "ghiChu": ["xem QHDH_DAT_Coquan", "DAT_Dichvu"]}
    assert code_columns(layer("khu", grid(2, 1), **said).frame, index) == []


@pytest.mark.parametrize("name", ["phanLoai", "ma_chuc_nang", "MaLoaiDat", "CHUCNANGSU"])
def test_a_column_for_codes_by_its_name_needs_one(index, layer, grid, name: str) -> None:
    for value, held in (("DAT_Dichvu", True), ("DAT_KHONGCO", True), ("Khu D", False)):
        frame = layer("khu", grid(4, 1), **{name: [value, "Khu A", "Khu B", "Khu C"]}).frame
        assert (code_columns(frame, index) == [name]) is held
