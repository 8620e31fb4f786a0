"""Coordinates in every usual way of writing."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.land.pointing import looks_like_point, read_point

# 108.4740, 15.5736 is 108°28'26.4" by 15°34'24.96".
DEGREES = [
    "15.5736, 108.4740",
    "15.5736,108.4740",
    "108.4740 15.5736",
    "15,5736; 108,4740",
    "15,5736 108,4740",
    "15°34'24.96\"N 108°28'26.4\"E",
    "15°34′24,96″B 108°28′26,4″Đ",
    "15° 34.416' N, 108° 28.44' E",
    "kinh độ 108.4740, vĩ độ 15.5736",
    "https://www.google.com/maps/@15.5736,108.4740,17z",
    "https://www.google.com/maps/place/Tam+K%E1%BB%B3/data=!3d15.5736!4d108.4740",
    "https://maps.google.com/?q=15.5736,108.4740",
]
METRES = [
    "X=1722531.703 Y=577453.964",
    "X = 1.722.531,703; Y = 577.453,964",
    "577453.964 1722531.703",
    "1722531,703 577453,964",
    "1 722 531,703 577 453,964",
    "1,722,531.703, 577,453.964",
]


@pytest.mark.parametrize("text", DEGREES)
def test_degrees(text: str) -> None:
    found = read_point(text)
    assert found.degrees
    assert found.position == pytest.approx((108.4740, 15.5736), abs=1e-9)
    assert looks_like_point(text)


def test_whole_metres_look_like_a_point_and_years_do_not() -> None:
    assert looks_like_point("1722400 581600")
    assert looks_like_point("X 1722400 Y 581600")
    assert not looks_like_point("2019 2025")
    assert not looks_like_point("quy hoạch 2021 2030")


def test_three_decimals_are_no_thousands() -> None:
    found = read_point("15.565,108.475")
    assert (found.degrees, found.position) == (True, (108.475, 15.565))
    assert looks_like_point("15.565,108.475")


@pytest.mark.parametrize("text", METRES)
def test_metres(text: str) -> None:
    found = read_point(text)
    assert not found.degrees
    assert found.position == pytest.approx((577453.964, 1722531.703), abs=1e-9)
    assert looks_like_point(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "point.unreadable"),
        ("Tam Kỳ", "point.unreadable"),
        ("15.5736", "point.unreadable"),
        ("1 1722531.703 577453.964", "point.unreadable"),
        ("48.8566, 2.3522", "point.off-vietnam"),
        ("15.5736, 15.5736", "point.off-vietnam"),
        ("1e400, 108.4", "point.unreadable"),
    ],
)
def test_what_is_no_point_is_told(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_point(text)
    assert caught.value.faults[0].code == code
    assert caught.value.faults[0].remedy_vi


@pytest.mark.parametrize("text", ["Tam Kỳ", "thửa 12 tờ 5", "Phường 3, Quận 5", "1400/QĐ-TTg 2022", "", "  "])
def test_names_do_not_look_like_points(text: str) -> None:
    assert not looks_like_point(text)


@settings(deadline=None)
@given(st.floats(8, 23.9), st.floats(102, 117.9), st.booleans(), st.sampled_from([", ", " ", "; "]))
def test_any_place_of_the_country_in_either_order(
    latitude: float, longitude: float, turned: bool, between: str
) -> None:
    parts = [f"{latitude:.6f}", f"{longitude:.6f}"]
    found = read_point(between.join(parts[::-1] if turned else parts))
    assert found.position == pytest.approx((longitude, latitude), abs=1e-6)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_a_point_or_a_sentence(text: str) -> None:
    looks_like_point(text)
    with suppress(InputError):
        assert read_point(text).position[0] > 100
