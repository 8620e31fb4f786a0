from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dothi.base.time import Bound, Truth
from dothi.places.urbanisation import People, Unplaced, counted_level, spread

CENSUS, AFTER = date(2019, 4, 1), date(2026, 1, 1)
END = Bound.on(date(2025, 7, 1))

# Census of 1 April 2019, Quảng Nam: people, urban, rural by district, as published.
DISTRICTS = {
    "3c-502": (122374, 91450, 30924),
    "3c-503": (98599, 72898, 25701),
    "3c-504": (20005, 0, 20005),
    "3c-505": (25116, 4699, 20417),
    "3c-506": (141851, 17493, 124358),
    "3c-507": (226564, 94395, 132169),
    "3c-508": (126686, 22911, 103775),
    "3c-509": (80821, 7563, 73258),
    "3c-510": (26123, 7616, 18507),
    "3c-511": (26337, 7318, 19019),
    "3c-512": (37127, 3776, 33351),
    "3c-513": (173726, 17425, 156301),
    "3c-514": (66239, 7637, 58602),
    "3c-515": (41335, 7253, 34082),
    "3c-516": (31306, 0, 31306),
    "3c-517": (147721, 12902, 134819),
    "3c-518": (77204, 4302, 72902),
    "3c-519": (26678, 0, 26678),
}
UNALLOCATED = {
    "Phường Phước Hòa": 4331, "Xã Duy Thu": 3870, "Xã Phú Thọ": 5531, "Xã Quế Cường": 4177,
    "Thị trấn Tân An": 3776, "Xã Hiệp Hòa": 1639, "Xã Hiệp Thuận": 1558, "Xã Quế Bình": 2473,
    "Xã Bình Chánh": 3580, "Xã Bình Định Bắc": 4767, "Xã Bình Định Nam": 3865, "Xã Tiên Cẩm": 2940,
    "Xã Tam Vinh": 4491, "Xã Quế Ninh": 3077, "Xã Quế Phước": 1770, "Xã Quế Trung": 8458, "Xã Sơn Viên": 2734,
}  # fmt: skip


def counted(pack, level: int) -> dict[str, People]:
    units = pack.gazetteer
    return {
        row.unit_key: row.people
        for row in pack.censuses[0].rows
        if row.level == level and "3c-49" in units.ancestors(row.unit_key, CENSUS)
    }


@pytest.mark.parametrize("key", DISTRICTS)
def test_each_district_has_the_people_that_the_census_counted(pack, key: str) -> None:
    people = counted(pack, 2)[key]
    assert (people.total, people.urban, people.rural) == DISTRICTS[key]


def test_the_province_has_the_people_that_the_census_counted(pack) -> None:
    result = spread(counted(pack, 2), pack.gazetteer, CENSUS, CENSUS)
    assert (result.people.total, result.people.urban, result.people.rural) == (1495812, 379638, 1116174)
    assert result.people.rate_percent == Decimal("25.4")
    assert len(result.units) == 18
    assert sum(total for total, _, _ in DISTRICTS.values()) == 1495812


def test_the_same_people_stand_on_the_units_of_2026(pack) -> None:
    result = spread(counted(pack, 3), pack.gazetteer, AFTER, CENSUS)
    assert (result.people.total, result.people.urban) == (1495812, 379638)
    assert len(result.units) == 78
    assert all(pack.gazetteer.holds(item.key, AFTER) is Truth.YES for item in result.units)


def test_the_communes_without_a_link_are_listed_and_stay_in_the_total(pack) -> None:
    result = spread(counted(pack, 3), pack.gazetteer, AFTER, CENSUS)
    names = {pack.gazetteer.name_of(item.key): item.people.total for item in result.unplaced}
    assert names == UNALLOCATED
    assert {item.reason for item in result.unplaced} == {"no-link"}
    assert sum(item.people.total for item in result.units) == 1495812 - 63037


def test_hoi_an_dong_is_the_sum_of_its_three_communes(pack) -> None:
    result = spread(counted(pack, 3), pack.gazetteer, AFTER, CENSUS)
    unit = next(item for item in result.units if item.key == "2c-20413")
    assert unit.people == People(12840 + 5753, 9452)
    assert [origin.key for origin in unit.origins] == ["3c-20413", "3c-20416", "3c-20431"]
    assert unit.basis == "counted"
    assert unit.complete is Truth.YES


def test_a_unit_with_an_uncounted_predecessor_says_that_it_lacks_people(pack) -> None:
    result = spread(counted(pack, 3), pack.gazetteer, AFTER, CENSUS)
    unit = next(item for item in result.units if item.key == "2c-20656")
    assert unit.people.total == 5342
    assert unit.complete is Truth.NO
    assert unit.lacking == ("3c-20656",)


def test_a_unit_of_a_district_with_unplaced_people_may_lack_them(pack) -> None:
    result = spread(counted(pack, 3), pack.gazetteer, AFTER, CENSUS)
    unit = next(item for item in result.units if item.key == "2c-20599")
    assert unit.complete is Truth.UNKNOWN
    assert unit.perhaps_lacking == ("3c-508-xa-duy-thu",)


@pytest.mark.parametrize(
    ("day", "count", "que_son"), [(date(2024, 12, 31), 18, 80821), (date(2025, 1, 1), 17, 80821 + 26678)]
)
def test_nong_son_joins_que_son_on_new_years_day_2025(pack, day: date, count: int, que_son: int) -> None:
    result = spread(counted(pack, 2), pack.gazetteer, day, CENSUS)
    assert len(result.units) == count
    assert {item.key: item.people.total for item in result.units}["3c-509"] == que_son
    assert result.people.total == 1495812
    assert result.unplaced == ()


def test_hoa_lien_is_left_to_its_two_wards_without_a_guess(pack) -> None:
    hoa_lien = {row.unit_key: row.people for row in pack.censuses[0].rows if row.unit_key == "3c-20296"}
    result = spread(hoa_lien, pack.gazetteer, AFTER, CENSUS)
    assert result.units == ()
    assert result.unplaced == (Unplaced("3c-20296", People(0, 15680), "no-share", ("2c-20194", "2c-20197")),)


def test_a_half_urban_unit_is_apportioned_in_both_halves(make) -> None:
    make.unit("a", end=END)
    for key, share in (("x", "0.7"), ("y", "0.3")):
        make.unit(key, start=END)
        make.link("a", key, date(2025, 7, 1), share)
    result = spread({"a": People(10, 100)}, make.gazetteer(), AFTER, CENSUS)
    assert [(item.people.urban, item.people.rural, item.basis) for item in result.units] == [
        (7, 70, "apportioned"),
        (3, 30, "apportioned"),
    ]


@pytest.mark.parametrize(
    ("people", "rate"),
    [
        (People(379638, 1116174), "25.4"),
        (People(0, 5), "0.0"),
        (People(1, 1999), "0.1"),
        (People(1, 2000), "0.0"),
    ],
)
def test_the_rate_is_rounded_to_one_decimal_half_up(people: People, rate: str) -> None:
    assert people.rate_percent == Decimal(rate)


def test_nobody_has_no_rate() -> None:
    assert People(0, 0).rate_percent is None


@pytest.mark.parametrize(
    ("day", "level"), [(date(2019, 4, 1), 2), (date(2025, 6, 30), 2), (date(2025, 7, 1), 3)]
)
def test_districts_are_shown_while_there_are_any(pack, day: date, level: int) -> None:
    assert counted_level(pack.gazetteer, day) == level
