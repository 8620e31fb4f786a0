from __future__ import annotations

from datetime import date

import pytest

from dothi.base.time import Bound
from dothi.places.grounds import ground

DAY = date(2025, 7, 1)
END = Bound.on(DAY)


def district(make, *links: tuple[str, str]) -> None:
    for key in ("d", "e"):
        make.unit(key, level=2, end=END)
    for old in dict.fromkeys(old for old, _ in links):
        make.unit(old, parent=old[0], end=END)
    for new in dict.fromkeys(new for _, new in links):
        make.unit(new, start=END)
    for old, new in links:
        make.link(old, new, DAY)


def of(make, key: str, drawn: set[str]):
    units = make.gazetteer()
    return ground(units, units.states_of(key)[0], drawn)


def test_a_district_is_the_sum_of_communes_that_lie_wholly_in_it(make) -> None:
    district(make, ("d1", "x"), ("d2", "x"), ("d3", "y"), ("e1", "z"))
    assert of(make, "d", {"x", "y", "z"}) == {"x", "y"}


def test_a_commune_that_crosses_the_border_leaves_the_outline_unknown(make) -> None:
    district(make, ("d1", "x"), ("d2", "y"), ("e1", "y"))
    assert of(make, "d", {"x", "y"}) is None
    assert of(make, "e", {"x", "y"}) is None


def test_a_successor_without_an_outline_leaves_it_unknown(make) -> None:
    district(make, ("d1", "x"), ("d2", "y"))
    assert of(make, "d", {"x"}) is None


def test_a_unit_of_drawn_children_is_their_sum(make) -> None:
    make.unit("p", level=1)
    for key in ("x", "y"):
        make.unit(key, parent="p")
    assert of(make, "p", {"x", "y"}) == {"x", "y"}


CROSSED = {"3c-490", "3c-491", "3c-495", "3c-497"}


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 1, 1)])
def test_old_districts_of_quang_nam_all_have_a_ground_and_four_of_da_nang_do_not(pack, day: date) -> None:
    units, drawn = pack.gazetteer, set(pack.outlines)
    grounds = {item.key: ground(units, item.state, drawn) for item in units.on(day, 2)}
    assert {key for key, found in grounds.items() if found is None} == CROSSED
    named = [key for found in grounds.values() if found for key in found]
    assert len(named) == len(set(named))


def test_que_son_grows_by_the_ground_of_nong_son(pack) -> None:
    units, drawn = pack.gazetteer, set(pack.outlines)
    before, after = (ground(units, state, drawn) for state in units.states_of("3c-509"))
    nong_son = ground(units, units.states_of("3c-519")[0], drawn)
    assert nong_son == {"2c-20656", "2c-20669"}
    assert after == before | nong_son


def test_the_old_provinces_share_out_the_new_one(pack) -> None:
    units, drawn = pack.gazetteer, set(pack.outlines)
    old = [ground(units, units.states_of(key)[0], drawn) for key in ("3c-48", "3c-49")]
    assert [len(found) for found in old] == [16, 78]
    assert old[0] | old[1] == drawn == ground(units, units.states_of("2c-48")[0], drawn)
