from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.time import NEVER, Bound, Period
from dothi.places.succession import Holder, Left, carry, divide, holders
from dothi.places.units import Gazetteer, Link, UnitState

DAY = date(2025, 7, 1)
END = Bound.on(DAY)
AFTER, BEFORE = date(2026, 1, 1), date(2025, 6, 30)


def test_two_communes_merge_into_one(make) -> None:
    make.unit("a", end=END)
    make.unit("b", end=END)
    make.unit("n", start=END)
    make.link("a", "n", DAY)
    make.link("b", "n", DAY)
    carried = carry({"a": 10, "b": 5}, make.gazetteer(), AFTER)
    assert carried.amount("n") == 15
    assert carried.basis("n") == "counted"
    assert carried.left == ()


def test_nothing_moves_before_the_day(make) -> None:
    make.unit("a", end=END)
    make.unit("n", start=END)
    make.link("a", "n", DAY)
    assert carry({"a": 10}, make.gazetteer(), BEFORE).amount("a") == 10
    assert carry({"a": 10}, make.gazetteer(), DAY).amount("n") == 10


def test_a_division_with_shares_is_apportioned_to_the_last_person(make) -> None:
    make.unit("a", end=END)
    for key in "xyz":
        make.unit(key, start=END)
        make.link("a", key, DAY, share="0.333333" if key != "z" else "0.333334")
    carried = carry({"a": 10}, make.gazetteer(), AFTER)
    assert sorted(carried.amount(key) for key in "xyz") == [3, 3, 4]
    assert carried.basis("x") == "apportioned"
    assert carried.left == ()


def test_a_division_without_shares_is_left_with_its_candidates(make) -> None:
    make.unit("hoa-lien", end=END)
    for key in ("hai-van", "lien-chieu"):
        make.unit(key, start=END)
        make.link("hoa-lien", key, DAY, whole=False)
    carried = carry({"hoa-lien": 15680}, make.gazetteer(), AFTER)
    assert carried.placed == {}
    assert carried.left == (Left("hoa-lien", 15680, "no-share", ("hai-van", "lien-chieu")),)


def test_shares_that_do_not_make_one_leave_the_rest(make) -> None:
    make.unit("a", end=END)
    make.unit("x", start=END)
    make.link("a", "x", DAY, share="0.25")
    carried = carry({"a": 100}, make.gazetteer(), AFTER)
    assert carried.amount("x") == 25
    assert carried.left == (Left("a", 75, "no-share", ("x",)),)


def test_a_unit_that_ended_without_a_link_is_left(make) -> None:
    make.unit("a", end=END)
    assert carry({"a": 7}, make.gazetteer(), AFTER).left == (Left("a", 7, "no-link"),)


def test_a_unit_that_may_still_stand_keeps_its_people(make) -> None:
    make.unit("a", end=Bound(date(2019, 4, 2), date(2025, 6, 30)))
    assert carry({"a": 7}, make.gazetteer(), date(2022, 1, 1)).amount("a") == 7


def test_a_unit_that_took_another_in_keeps_its_own(make) -> None:
    make.unit("nong-son", end=END)
    make.unit("que-son")
    make.link("nong-son", "que-son", DAY)
    carried = carry({"nong-son": 26678, "que-son": 80821}, make.gazetteer(), AFTER)
    assert carried.amount("que-son") == 107499


def test_steps_are_followed_one_after_the_other(make) -> None:
    later = date(2027, 1, 1)
    make.unit("a", end=END)
    make.unit("b", start=END, end=Bound.on(later))
    make.unit("c", start=Bound.on(later))
    make.link("a", "b", DAY)
    make.link("b", "c", later)
    units = make.gazetteer()
    assert carry({"a": 3}, units, date(2026, 6, 1)).amount("b") == 3
    assert carry({"a": 3}, units, later).amount("c") == 3
    assert holders(units, "a", later) == (Holder("c", whole=True),)
    assert holders(units, "c", date(2020, 1, 1)) == (Holder("a", whole=True),)


def test_links_that_run_in_a_circle_end_and_lose_nobody(make) -> None:
    make.unit("a", end=END)
    make.unit("b", end=END)
    make.link("a", "b", DAY)
    make.link("b", "a", DAY)
    assert carry({"a": 3, "b": 4}, make.gazetteer(), AFTER).total == 7


