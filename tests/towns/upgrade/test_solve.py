"""The cheapest programme: by hand, and against every programme tried one by one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from dothi.towns.upgrade.apart import apart
from dothi.towns.upgrade.found import Limits, cost_of, holds
from dothi.towns.upgrade.model import Case, Goal, Problem, Source
from dothi.towns.upgrade.settled import Settled, settle
from dothi.towns.upgrade.solve import alternatives, earlier, solve

from .worlds import adds, budget, made_up, programmes, project, scheme, standard, town

RULES = scheme([standard("A", "I", 10, 20, (4, 8)), standard("B", "I", 10, 20, (4, 8))], {"I": 10}, 10)


def hand_made(**budgets: int) -> Problem:
    """A town at 8 and 14: A earns nothing, B 4 + 4 x 4/10 = 5.6; 10 points are needed.

    P1 lifts A to 10 (4 points, 9.6 together: not enough), P2 to 11 (4.4 points: exactly enough), P3 is P2
    again for one less but needs P4.
    """
    money = budget(Source.PROVINCE, {int(name[1:]): amount for name, amount in budgets.items()})
    projects = (
        project("P1", "Một", [3], [adds("Một", "A", 2)]),
        project("P2", "Một", [4, 4], [adds("Một", "A", 3)]),
        project("P3", "Một", [5], [adds("Một", "A", 3)], needs=("P4",)),
        project("P4", "Một", [2], []),
    )
    return Problem(2027, (Goal(town("Một", A=8, B=14), RULES, 2028),), projects, tuple(money))


def codes(settled: Settled, starts: object) -> set[str]:
    assert isinstance(starts, dict)
    return {settled.jobs[job].code for job in starts}


def test_the_cheapest_that_is_exactly_enough() -> None:
    settled = settle(hand_made(y2027=10, y2028=10), Case.WORST)
    found = solve(settled)
    assert (codes(settled, found.starts), found.cost, found.bound, found.gap) == ({"P3", "P4"}, 7, 7, 0.0)
    assert found.starts == {3: 0, 2: 1}


def test_a_year_without_money_makes_it_dearer() -> None:
    settled = settle(hand_made(y2027=4, y2028=4), Case.WORST)
    found = solve(settled)
    assert (codes(settled, found.starts), found.cost) == ({"P2"}, 8)


def test_a_hair_of_money_decides() -> None:
    problem = hand_made(y2027=4, y2028=4)
    short = replace(
        problem.budgets[1], amount=replace(problem.budgets[1].amount, low=Fraction(399_999, 100_000))
    )
    settled = settle(replace(problem, budgets=(problem.budgets[0], short)), Case.WORST)
    assert solve(settled).impossible


def test_alternatives_do_not_repeat_the_best() -> None:
    settled = settle(hand_made(y2027=20, y2028=20), Case.WORST)
    best = solve(settled)
    others = alternatives(settled, best, 5, Limits())
    # P1 beside them earns too little, and P1 with P3 and P4 only adds to the best.
    assert [(codes(settled, one.starts), one.cost) for one in others] == [({"P2"}, 8)]


def test_projects_start_as_early_as_they_can() -> None:
    settled = settle(hand_made(y2027=20, y2028=20), Case.WORST)
    late = replace(solve(settled), starts={1: 0})
    assert earlier(settled, late, Limits()).starts == {1: 0}


@pytest.mark.parametrize("block", range(8))
def test_equal_to_every_programme_tried(block: int) -> None:
    for seed in range(block * 8, block * 8 + 8):
        settled = settle(made_up(seed), Case.WORST)
        cheapest = min((cost_of(settled, starts) for starts in programmes(settled)), default=None)
        found, (divided, _) = solve(settled), apart(settled, Limits())
        if cheapest is None:
            assert found.impossible
            assert divided.starts is None
        else:
            assert (found.cost, found.bound, found.gap) == (cheapest, cheapest, 0.0)
            assert found.starts is not None
            assert holds(settled, found.starts)
            assert divided.bound <= cheapest
            assert divided.starts is None or divided.cost >= cheapest


@pytest.mark.parametrize("seed", [33, 55])
def test_next_best_equal_to_those_tried(seed: int) -> None:
    settled = settle(made_up(seed), Case.WORST)
    every = {frozenset(starts): cost_of(settled, starts) for starts in programmes(settled)}
    before = [frozenset((best := solve(settled)).starts or ())]
    for one in alternatives(settled, best, 3, Limits()):
        left = {jobs: cost for jobs, cost in every.items() if not any(old <= jobs for old in before)}
        assert one.cost == min(left.values())
        before.append(frozenset(one.starts or ()))
    assert len(before) == 4
