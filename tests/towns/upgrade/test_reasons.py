"""Reasons: told right, and none of them too many."""

from __future__ import annotations

from dataclasses import replace

from dothi.towns.upgrade.formulation import build, whole_scope
from dothi.towns.upgrade.model import Case, Goal, Problem, Source
from dothi.towns.upgrade.plan import Asked, plan_upgrade
from dothi.towns.upgrade.reasons import Reason, why
from dothi.towns.upgrade.settled import Settled, settle
from dothi.towns.upgrade.solve import solve
from dothi.towns.upgrade.wording import reason, shortage

from .worlds import adds, budget, made_up, project, scheme, standard, town

RULES = scheme([standard("A", "I", 10, 20, (4, 8)), standard("B", "I", 10, 20, (4, 8))], {"I": 10}, 10)


def problem(money: int, by: int = 2028, lifts: int = 3) -> Problem:
    projects = (project("P", "Một", [5, 5], [adds("Một", "A", lifts)]),)
    budgets = budget(Source.PROVINCE, {2027: 5, 2028: money})
    return Problem(2027, (Goal(town("Một", A=8, B=14), RULES, by),), projects, tuple(budgets))


def test_money_lacks_in_one_year() -> None:
    settled = settle(problem(money=3), Case.WORST)
    found = why(settled)
    assert [(one.kind, one.code, one.year) for one in found.reasons if one.kind == "budget"] == [
        ("budget", "province", 2028)
    ]
    assert [(one.source, one.year, one.amount) for one in found.shortages] == [("province", 2028, 2)]
    assert found.irreducible
    assert "thiếu 2 tỷ đồng" in shortage(found.shortages[0])[0]


def test_points_lack_whatever_the_money() -> None:
    whole = problem(money=5, lifts=2)
    found = why(settle(whole, Case.WORST))
    assert {one.kind for one in found.reasons} <= {"group", "total", "standard"}
    total = next(one for one in found.reasons if one.kind in {"group", "total"})
    # A at its minimum earns 4, B at 14 earns 5.6.
    assert (total.required, float(total.reachable)) == (10, 9.6)
    assert "9,6" in reason(whole, total)[0]
    assert found.shortages == ()


def test_a_project_that_ends_too_late_is_named() -> None:
    found = why(settle(problem(money=5, by=2027), Case.WORST))
    assert ("P",) in [one.late for one in found.reasons if one.kind == "standard"]


def family(one: Reason) -> tuple[str, ...]:
    if one.kind == "budget":
        return ("budget", one.code, one.town, str(one.year))
    return tuple(part for part in (one.kind, one.town, one.code) if part)


def possible(settled: Settled, kept: list[tuple[str, ...]]) -> bool:
    """Whether a programme exists when only ``kept`` is asked for."""
    every = [
        ("budget", pot.source.value, pot.town, str(year)) for pot in settled.pots for year in settled.years
    ]
    for aim in settled.aims:
        every += [("time", aim.town), ("total", aim.town), *(("group", aim.town, one) for one in aim.groups)]
        every += [("standard", aim.town, one.code) for one in aim.measures]
    free = frozenset(every) - set(kept)
    return not build(settled, replace(whole_scope(settled), free=free)).rows.solve().impossible


def test_leaving_out_any_reason_makes_it_possible() -> None:
    tried = 0
    for seed in range(10):
        settled = settle(made_up(seed), Case.WORST)
        if not solve(settled).impossible:
            continue
        tried += 1
        kept = [family(one) for one in why(settled).reasons]
        assert not possible(settled, kept)
        assert all(possible(settled, [one for one in kept if one != left]) for left in kept)
    assert tried > 4


def test_the_worst_case_says_why_and_the_best_has_a_programme() -> None:
    whole = problem(money=3)
    unsure = replace(whole.budgets[1], amount=replace(whole.budgets[1].amount, high=None))
    worst, best = plan_upgrade(replace(whole, budgets=(whole.budgets[0], unsure)), Asked())
    assert worst.programme is None
    assert worst.why is not None
    assert best.programme is not None
    assert (best.programme.cost, best.gap) == (10, 0.0)
