"""Jobs laid out over the years: what lacks, by hand and against the exact sharing of money."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from dothi.towns.upgrade import yard as yards
from dothi.towns.upgrade.annealing import Heat, anneal, restart, trial
from dothi.towns.upgrade.found import holds
from dothi.towns.upgrade.model import Case, Goal, Problem, Source
from dothi.towns.upgrade.money import lacking, payments
from dothi.towns.upgrade.settled import Settled, settle
from dothi.towns.upgrade.solve import solve
from dothi.towns.upgrade.yard import Yard, in_turn

from .worlds import adds, budget, made_up, project, scheme, standard, town

RULES = scheme([standard("A", "I", 10, 20, (4, 8))], {"I": 4}, 4)


def two_towns(oda: int) -> Settled:
    """P1 and P2 cost 5 each and only the province may pay for P1; it has 6 in 2027 and 3 in 2028."""
    goals = tuple(Goal(town(name, A=8), RULES, 2028) for name in ("Một", "Hai"))
    projects = (
        project("P1", "Một", [5], [adds("Một", "A", 2)]),
        project("P2", "Hai", [5], [adds("Hai", "A", 2)], Source.PROVINCE, Source.ODA),
    )
    money = [*budget(Source.PROVINCE, {2027: 6, 2028: 3}), *budget(Source.ODA, {2027: 1, 2028: oda})]
    return settle(Problem(2027, goals, projects, tuple(money)), Case.WORST)


def test_what_would_lack_in_each_year_by_hand() -> None:
    """Both in 2027 cost 10 of 7; P2 alone in 2028 has 3 of the province and 2 of ODA."""
    yard = Yard(two_towns(oda=2), {0: 1, 1: 1})
    yard.put(0, 0)
    assert yard.options(1) == [(3.0, 0), (0.0, 1)]
    yard.put(1, 0)
    assert yard.lack == 3
    assert yard.take(1) == 0
    assert (yard.lack, yard.starts) == (0, {0: 0})


def test_a_start_that_no_money_could_pay_for_alone_is_none() -> None:
    """P1 needs 5 and the province has 3 in 2028; P2 just fits there with 2 of ODA, not with less."""
    assert [two_towns(oda=2).fits(job, year) for job in (0, 1) for year in (0, 1)] == [
        True,
        False,
        True,
        True,
    ]
    less = two_towns(oda=1)
    assert not less.fits(1, 1)
    assert solve(less).impossible
    found = solve(two_towns(oda=2))
    assert found.starts == {0: 0, 1: 1}


def test_pots_that_lack_are_named() -> None:
    settled = two_towns(oda=2)
    assert lacking(settled, {0: 0, 1: 1}) == []
    assert lacking(settled, {0: 0, 1: 0}) == [(0, frozenset({0, 1}))]
    assert lacking(settled, {0: 1}) == [(1, frozenset({0}))]


@pytest.mark.parametrize("most", [1000, 0])
def test_nothing_lacks_exactly_when_the_money_can_be_shared(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where only some sets of pots are kept: the others are found when they are broken."""
    monkeypatch.setattr(yards, "_MANY", most)
    dice = random.Random(3)
    for seed in range(40):
        settled = settle(made_up(seed), Case.WORST)
        jobs = [number for number, job in enumerate(settled.jobs) if job.first <= job.last]
        yard = Yard(settled, dict.fromkeys(jobs, len(settled.years) - 1))
        for job in jobs:
            yard.put(job, dice.randint(settled.jobs[job].first, settled.jobs[job].last))
        enough = payments(settled, yard.starts) is not None
        assert (yard.lack < 1e-9 and yard.sure()) == enough
        yard.sure()
        assert (yard.lack < 1e-9) == enough


def test_jobs_come_after_what_they_need() -> None:
    settled = settle(made_up(33), Case.WORST)
    for job in range(len(settled.jobs)):
        order = list(in_turn(settled, range(len(settled.jobs))))
        assert all(order.index(other) < order.index(job) for other in settled.jobs[job].needs)


def test_trying_finds_the_one_layout_that_does() -> None:
    """Beside the dear P3 the cheap selections do only with P1 in 2027 and P2 in 2028."""
    settled = two_towns(oda=2)
    columns = [[frozenset({0})], [frozenset({1})]]
    on = trial(settled, columns, {0: 1, 1: 1})
    anneal(on, columns, Heat(5.0, 0.1, 4.0), 200)
    assert (on.best, on.best_cost) == ({0: 0, 1: 1}, 10)
    assert holds(settled, on.best or {})
    restart(on, from_best=True)
    assert (on.yard.starts, on.yard.lack) == ({0: 0, 1: 1}, 0)
    assert on.cost == Fraction(10)
