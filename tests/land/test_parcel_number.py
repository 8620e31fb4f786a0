"""Parcel numbers as people write them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.land.parcel_number import ParcelNumber, looks_like_parcel, number_key, read_parcel
from dothi.land.pointing import looks_like_point


@pytest.mark.parametrize(
    ("text", "sheet", "parcel", "place"),
    [
        ("tờ 12 thửa 345 xã Tam Xuân", "12", "345", "xã Tam Xuân"),
        ("thửa 345 tờ 12, phường Hội An Đông", "12", "345", "phường Hội An Đông"),
        ("12/345 Tam Xuan", "12", "345", "Tam Xuan"),
        ("12 / 345, xã Tam Xuân, huyện Núi Thành", "12", "345", "xã Tam Xuân, huyện Núi Thành"),
        ("to 12 thua 345 tam xuan i", "12", "345", "tam xuan i"),
        ("Thửa đất số: 345; Tờ bản đồ số: 012 tại xã Tam Xuân I", "012", "345", "xã Tam Xuân I"),
        ("Số tờ 12, số thửa 345a, Tam Xuân", "12", "345A", "Tam Xuân"),
        ("xã Tam Xuân, tờ DC-12, thửa 7", "DC-12", "7", "xã Tam Xuân"),
        ("sheet 12 parcel 345 Tam Xuân", "12", "345", "Tam Xuân"),
        ("TỜ 12 THỬA 345", "12", "345", ""),
    ],
)
def test_usual_ways_of_writing(text: str, sheet: str, parcel: str, place: str) -> None:
    assert looks_like_parcel(text)
    assert read_parcel(text) == ParcelNumber(sheet, parcel, place)


def test_decomposed_letters_are_the_same() -> None:
    assert read_parcel("tơ\u0300 12 thư\u0309a 345 Tam Xuân").parcel == "345"


@pytest.mark.parametrize("text", ["thửa 345 xã Tam Xuân", "tờ 12 xã Tam Xuân"])
def test_half_a_number_is_told(text: str) -> None:
    assert looks_like_parcel(text)
    with pytest.raises(InputError) as caught:
        read_parcel(text)
    assert caught.value.code == "parcel.unreadable"
    assert "12/345" in caught.value.faults[0].remedy_vi


@pytest.mark.parametrize(
    "text",
    ["15.5736, 108.4740", "1722531 577453", "Tam Xuân", "Phường Hội An Đông", "30/6/2025", "Thượng Đức",
     "15°34'25\"B 108°28'26\"Đ", "https://maps.example/@15.57,108.47,17z", "Tổ 3", "12/345/7"],
)  # fmt: skip
def test_names_days_and_coordinates_are_no_parcels(text: str) -> None:
    assert not looks_like_parcel(text)


def test_a_point_is_not_taken_for_a_parcel_nor_the_other_way() -> None:
    assert not looks_like_point("12/345 Tam Xuan")
    assert not looks_like_parcel("1722531.703 577453.964")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("012", "12", True),
        ("dc 12", "DC-12", True),
        ("12.0", "12", True),
        ("12", "120", False),
        ("7a", "7", False),
        ("12-1", "12-01", True),
        ("12-1", "121", False),
        ("12-1", "1-21", False),
    ],
)
def test_numbers_are_compared_as_they_are_read(one: str, other: str, same: bool) -> None:
    assert (number_key(one) == number_key(other)) is same


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    looks_like_parcel(text)
    with suppress(InputError):
        found = read_parcel(text)
        assert found.sheet
        assert found.parcel


@given(st.integers(1, 999_999), st.integers(1, 999_999))
def test_both_orders_say_the_same(sheet: int, parcel: int) -> None:
    one = read_parcel(f"tờ {sheet} thửa {parcel} Tam Xuân")
    assert (
        one
        == read_parcel(f"thửa {parcel}, tờ {sheet}, Tam Xuân")
        == read_parcel(f"{sheet}/{parcel} Tam Xuân")
    )


def test_a_neighbourhood_group_is_no_sheet() -> None:
    with pytest.raises(InputError):
        read_parcel("thửa đất số 15, tổ 3, phường Hội An Đông")
    assert read_parcel("thửa 345, tổ 3, tờ 12, phường Hội An Đông").sheet == "12"
    assert read_parcel("thua 345 to 12 Hoi An Dong").sheet == "12"
