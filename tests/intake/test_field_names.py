"""Names that can be shown, and names that can be written anywhere."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.intake.field_names import LONGEST, RESERVED, SHAPEFILE_LONGEST, layer_name, readable, valid

names = st.lists(st.text(max_size=80), max_size=8)


def test_readable_names_keep_what_the_file_says() -> None:
    assert readable(["Tên đất", "a-b (m²)", "FID"]) == ("Tên đất", "a-b (m²)", "FID")
    assert readable(["x", "x", "x_2"]) == ("x", "x_2", "x_2_2")
    assert readable(["geometry", "\x00"], taken=["geometry"]) == ("geometry_2", "cot_2")


def test_valid_names() -> None:
    assert valid(["Tên đất", "TÊN ĐẤT", "Mã (số)", "geometry", "2021", "___", "a" * 90]) == (
        "Tên_đất",
        "TÊN_ĐẤT_2",
        "Mã_số",
        "geometry_2",
        "f_2021",
        "cot",
        "a" * 60,
    )


def test_names_for_shapefiles() -> None:
    assert valid(["Diện tích đất ở", "Diện tích đất", "MÃ"], shapefile=True) == (
        "dien_tich",
        "dien_tic_2",
        "ma",
    )


def test_layer_names_are_unique_without_case() -> None:
    used: set[str] = set()
    assert [layer_name(name, used) for name in ("QHDD", "qhdd", 'a/b:"c"', "\x07")] == [
        "QHDD",
        "qhdd_2",
        "a b c",
        "lop",
    ]


@given(names)
def test_readable_names_are_clean_and_unique(given_) -> None:
    made = readable(given_, taken=["geometry"])
    assert len(set(made)) == len(given_)
    assert "geometry" not in made
    assert all(made)
    assert not {unicodedata.category(letter) for name in made for letter in name} & {"Cc", "Cf", "Cs"}


@given(names, st.booleans())
def test_valid_names_are_valid(given_, shapefile) -> None:
    made = valid(given_, shapefile=shapefile)
    lowered = [name.lower() for name in made]
    assert len(set(lowered)) == len(given_)
    assert not RESERVED & set(lowered)
    for name in made:
        assert name[0].isalpha()
        assert all(letter.isalnum() or letter == "_" for letter in name)
        assert len(name) <= (SHAPEFILE_LONGEST if shapefile else LONGEST)
        assert name.isascii() or not shapefile


@pytest.mark.parametrize("name", ["\ud800", "a\ud800b"])
def test_halves_of_characters_go(name) -> None:
    assert all(made.encode("utf-8") for made in (*readable([name]), *valid([name])))
