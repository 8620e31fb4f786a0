"""Vietnamese alphabetical order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dothi.portal.public.order import alphabetical, by_name


def test_letters_come_before_tones():
    names = ["Đại Lộc", "Duy Xuyên", "Âu Cơ", "Ái Nghĩa", "An Hải", "Đắc Pring", "Dai", "Dái", "Dại"]
    assert sorted(names, key=alphabetical) == [
        "Ái Nghĩa", "An Hải", "Âu Cơ", "Dai", "Dái", "Dại", "Duy Xuyên", "Đại Lộc", "Đắc Pring",
    ]  # fmt: skip


def test_tones_in_the_order_of_the_dictionary():
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=alphabetical) == [
        "ma",
        "mà",
        "mả",
        "mã",
        "má",
        "mạ",
    ]


def test_numbers_sort_before_letters():
    assert sorted(["Xuân Phú", "Xuân 2", "Xuân 1"], key=alphabetical) == ["Xuân 1", "Xuân 2", "Xuân Phú"]


def test_the_kind_word_does_not_decide():
    assert sorted(["Xã An Hải", "Phường Cẩm Lệ", "Đặc khu Hoàng Sa"], key=by_name) == [
        "Xã An Hải",
        "Phường Cẩm Lệ",
        "Đặc khu Hoàng Sa",
    ]


@given(st.text(max_size=30))
def test_any_text_has_a_place(text):
    letters, tones = alphabetical(text)
    assert len(letters) == len(tones)
