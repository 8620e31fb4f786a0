"""Legacy letters against tables that are not ours: glibc's TCVN, published phrases, and letters by hand."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base import legacy_text as legacy
from dothi.base.syllables import is_syllable, syllable_counts, vietnamese_score

SMALL = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
CAPITALS_OF_TCVN3 = "ĂÂÊÔƠƯĐ"
VNI = {  # the published VNI for Windows table, read off by hand
    "á à ả ã ạ": "aù aø aû aõ aï",
    "â ấ ầ ẩ ẫ ậ": "aâ aá aà aå aã aä",
    "ă ắ ằ ẳ ẵ ặ": "aê aé aè aú aü aë",
    "ê ế ề ể ễ ệ": "eâ eá eà eå eã eä",
    "ô ố ồ ổ ỗ ộ": "oâ oá oà oå oã oä",
    "ơ ớ ờ ở ỡ ợ": "ô ôù ôø ôû ôõ ôï",
    "ư ứ ừ ử ữ ự": "ö öù öø öû öõ öï",
    "í ì ỉ ĩ ị": "í ì æ ó ò",
    "ý ỳ ỷ ỹ ỵ": "yù yø yû yõ î",
    "đ Đ": "ñ Ñ",
    "Á Ậ Ặ Ở Ự Ỵ Ỉ": "AÙ AÄ AË ÔÛ ÖÏ Î Æ",
}
words = st.lists(st.text(SMALL, min_size=1, max_size=6), min_size=1, max_size=5).map(" ".join)


@pytest.fixture(scope="module")
def phrases(shared_data: Path) -> list[dict[str, str]]:
    path = shared_data / "vn-encoding-samples" / "samples.json"
    found: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    assert len(found) == 3
    return found


def test_published_phrases_go_both_ways(phrases: list[dict[str, str]]) -> None:
    for phrase in phrases:
        text = phrase["unicode"]
        assert legacy.from_tcvn3(phrase["tcvn3"]) == text
        assert legacy.from_vni(phrase["vni"]) == text
        assert legacy.from_viqr(phrase["viqr"]) == text
        assert legacy.to_tcvn3(text) == phrase["tcvn3"]
        assert legacy.to_vni(text) == phrase["vni"]
        assert legacy.to_viqr(text) == phrase["viqr"]


def test_tcvn3_agrees_with_the_table_of_glibc() -> None:
    letters = SMALL + CAPITALS_OF_TCVN3
    done = subprocess.run(
        ["iconv", "-f", "utf-8", "-t", "TCVN5712-1"], input=letters.encode(), capture_output=True, check=True
    )
    image = done.stdout.decode("latin-1")
    assert legacy.to_tcvn3(letters) == image
    assert legacy.from_tcvn3(image) == letters


@pytest.mark.parametrize(("text", "image"), VNI.items())
def test_vni_agrees_with_the_published_table(text: str, image: str) -> None:
    assert legacy.from_vni(image) == text
    assert legacy.to_vni(text) == image


def test_cp1258_agrees_with_the_table_of_glibc() -> None:
    text = "Phường Hòa Cường, thị trấn Ái Nghĩa, Đắk Lắk, QUẬN ĐỐNG ĐA"
    data = legacy.to_cp1258(text)
    done = subprocess.run(
        ["iconv", "-f", "cp1258", "-t", "utf-8"], input=data, capture_output=True, check=True
    )
    assert legacy.from_cp1258(data) == text
    assert done.stdout.decode() == text
    assert "Tỷ".encode("cp1258", errors="ignore") == b"T"  # Python alone drops what needs two bytes
    with pytest.raises(UnicodeDecodeError):
        legacy.from_cp1258(b"\x8a")


@given(words)
def test_every_syllable_of_small_letters_survives_each_encoding(text: str) -> None:
    assert legacy.from_tcvn3(legacy.to_tcvn3(text)) == text
    assert legacy.from_cp1258(legacy.to_cp1258(text)) == text


@given(words.map(str.title))
def test_capitals_survive_where_the_encoding_has_them(text: str) -> None:
    assert legacy.from_cp1258(legacy.to_cp1258(text)) == text


@given(st.text())
def test_no_text_breaks_a_table(text: str) -> None:
    for way in (legacy.from_tcvn3, legacy.from_vni, legacy.from_viqr, legacy.to_tcvn3, legacy.to_vni):
        assert isinstance(way(text), str)
    assert isinstance(legacy.to_viqr(text), str)
    assert len(legacy.with_capitals(text).casefold()) >= 0


def test_signs_of_measure_are_no_tone_marks() -> None:
    assert legacy.from_tcvn3("DiÖn tÝch 120 m², 35°, 5 m³") == "Diện tích 120 m², 35°, 5 m³"


def test_capital_fonts() -> None:
    assert legacy.with_capitals(legacy.from_tcvn3("THÞ X· TAM Kú")) == "THỊ XÃ TAM KỲ"
    assert legacy.with_capitals("đất ở") == "đất ở"
    assert legacy.with_capitals("UBND xã Tam Kỳ, QĐ số 12") == "UBND xã Tam Kỳ, QĐ số 12"
    assert legacy.to_tcvn3("THỊ XÃ TAM KỲ") == "THÞ X· TAM Kú"


@pytest.mark.parametrize("word", ["nghiêng", "quốc", "Ỷ", "thuở", "khuỷu", "ĐƯỜNG", "giếng", "oằn"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["quồc", "tãc", "êt", "zô", "đđ", "strô", "ạ́"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_scores_count_marked_words_only() -> None:
    assert syllable_counts("Xã Tam Kỳ (Forêt) m2") == (2, 3)
    assert vietnamese_score("plain words") == 0
