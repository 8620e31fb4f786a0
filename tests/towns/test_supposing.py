"""What if: years, counts and the urban share, by hand from the census of 2019; and aims of documents."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.law.layers import PROVINCES
from dothi.places.pack import ProvincePack, read_pack
from dothi.towns.aims import aims
from dothi.towns.supposing import Supposed, suppose, urban_share
from dothi.towns.system import pack_towns
from dothi.towns.system_lists import read_lists

FOLDER = PROVINCES / "quang-nam"
DAY = date(2026, 6, 1)
NEW = "nq111-2025"


@pytest.fixture(scope="module")
def pack() -> ProvincePack:
    return read_pack(FOLDER)


def years(law: Law, pack: ProvincePack, names: list[str], by: int, day: date = DAY) -> dict[int, Supposed]:
    wanted = dict.fromkeys(names, ClassOf(NEW, "III"))
    said = read_lists(FOLDER)
    found = suppose(lambda on: pack_towns(law, FOLDER, on), wanted, by, said=said, pack=pack, day=day)
    return {one.year: one for one in found}


def test_three_new_towns_by_2028_year_by_year(law: Law, pack: ProvincePack) -> None:
    """19 towns stand; Bình Minh, Bình Hải and Đại Hiệp make 22 from 2028; 28 and 25 are wanted by 2030."""
    found = years(law, pack, ["Bình Minh", "Bình Hải", "Đại Hiệp"], 2028)
    assert list(found) == [2026, 2028, 2030]
    assert [sum(t.status == "recognised" for t in one.towns) for one in found.values()] == [19, 22, 22]
    assert [sum(t.status == "recognised" for t in one.before) for one in found.values()] == [19, 19, 19]
    assert {(row.document.split()[0], row.count) for row in found[2030].targets} == {
        ("Chương", 28), ("Dự", 25),
    }  # fmt: skip
    assert found[2028].targets == ()


def test_the_share_is_an_interval_from_none_to_all_rural_people_of_the_ground(
    law: Law, pack: ProvincePack
) -> None:
    rural = {row.unit_key: row.people.rural for row in pack.censuses[0].rows}
    found = years(law, pack, ["Bình Minh", "Bình Hải"], 2028)
    before, after = found[2026].share, found[2028].share
    assert before is not None
    assert after is not None
    assert (before.low, before.high) == (Fraction(100 * 379638, 1495812),) * 2
    assert after.added == rural["3c-20812"] + rural["3c-20839"]
    assert after.high == Fraction(100 * (379638 + after.added), 1495812)
    assert (after.low, after.unplaced) == (before.low, ())


def test_ground_that_no_document_tells_leaves_the_share_open_above(law: Law, pack: ProvincePack) -> None:
    share = years(law, pack, ["Bình Minh", "Việt An"], 2028)[2028].share
    assert share is not None
    assert (share.high, share.added, share.unplaced) == (None, None, ("Việt An",))
    assert urban_share(pack, ["Bình Minh"], date(2018, 1, 1)) is None


def test_a_township_adds_nobody_and_a_city_its_rural_communes(pack: ProvincePack) -> None:
    """Nam Phước is all urban; the rural communes of Điện Bàn have 132,169 people."""
    for name, added in (("Nam Phước", 0), ("Điện Bàn", 132169)):
        share = urban_share(pack, [name], DAY)
        assert share is not None
        assert share.added == added
    with pytest.raises(KeyError):
        suppose(lambda _on: (), {"Nơi Khác": ClassOf(NEW, "III")}, 2028, said=(), pack=pack, day=DAY)


def test_a_past_year_asks_under_the_rules_of_each_year(law: Law, pack: ProvincePack) -> None:
    found = years(law, pack, ["Điện Bàn"], 2028, date(2022, 6, 1))
    assert list(found) == [2022, 2025, 2028, 2030]
    rules = {one.rule_set for town in found[2025].towns for one in town.classes}
    assert rules == {"nq1210-2016"}
    assert {one.rule_set for town in found[2028].towns for one in town.classes} == {NEW}


def test_an_aim_of_other_rules_is_not_comparable(law: Law) -> None:
    """The programme wants class III of 1210 for Điện Bàn; since 2026 it holds class III of 111."""
    said = read_lists(FOLDER)
    after = [one for one in aims(law, pack_towns(law, FOLDER, DAY), said) if one.town == "Điện Bàn"]
    assert [(one.aimed is None, one.reached, one.comparable) for one in after] == [
        (False, Truth.UNKNOWN, False),
        (True, Truth.UNKNOWN, False),
    ]
    day = date(2024, 6, 1)
    before = {one.town: one for one in aims(law, pack_towns(law, FOLDER, day), said) if one.aimed}
    assert (before["Điện Bàn"].reached, before["Điện Bàn"].comparable) == (Truth.NO, True)
    assert before["Bình Minh"].reached is Truth.NO