def test_holders_of_a_district_are_those_of_its_communes(make) -> None:
    make.unit("d", level=2, end=END)
    for old, new in (("a", "x"), ("b", "y")):
        make.unit(old, parent="d", end=END)
        make.unit(new, start=END)
        make.link(old, new, DAY)
    assert holders(make.gazetteer(), "d", AFTER) == (Holder("x", whole=False), Holder("y", whole=False))
    assert holders(make.gazetteer(), "d", BEFORE) == (Holder("d", whole=True),)


def test_nobody_is_known_to_hold_what_ended_without_a_link(make) -> None:
    make.unit("a", end=END)
    assert holders(make.gazetteer(), "a", AFTER) == ()
    assert holders(make.gazetteer(), "never", AFTER) == ()


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        (10, ["0.5", "0.25", "0.25"], [5, 3, 2]),
        (1, ["0.5", "0.5"], [1, 0]),
        (0, ["0.5", "0.5"], [0, 0]),
        (100, ["0.25"], [25]),
        (3, [], []),
    ],
)
def test_dividing_by_hand(amount: int, shares: list[str], parts: list[int]) -> None:
    assert divide(amount, [Decimal(share) for share in shares]) == parts


@given(st.integers(0, 10**7), st.lists(st.integers(1, 1000), min_size=1, max_size=8))
def test_shares_that_make_one_give_everything_away(amount: int, weights: list[int]) -> None:
    total = sum(weights)
    shares = [Decimal(weight) / total for weight in weights]
    shares[-1] = Decimal(1) - sum(shares[:-1], Decimal(0))
    parts = divide(amount, shares)
    assert sum(parts) == amount
    assert all(abs(part - amount * share) < 1 for part, share in zip(parts, shares, strict=True))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Gazetteer, dict[str, int]]:
    """Random units over three generations, linked whole, by shares, without shares, or not at all."""
    states, links = [], []
    days = [date(2020, 1, 1) + timedelta(days=400 * step) for step in range(4)]
    sizes = draw(st.lists(st.integers(1, 5), min_size=3, max_size=3))
    names = [[f"{step}-{number}" for number in range(size)] for step, size in enumerate(sizes)]
    for step, keys in enumerate(names):
        for key in keys:
            stays = draw(st.booleans()) and step > 0
            end = NEVER if stays or step == 2 else Bound.on(days[step + 1])
            start = Bound(None, days[0]) if step == 0 else Bound.on(days[step])
            states.append(UnitState(key, key, key, "Xã", 3, "", Period(start, end)))
    for step in (0, 1):
        for key in names[step]:
            takers = draw(st.lists(st.sampled_from(names[step + 1]), unique=True, max_size=3))
            whole = len(takers) == 1 and draw(st.booleans())
            for taker in takers:
                share = None
                if not whole and draw(st.booleans()):
                    share = Decimal(draw(st.integers(1, 100 // len(takers)))) / 100
                links.append(Link(key, taker, Bound.on(days[step + 1]), whole, share))
    amounts = {key: draw(st.integers(0, 10**6)) for key in names[0]}
    return Gazetteer(tuple(states), tuple(links)), amounts


@settings(deadline=None)
@given(histories(), st.dates(date(2019, 1, 1), date(2026, 1, 1)))
def test_nobody_is_lost_or_counted_twice(history: tuple[Gazetteer, dict[str, int]], day: date) -> None:
    units, amounts = history
    carried = carry(amounts, units, day)
    placed = sum(part.amount for parts in carried.placed.values() for part in parts)
    assert placed + sum(left.amount for left in carried.left) == sum(amounts.values())
    by_origin = dict.fromkeys(amounts, 0)
    for part in (part for parts in carried.placed.values() for part in parts):
        assert part.amount >= 0
        by_origin[part.origin] += part.amount
    for left in carried.left:
        by_origin[left.origin] += left.amount
    assert by_origin == amounts
    assert all(units.standing(key, day) is not None for key in carried.placed)


@pytest.mark.slow
@settings(deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_units_and_links_does_not_matter(history, random) -> None:
    units, amounts = history
    states, links = list(units.states), list(units.links)
    random.shuffle(states)
    one = carry(amounts, units, date(2026, 1, 1))
    other = carry(amounts, Gazetteer(tuple(states), tuple(links)), date(2026, 1, 1))
    assert {key: one.amount(key) for key in one.placed} == {key: other.amount(key) for key in other.placed}
