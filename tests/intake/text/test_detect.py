"""Encodings told apart by column and value; what is not legacy text is let alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.intake.text.detect import detect, reads
from dothi.intake.text.encodings import CHOICES, ENCODINGS


def decoded(values: dict[str, int], found) -> dict[str, str]:
    return {value: next((w.decoded[value] for w in found if value in w.decoded), value) for value in values}


@pytest.mark.parametrize("encoding", CHOICES)
def test_a_column_in_one_encoding(encoding, legacy, phrases) -> None:
    values = {legacy(phrase, encoding): 3 for phrase in phrases if phrase != "m²/người"}
    found = detect(values)
    assert [written.encoding for written in found] == [encoding]
    assert found[0].score > 0.9
    assert found[0].rows == 3 * len(found[0].decoded)
    expected = [phrase.replace("Ủ", "ủ") if encoding == "tcvn3" else phrase for phrase in phrases]
    assert list(decoded(values, found).values()) == [phrase for phrase in expected if phrase != "m²/người"]


@pytest.mark.parametrize("encoding", ["utf-8@1258", "tcvn3@1258", "vni@1258", "utf-8x2"])
def test_letters_as_a_vietnamese_machine_or_two_wrong_programs_show_them(encoding, phrases) -> None:
    values = {ENCODINGS[encoding].encode(phrase): 1 for phrase in phrases[:5]}
    found = detect(values)
    assert [written.encoding for written in found] == [encoding]
    assert list(decoded(values, found).values()) == phrases[:5]


def test_unicode_is_let_alone(phrases) -> None:
    assert detect(dict.fromkeys(phrases, 1)) == ()


@pytest.mark.parametrize(
    "values",
    [
        ["Zone à urbaniser", "forêt", "Périmètre à protéger", "bâti existant où l'évolution est modérée"],
        ["Straße", "Grünfläche", "Öffentlicher Raum", "Wäldchen"],
        ["用途地域", "商業地域"],
        ["Поле_А", "Значение Б"],
        ["DD-01", "a.b", "http://a.b/?c=1", "O'Brien", "luse_e85c-5dde461", "x+y", "add.one"],
        ["ODT", "12,5", "", "QHDD_DAT_O"],
        ["35°C", "120 m²", "½", "±5"],
    ],
    ids=["french", "german", "japanese", "russian", "ascii", "codes", "signs"],
)
def test_other_languages_are_let_alone(values) -> None:
    assert detect(dict.fromkeys(values, 1)) == ()


def test_values_of_one_column_in_three_encodings(legacy, phrases) -> None:
    values = {
        **dict.fromkeys(phrases[:3], 1),
        **{legacy(phrase, "tcvn3"): 1 for phrase in phrases[3:5]},
        **{legacy(phrase, "vni"): 1 for phrase in phrases[6:9]},
    }
    found = detect(values)
    assert {written.encoding for written in found} == {"tcvn3", "vni"}
    assert list(decoded(values, found).values()) == [*phrases[:5], *phrases[6:9]]


def test_what_is_too_short_to_tell_follows_its_column(legacy) -> None:
    short = {"§-01": 1, "Kú": 1}
    assert detect(short) == ()
    values = {**{legacy(p, "tcvn3"): 1 for p in ("Đất ở đô thị", "Đất giao thông", "cây xanh")}, **short}
    assert decoded(values, detect(values))["§-01"] == "Đ-01"


def test_capital_fonts_are_read_as_capitals() -> None:
    (found,) = detect({"THÞ X· §IÖN BµN": 1, "QUY HO¹CH CHUNG": 1})
    assert list(found.decoded.values()) == ["THỊ XÃ ĐIỆN BÀN", "QUY HOẠCH CHUNG"]


def test_scores_are_lower_where_there_is_less_to_judge_by(legacy, phrases) -> None:
    few = detect({legacy("Tôi đi học", "tcvn3"): 1})[0].score
    many = detect({legacy(phrase, "tcvn3"): 1 for phrase in phrases})[0].score
    assert few < many <= 1


def test_reading_counts_words_with_marks() -> None:
    assert (reads("Tam Kỳ, đất ở").good, reads("Tam Kỳ, đất ở").marked) == (2.25, 2.25)
    assert reads("§Êt ë ®« thÞ").share == 0


@given(st.dictionaries(st.text(max_size=12), st.integers(1, 5), max_size=6))
def test_no_text_breaks_it(values) -> None:
    for written in detect(values):
        assert set(written.decoded) <= set(values)
        assert 0 < written.score <= 1
