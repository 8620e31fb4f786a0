from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.places.search import LONGEST_QUERY, Entry, Rank, search, within, without_kind

NAMES = [
    "Phường Cẩm Châu", "Phường Cẩm An", "Xã Cẩm Hà", "Thành phố Hội An", "Phường Hội An",
    "Phường Hội An Đông", "Xã Trà Don", "Xã Trà Dơn", "Xã Tam Dân", "Xã Tam Đàn", "Phường Hòa Thuận",
    "Thành phố Tam Kỳ", "Phường Tam Kỳ", "Xã Ch'ơm", "Xã Ga Ri", "Xã Tư", "Xã Xà",
]  # fmt: skip


def names(text: str) -> list[str]:
    return [found.entry.name for found in search(text, (Entry(name, name) for name in NAMES))]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("phuong cam chau", "Phường Cẩm Châu"),
        ("cam chau", "Phường Cẩm Châu"),
        ("Cẩm  CHÂU", "Phường Cẩm Châu"),
        ("cam chua", "Phường Cẩm Châu"),
        ("cm chau", "Phường Cẩm Châu"),
        ("p. cam chau", "Phường Cẩm Châu"),
        ("xa cam chau", "Phường Cẩm Châu"),
        ("tp tam ky", "Phường Tam Kỳ"),
        ("thanh pho tam ky", "Thành phố Tam Kỳ"),
        ("tam kỳ", "Phường Tam Kỳ"),
        ("hoà thuận", "Phường Hòa Thuận"),
        ("hoa thuan", "Phường Hòa Thuận"),
        ("Trà Don", "Xã Trà Don"),
        ("Trà Dơn", "Xã Trà Dơn"),
        ("tam dân", "Xã Tam Dân"),
        ("tam đàn", "Xã Tam Đàn"),
        ("chom", "Xã Ch'ơm"),
        ("gari", "Xã Ga Ri"),
        ("hoi dong", "Phường Hội An Đông"),
    ],
)
def test_the_first_hit(text: str, first: str) -> None:
    assert names(text)[0] == first


def test_both_names_answer_when_no_marks_are_typed() -> None:
    assert set(names("tra don")[:2]) == {"Xã Trà Don", "Xã Trà Dơn"}


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("phuong hoi an", Rank.EXACT), ("hoi an dong", Rank.BARE), ("hoi a", Rank.PREFIX),
        ("h a d", Rank.WORDS), ("oi an", Rank.CONTAINS), ("hoi am dong", Rank.NEARLY),
    ],
)  # fmt: skip
def test_ranks(text: str, rank: Rank) -> None:
    assert search(text, [Entry("Phường Hội An", "1"), Entry("Phường Hội An Đông", "2")])[0].rank is rank


@pytest.mark.parametrize("text", ["", "   ", "!?", "’", "zzzz", "cxm chxu"])
def test_nothing_is_found(text: str) -> None:
    assert names(text) == []


def test_three_letters_allow_no_slip() -> None:
    assert search("tix", [Entry("Xã Tiu", "1")]) == []


def test_a_query_longer_than_any_name_is_cut_and_answered_at_once() -> None:
    assert names("cam chau " * 100_000) == []
    assert LONGEST_QUERY == 120


@pytest.mark.parametrize(
    ("one", "other", "limit", "answer"),
    [
        ("hoi an", "hoi an", 0, True), ("hoi an", "hoi na", 1, True), ("hoi an", "hoi a", 1, True),
        ("hoi an", "hooi an", 1, True), ("hoi an", "hai am", 1, False), ("hoi an", "hai am", 2, True),
        ("", "a", 1, True), ("", "ab", 1, False),
    ],
)  # fmt: skip
def test_slips(one: str, other: str, limit: int, answer: bool) -> None:
    assert within(one, other, limit) is answer
    assert within(other, one, limit) is answer


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_answered_and_every_name_finds_itself(text: str) -> None:
    assert isinstance(names(text), list)
    found = search(text, [Entry(text, "self")])
    assert not found or found[0].rank in {Rank.EXACT, Rank.BARE}


@given(st.text("aâăáàbcd", min_size=1, max_size=8), st.text("aâăáàbcd", min_size=1, max_size=8))
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    assert within(one, other, 2) == within(other, one, 2)


@pytest.mark.parametrize(
    ("query", "bare"),
    [("phuong cam chau", "cam chau"), ("thi tran prao", "prao"), ("xa", "xa"), ("tp hoi an", "hoi an")],
)
def test_kind_words_are_dropped(query: str, bare: str) -> None:
    assert without_kind(query) == bare
