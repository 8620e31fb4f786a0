"""Grouping what hangs together."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.intake.checking.tiling.faces import joined_groups, joined_labels


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 40), st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=60))
def test_groups_are_those_of_walking_along_the_links(count: int, links: list[tuple[int, int]]) -> None:
    links = [(a, b) for a, b in links if a < count and b < count]
    first, second = (np.array([link[k] for link in links], np.int64) for k in range(2))
    groups = joined_groups(count, first, second)
    expected = list(range(count))
    for _ in range(count):
        for a, b in links:
            low = min(expected[a], expected[b])
            expected[a] = expected[b] = low
    same = np.equal.outer(groups, groups)
    assert (same == np.equal.outer(expected, expected)).all()


def test_a_long_chain_is_one_group() -> None:
    links = np.random.default_rng(1).permutation(9999)
    assert joined_groups(10_000, links, links + 1).max() == 0


def test_labels_in_order_are_numbered_from_zero() -> None:
    assert joined_labels(np.array([4, 4, 7, 7, 7, 9])).tolist() == [0, 0, 1, 1, 1, 2]
