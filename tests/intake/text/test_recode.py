"""Found, shown, applied, undone: the letters of the file come back exactly."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.intake.layers import Layer
from dothi.intake.text.recode import NAMES, apply, chosen, examine, guesses, undo


def same(one: Layer, other: Layer) -> bool:
    return one.name == other.name and one.encoding == other.encoding and one.frame.equals(other.frame)


@pytest.fixture
def old(layer_with, legacy):
    """TCVN3 in names and one column, plain Unicode in another, nulls in both."""
    words = ["Đất ở đô thị", None, "đường phố", "Đất ở đô thị", "Lô 1"]
    return layer_with(
        legacy("Hiện trạng", "tcvn3"),
        **{
            legacy("Loại đất", "tcvn3"): [None if word is None else legacy(word, "tcvn3") for word in words],
            "ten": ["Tam Kỳ", "Hội An", None, "Tam Kỳ", "x"],
        },
    )


def test_examining_changes_nothing_and_tells_column_and_names(old) -> None:
    before = old.frame.copy()
    found = examine(old)
    assert old.frame.equals(before)
    assert [(f.column, [w.encoding for w in f.written]) for f in found] == [
        (old.frame.columns[0], ["tcvn3"]),
        (NAMES, ["tcvn3"]),
    ]
    shown = guesses(old, found, declared="utf-8")
    assert [(g.kind, g.layer, g.found, g.taken_as) for g in shown] == [
        ("encoding", old.name, "utf-8", "tcvn3"),
        ("encoding", old.name, "utf-8", "tcvn3"),
    ]
    assert "«§Êt ë ®« thÞ» → «Đất ở đô thị»" in shown[0].note_vi
    assert "4 dòng" in shown[0].note_vi


def test_applying_reads_right_and_undoing_brings_everything_back(old) -> None:
    new, recoding = apply(old, examine(old))
    assert (new.name, new.encoding) == ("Hiện trạng", "tcvn3")
    assert list(new.frame.columns) == ["Loại đất", "ten", "geometry"]
    assert list(new.frame["Loại đất"].dropna()) == ["Đất ở đô thị", "đường phố", "Đất ở đô thị", "Lô 1"]
    assert list(new.frame.index) == list(old.frame.index)
    assert list(new.frame["ten"].dropna()) == ["Tam Kỳ", "Hội An", "Tam Kỳ", "x"]
    assert same(undo(new, recoding), old)


def test_below_the_score_nothing_is_applied(old) -> None:
    new, recoding = apply(old, examine(old), least=1.01)
    assert same(new, old)
    assert same(undo(new, recoding), old)


def test_two_spellings_of_one_word_come_back_by_row(layer_with, legacy) -> None:
    tcvn, vni = legacy("Đất ở đô thị", "tcvn3"), legacy("Đất ở đô thị", "vni")
    layer = layer_with(ten=[tcvn, vni, "Đất ở đô thị", tcvn])
    new, recoding = apply(layer, examine(layer))
    assert set(new.frame["ten"]) == {"Đất ở đô thị"}
    assert recoding.columns["ten"].rows == {13: tcvn, 12: vni, 10: tcvn}
    assert same(undo(new, recoding), layer)


def test_a_name_that_would_be_taken_keeps_its_letters(layer_with, legacy) -> None:
    layer = layer_with(**{legacy("Loại đất", "tcvn3"): [legacy("Đất ở", "tcvn3")] * 3, "Loại đất": ["a"] * 3})
    new, recoding = apply(layer, examine(layer))
    assert list(new.frame.columns) == [legacy("Loại đất", "tcvn3"), "Loại đất", "geometry"]
    assert same(undo(new, recoding), layer)


def test_an_encoding_a_person_names_is_applied_to_all_that_can_be_in_it(layer_with, legacy) -> None:
    layer = layer_with(ten=[legacy("Kỳ", "tcvn3"), "Kỳ", "ASCII", None], so=[1, 2, 3, 4])
    new, recoding = apply(layer, chosen(layer, "tcvn3"))
    assert new.frame["ten"].tolist()[:3] == ["Kỳ", "Kỳ", "ASCII"]
    assert same(undo(new, recoding), layer)


def test_columns_that_are_no_text_are_let_alone(layer_with, legacy) -> None:
    layer = layer_with(ten=[legacy("Đất ở đô thị", "tcvn3")], so=[1])
    layer.frame["ngay"] = pd.to_datetime(["2025-07-01"])
    layer.frame["gi"] = pd.Series([["x"]], index=layer.frame.index, dtype=object)
    new, _ = apply(layer, examine(layer))
    assert new.frame["ten"].iloc[0] == "Đất ở đô thị"
    assert new.frame["gi"].iloc[0] == ["x"]


words = st.sampled_from(
    ["Đất ở đô thị", "đường Nguyễn Tất Thành", "Tam Kỳ", "ODT", "§-01", "½", "Ấp Bắc", ""]
)
encoded = st.sampled_from(["tcvn3", "vni", "viqr", "cp1258", "utf-8", ""])


@given(
    st.lists(st.tuples(words, encoded), min_size=1, max_size=12), st.lists(st.text(max_size=6), max_size=3)
)
def test_whatever_stands_in_a_column_comes_back(pairs, others) -> None:
    import geopandas as gpd
    import shapely

    from dothi.intake.text.encodings import ENCODINGS

    values = [ENCODINGS[name].encode(word) if name else word for word, name in pairs]
    column = [*(value for value in values if value is not None), *others]
    frame = gpd.GeoDataFrame({"ten": column}, geometry=[shapely.Point(0, 0)] * len(column))
    layer = Layer("a", frame, "windows-1252")
    for findings in (examine(layer), chosen(layer, "tcvn3"), chosen(layer, "viqr")):
        new, recoding = apply(layer, findings, least=0.0)
        assert undo(new, recoding).frame["ten"].tolist() == column
