"""Names compare by spelling, search without marks."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.text import clean, fold, name_key, slug, tone_normalised

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "AÀẢÃÁẠĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY '’-1"
)
names = st.text(alphabet=VIETNAMESE, max_size=30)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hoà", "Hòa"),
        ("HOÀ VANG", "HÒA VANG"),
        ("Thuỷ", "Thủy"),
        ("khoẻ", "khỏe"),
        ("Xoè", "Xòe"),
        ("Quý", "Quý"),
        ("Qúy", "Quý"),
        ("hoàn", "hoàn"),
        ("Huỳnh", "Huỳnh"),
        ("Thoại", "Thoại"),
        ("Hoà2", "Hòa2"),
        ("Hoà_An", "Hòa_An"),
    ],
)
def test_the_tone_mark_moves_in_open_syllables_only(old: str, new: str) -> None:
    assert tone_normalised(old) == new


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phường Hoà Khánh", "phường  Hòa Khánh"),
        (unicodedata.normalize("NFD", "Điện Bàn"), "Điện\u00a0Bàn"),
        ("Xã Ch’ơm", "Xã Ch'Ơm"),
        ("\ufeffTam Kỳ", "Tam Kỳ"),
        ("\u00d0ại Lộc", "Đại Lộc"),
        ("Tam\u200b Kỳ\n", "tam kỳ"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_names_that_differ_in_marks_keep_different_keys_and_one_fold() -> None:
    assert name_key("Trà Don") != name_key("Trà Dơn")
    assert fold("Trà Don") == fold("Trà Dơn") == "tra don"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Tam Kỳ", "tam ky"),
        ("Đặc khu Hoàng Sa", "dac khu hoang sa"),
        ("\u00d0iện Bàn", "dien ban"),
        ("Duy Nghĩa–Duy Hải", "duy nghia duy hai"),
        ("P’rao", "prao"),
        ("", ""),
        ("—", ""),
    ],
)
def test_fold_is_what_people_type(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert slug(text) == folded.replace(" ", "-")


@given(names)
def test_keys_and_folds_are_stable_and_blind_to_normal_form(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)
    assert name_key(name) == name_key(decomposed) == name_key(name_key(name))
    assert fold(name) == fold(decomposed) == fold(fold(name)) == fold(name_key(name))
    assert tone_normalised(tone_normalised(name)) == tone_normalised(name)


@given(st.text(max_size=60))
def test_any_text_at_all_is_cleaned_once_and_folds_to_plain_letters(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert set(fold(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert tone_normalised(text) == unicodedata.normalize("NFC", tone_normalised(text))


@given(st.text(max_size=40))
def test_cleaning_leaves_single_spaces_and_nothing_invisible(text: str) -> None:
    kept = "".join(" " if unicodedata.category(c) in {"Zs", "Cc"} else c for c in text)
    kept = "".join(c for c in kept if unicodedata.category(c) != "Cf")
    assert clean(text) == re.sub(r"\s+", " ", unicodedata.normalize("NFC", kept)).strip()
