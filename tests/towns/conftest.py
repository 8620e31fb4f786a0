"""The package's law, read once, and values by which totals were computed by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from dothi.law import Law, load_law
from dothi.towns.schemes import Profile, scheme
from dothi.towns.score import Score, score
from dothi.towns.values import Town, Value

Scored = Callable[..., Score]

CODES = [f"2A.{'I' if n < 3 else 'II' if n < 6 else 'III'}.{n:02d}" for n in range(1, 24)]


def table_2a(values: str) -> dict[str, str]:
    """Values in the order of Table 2A; words stand at 0 không, 1 xã, 2 tỉnh, 3 vùng."""
    return dict(zip(CODES, values.split(), strict=True))


# The levels of class II, from the table of the law notes.
LEAST_II = table_2a("2 2 200000 1000 65 2 6 90 3.5 60 80 60 1 35 10 10 5 5 2 2 25 6 1")
MOST_II = table_2a("3 3 500000 1500 95 3 8 100 4.5 80 90 80 2 40 25 20 10 10 3 4 35 8 3")


LEAST_III = table_2a("1 1 20000 500 55 1 4 85 3 50 70 50 0.5 30 1 2 2 2 1.5 1 25 2.5 1")
MOST_III = table_2a("2 2 200000 1000 65 2 6 95 3.5 70 80 70 1 35 10 10 5 5 2 2 35 7 3")
POINTS_LEAST = table_2a("5.5 6 5.5 4.5 5.5 3 4 2 2 0.75 2 2 2.5 3.75 3.75 3.75 3 2 2 3 2 2.5 4")
POINTS_MOST = table_2a("7 8 7 6 7 4 5 3 3 1 3 3 3 5 5 5 4 3 3 4 3 3 5")


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()


@pytest.fixture(scope="session")
def scored(law: Law) -> Scored:
    def make(values: dict[str, str], class_code: str = "II", rules: str = "nq111-2025", **profile) -> Score:
        town = Town(
            "Thị xã Mẫu",
            Profile(**{"region": "red-river-southeast", "units": 1} | profile),
            {code: Value.exactly(Fraction(value)) for code, value in values.items()},
        )
        return score(town, scheme(law, rules, class_code, town.profile))

    return make
