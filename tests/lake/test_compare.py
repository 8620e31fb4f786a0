"""Two versions of a layer side by side, by hand-made cases and by properties."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.lake.compare import Difference, compare, counts


def square(at: float, size: float = 10) -> Any:
    return shapely.box(at, 0, at + size, size)


def frame(*rows: tuple[str | None, str, Any], crs: int = 5899) -> gpd.GeoDataFrame:
    codes, functions, shapes = zip(*rows, strict=True) if rows else ((), (), ())
    return gpd.GeoDataFrame({"ma": codes, "function": functions}, geometry=list(shapes), crs=crs)


BEFORE = frame(
    ("a", "o", square(0)), ("b", "o", square(10)), ("c", "gt", square(20)), ("d", "cx", square(30))
)


def test_stayed_changed_moved_came_and_went() -> None:
    after = frame(
        ("a", "o", square(0)),
        ("b", "tm", square(10)),
        ("c", "gt", square(20, 9)),
        ("e", "o", square(50)),
    )
    assert compare(BEFORE, after, "ma") == [
        Difference("same", 0, 0),
        Difference("changed", 1, 1, ("function",)),
        Difference("moved", 2, 2),
        Difference("added", None, 3),
        Difference("removed", 3, None),
    ]
    assert counts(compare(BEFORE, after, "ma")) == {
        "added": 1,
        "removed": 1,
        "moved": 1,
        "changed": 1,
        "same": 1,
    }


def test_without_a_key_ground_and_then_words_pair() -> None:
    after = frame(("x", "o", square(0)), ("b", "o", square(11)))
    found = compare(BEFORE, after)
    assert found[0] == Difference("changed", 0, 0, ("ma",))
    assert found[1] == Difference("moved", 1, 1)
    assert [one.before for one in found[2:]] == [2, 3]


def test_a_key_that_is_not_unique_pairs_nothing() -> None:
    twice = frame(("a", "o", square(0)), ("a", "gt", square(10)))
    after = frame(("a", "tm", square(50)))
    assert counts(compare(twice, after, "ma")) == {
        "added": 1,
        "removed": 2,
        "moved": 0,
        "changed": 0,
        "same": 0,
    }


def test_a_ring_that_starts_elsewhere_is_the_same_ground() -> None:
    turned = shapely.Polygon([(10, 0), (10, 10), (0, 10), (0, 0)])
    assert compare(frame(("a", "o", square(0))), frame(("a", "o", turned)))[0].state == "same"


def test_missing_values_are_equal_and_columns_may_come_and_go() -> None:
    before = frame((None, "o", square(0)))
    assert compare(before, frame((None, "o", square(0))))[0].state == "same"
    after = before.assign(tang=[3])
    assert compare(before, after)[0] == Difference("changed", 0, 0, ("tang",))


def test_two_crs_are_refused() -> None:
    with pytest.raises(ValueError, match="two CRS"):
        compare(BEFORE, BEFORE.to_crs(4326))


rows = st.lists(
    st.tuples(st.sampled_from(["a", "b", None]), st.sampled_from(["o", "gt"]), st.integers(0, 3).map(square)),
    max_size=6,
)


@given(rows, rows)
def test_every_row_of_both_stands_in_exactly_one_difference(one: list[Any], other: list[Any]) -> None:
    before, after = frame(*one), frame(*other)
    for key in ("", "ma"):
        found = compare(before, after, key)
        assert sorted(d.before for d in found if d.before is not None) == list(range(len(one)))
        assert sorted(d.after for d in found if d.after is not None) == list(range(len(other)))


@given(rows, st.randoms())
def test_the_order_of_rows_changes_nothing(one: list[Any], chance: Any) -> None:
    shuffled = list(one)
    chance.shuffle(shuffled)
    assert set(counts(compare(frame(*one), frame(*shuffled), "ma")).items()) >= {
        ("same", len(one)),
        ("added", 0),
    }
