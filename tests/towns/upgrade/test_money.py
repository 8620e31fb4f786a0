"""Sharing costs among pots, in exact numbers."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dothi.towns.upgrade.money import share


def test_the_second_gives_way_to_the_first() -> None:
    asked = {(0, 1): Fraction(5), (0,): Fraction(5)}
    flows = share(asked, [Fraction(5), Fraction(5)])
    assert flows is not None
    assert (flows[(0, 1), 1], flows[(0,), 0]) == (5, 5)


def test_a_hair_too_little() -> None:
    assert (
        share({(0, 1): Fraction(5), (0,): Fraction(5)}, [Fraction(5), Fraction(5) - Fraction(1, 10**12)])
        is None
    )


def test_nobody_may_pay() -> None:
    assert share({(): Fraction(1)}, [Fraction(5)]) is None
    assert share({}, [Fraction(0)]) == {}


COSTS = st.dictionaries(
    st.sets(st.integers(0, 2), min_size=1).map(lambda some: tuple(sorted(some))),
    st.integers(0, 9),
    max_size=5,
)


@given(COSTS, st.lists(st.integers(0, 12), min_size=3, max_size=3))
def test_shared_exactly_when_every_set_of_pots_can_pay_what_only_it_may(
    costs: dict[tuple[int, ...], int], have: list[int]
) -> None:
    flows = share(
        {pots: Fraction(cost) for pots, cost in costs.items()}, [Fraction(amount) for amount in have]
    )
    sets = [{pot for pot in range(3) if mask >> pot & 1} for mask in range(8)]
    enough = all(
        sum(cost for pots, cost in costs.items() if set(pots) <= some) <= sum(have[pot] for pot in some)
        for some in sets
    )
    assert (flows is not None) == enough
    if flows is not None:
        assert all(sum(flows[pots, pot] for pot in pots) == cost for pots, cost in costs.items())
        assert all(sum(flows[pots, pot] for pots in costs if pot in pots) <= have[pot] for pot in range(3))
