from __future__ import annotations

from datetime import date

import pytest

from dothi.base.time import Truth
from dothi.registry.places.finding import find

pytestmark = pytest.mark.usefixtures("province")
AFTER = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "name", "holders"),
    [
        ("phuong cam chau", "Phường Cẩm Châu", ["Phường Hội An Đông"]),
        ("Cẩm Châu", "Phường Cẩm Châu", ["Phường Hội An Đông"]),
        ("xa tam dan", "Xã Tam Dân", ["Xã Phú Ninh"]),
        ("Tam Đàn", "Xã Tam Đàn", ["Xã Chiên Đàn"]),
        ("Trà Dơn", "Xã Trà Dơn", ["Xã Trà Leng"]),
        ("Trà Don", "Xã Trà Don", ["Xã Nam Trà My"]),
        ("hoà liên", "Xã Hòa Liên", ["Phường Hải Vân", "Phường Liên Chiểu"]),
        ("quế trung", "Xã Quế Trung", []),
        ("huyen nong son", "Huyện Nông Sơn", ["Xã Nông Sơn", "Xã Quế Phước"]),
        ("Xã Điện Minh", "Phường Điện Minh", ["Phường Điện Bàn"]),
    ],
)
def test_an_old_name_leads_to_the_unit_that_holds_it_now(text: str, name: str, holders: list[str]) -> None:
    hit = find(text, AFTER)[0]
    assert hit.name == name
    assert hit.holds is Truth.NO
    assert {row.name for row in hit.holders} >= set(holders)
    assert bool(hit.holders) == bool(holders)


def test_a_hit_says_when_the_unit_ended_and_where_it_was() -> None:
    hit = find("phuong cam chau", AFTER)[0]
    assert (hit.last_day, hit.within) == (date(2025, 6, 30), "Thành phố Hội An, Tỉnh Quảng Nam")


def test_a_new_name_asked_for_an_old_day_leads_to_its_predecessors() -> None:
    hit = find("hoi an dong", date(2019, 4, 1))[0]
    assert hit.holds is Truth.NO
    assert [row.name for row in hit.holders] == ["Phường Cẩm Châu", "Phường Cửa Đại", "Xã Cẩm Thanh"]


def test_towns_are_found_under_their_other_spellings() -> None:
    hit = find("praq", AFTER)[0]
    assert (hit.subject, hit.key, hit.name, hit.matched) == ("town", "prao", "P'rao", "Praq")


@pytest.mark.parametrize("spelling", ["A Tiêng", "ATiên", "Atiêng", "a tieng"])
def test_a_tieng_by_each_spelling(spelling: str) -> None:
    assert ("town", "a-tieng") in {(hit.subject, hit.key) for hit in find(spelling, AFTER)[:3]}


def test_a_unit_that_stands_comes_before_one_that_does_not() -> None:
    keys = [hit.key for hit in find("tam ky", AFTER) if hit.subject == "unit"]
    assert keys[:2] == ["2c-20341", "3c-502"]
    keys = [hit.key for hit in find("tam ky", date(2019, 4, 1)) if hit.subject == "unit"]
    assert keys[0] == "3c-502"


def test_a_unit_split_between_two_is_held_in_part() -> None:
    assert {row.whole for row in find("xa hoa lien", AFTER)[0].holders} == {False}


def test_nothing_is_found_and_the_limit_holds() -> None:
    assert find("zzzz", AFTER) == []
    assert find("", AFTER) == []
    assert len(find("xa", AFTER, limit=7)) == 7


def test_five_queries_whatever_is_asked(django_assert_num_queries) -> None:
    with django_assert_num_queries(5):
        find("xa", AFTER, limit=100)
