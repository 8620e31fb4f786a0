"""Tables of parcel numbers as offices keep them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from dothi.base.errors import Fault
from dothi.land.parcel_number import ParcelNumber
from dothi.land.parcel_table import parcel_rows


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_with_a_title_above_its_headings() -> None:
    content = workbook(
        ["Danh sách thửa cần tra cứu"], ["STT", "Số tờ", "Số thửa", "Xã/Phường", "Huyện"],
        [1, 12, 345, "Xã Tam Xuân I", "Núi Thành"], [2, "DC-3", None, "Tam Xuân I", None],
    )  # fmt: skip
    rows = parcel_rows("a.xlsx", content)
    assert rows is not None
    assert rows[0].number == ParcelNumber("12", "345", "Xã Tam Xuân I, Núi Thành")
    assert (rows[0].line, rows[0].label) == (3, "tờ 12 thửa 345 Xã Tam Xuân I, Núi Thành")
    assert isinstance(rows[1].number, Fault)
    assert rows[1].number.where == "dòng 4"


@pytest.mark.parametrize("divider", [";", ",", "\t"])
def test_a_text_table_with_any_divider(divider: str) -> None:
    content = f"﻿to{divider}thua{divider}xa\n12{divider}345{divider}Tam Xuân\n\n".encode()
    rows = parcel_rows("a.csv", content)
    assert rows is not None
    assert [row.number for row in rows] == [ParcelNumber("12", "345", "Tam Xuân")]


def test_whole_numbers_in_one_column() -> None:
    rows = parcel_rows("a.csv", "Thửa đất\ntờ 12 thửa 345 xã Tam Xuân\nkhông rõ\n".encode())
    assert rows is not None
    assert rows[0].number == ParcelNumber("12", "345", "xã Tam Xuân")
    assert isinstance(rows[1].number, Fault)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"stt;x;y\n1;1722500;577400\n"),
        ("a.gpkg", b"to;thua\n1;2\n"),
        ("a.csv", b""),
        ("a.csv", b'"a\n'),
    ],
)
def test_what_is_no_table_of_parcels_is_left_to_others(name: str, content: bytes) -> None:
    assert parcel_rows(name, content) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_none(content: bytes) -> None:
    parcel_rows("a.csv", content)
