from __future__ import annotations

from datetime import date

import pytest

from dothi.base.time import Bound, Truth
from dothi.places.units import bare_name, existence

BETWEEN = Bound(date(2019, 4, 2), date(2025, 6, 30))
END = Bound.on(date(2025, 7, 1))


def test_a_unit_whose_kind_changed_on_an_unknown_day_certainly_exists_throughout(make) -> None:
    make.unit("a", name="Xã Điện Minh", end=BETWEEN)
    make.unit("a", name="Phường Điện Minh", kind="Phường", start=BETWEEN, end=END)
    units = make.gazetteer()
    standing = units.standing("a", date(2022, 1, 1))
    assert standing.holds is Truth.YES
    assert standing.state.name == "Xã Điện Minh"
    assert [state.name for state in standing.others] == ["Phường Điện Minh"]
    assert len(existence(units.states_of("a"))) == 1


def test_before_and_after_the_unknown_day_the_name_is_certain(make) -> None:
    make.unit("a", name="Xã Điện Minh", end=BETWEEN)
    make.unit("a", name="Phường Điện Minh", kind="Phường", start=BETWEEN, end=END)
    units = make.gazetteer()
    assert units.standing("a", date(2019, 4, 1)).others == ()
    assert units.name_of("a", date(2025, 6, 30)) == "Phường Điện Minh"
    assert units.standing("a", date(2025, 7, 1)) is None


def test_a_unit_that_ended_on_an_unknown_day_is_neither_there_nor_gone(make) -> None:
    make.unit("a", end=BETWEEN)
    units = make.gazetteer()
    answers = [units.holds("a", day) for day in (date(2019, 4, 1), date(2022, 1, 1), date(2025, 6, 30))]
    assert answers == [Truth.YES, Truth.UNKNOWN, Truth.NO]


def test_two_existences_with_a_gap_stay_apart(make) -> None:
    make.unit("a", end=Bound.on(date(2020, 1, 1)))
    make.unit("a", start=Bound.on(date(2022, 1, 1)))
    units = make.gazetteer()
    assert units.holds("a", date(2021, 1, 1)) is Truth.NO
    assert units.holds("a", date(2023, 1, 1)) is Truth.YES


def test_children_follow_the_parent_of_the_day(make) -> None:
    moved = Bound.on(date(2025, 1, 1))
    make.unit("old", level=2, end=moved)
    make.unit("new", level=2)
    make.unit("a", parent="old", end=moved)
    make.unit("a", parent="new", start=moved)
    units = make.gazetteer()
    assert [item.key for item in units.children("old", date(2024, 12, 31))] == ["a"]
    assert [item.key for item in units.children("new", date(2024, 12, 31))] == []
    assert [item.key for item in units.children("new", date(2025, 1, 1))] == ["a"]
    assert units.ancestors("a", date(2024, 12, 31)) == ["old"]


def test_ancestors_of_a_table_that_runs_in_a_circle_end(make) -> None:
    make.unit("a", parent="b")
    make.unit("b", parent="a")
    assert make.gazetteer().ancestors("a", date(2020, 1, 1)) == ["b", "a"]


def test_nothing_is_known_of_an_unknown_key(make) -> None:
    units = make.gazetteer()
    assert units.standing("x", date(2020, 1, 1)) is None
    assert units.holds("x", date(2020, 1, 1)) is Truth.NO
    assert units.name_of("x") == "x"
    assert "x" not in units


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Phường Cẩm Châu", "Cẩm Châu"),
        ("Thị Trấn Prao", "Prao"),
        ("Xã Xà", "Xà"),
        ("Xã", "Xã"),
        ("Hội An", "Hội An"),
    ],
)
def test_bare_names(name: str, bare: str) -> None:
    assert bare_name(name) == bare
