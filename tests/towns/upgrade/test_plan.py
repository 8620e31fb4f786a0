"""What is told: both cases, years, money, and the same points as the score gives."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from dothi.base.errors import InputError
from dothi.towns.score import score
from dothi.towns.upgrade.draft import indicators, instead, moved, project_years, projects, resources
from dothi.towns.upgrade.model import Budget, Case, Goal, Move, Problem, Source, Span
from dothi.towns.upgrade.plan import Asked, plan_upgrade
from dothi.towns.upgrade.settled import settle
from dothi.towns.upgrade.solve import solve
from dothi.towns.values import Town, Value

from .worlds import adds, budget, made_up, project, scheme, standard, town

RULES = scheme([standard("A", "I", 10, 20, (4, 8)), standard("B", "I", 10, 20, (4, 8))], {"I": 10}, 10)


def unsure() -> Problem:
    """A at 8, B between 12 and 16 (4.8 to 6.4 points): A must earn 5.2 (at 13) or 3.6 (at 10, its least)."""
    known = Town("Một", values={"A": Value.exactly(8), "B": Value(Fraction(12), Fraction(16))})
    built = (
        project("P1", "Một", [2, 3], [adds("Một", "A", 2)], Source.PROVINCE, Source.ODA),
        project("P2", "Một", [9], [adds("Một", "A", 5)]),
    )
    money = [*budget(Source.PROVINCE, {2027: 9, 2028: 2}), *budget(Source.ODA, {2027: 0, 2028: 1})]
    return Problem(2027, (Goal(known, RULES, 2028),), built, tuple(money))


def test_both_cases() -> None:
    worst, best = plan_upgrade(unsure(), Asked(alternatives=0))
    assert worst.programme is not None
    assert best.programme is not None
    assert [one.code for one in worst.programme.built] == ["P2"]
    assert [one.code for one in best.programme.built] == ["P1"]
    assert best.programme.built[0].payments == (
        ("province", "", 2027, 2),
        ("province", "", 2028, 2),
        ("oda", "", 2028, 1),
    )
    assert (worst.programme.at("Một", 2028).total, best.programme.at("Một", 2028).total) == (
        10,
        Fraction(52, 5),
    )


def test_the_draft_shows_what_is_not_known_as_such() -> None:
    problem = unsure()
    worst, best = plan_upgrade(problem, Asked(alternatives=0))
    assert worst.programme is not None
    sheet = indicators(problem, worst, worst.programme, problem.goals[0])
    years = ("2027", "2028", "2029", "2030", "2031\n(5 năm)", "2036\n(10 năm)")
    assert sheet.heading[3:] == ("Mức của loại", "Hiện nay", *years)
    assert sheet.rows[0][3:8] == ("10–20", "8", "13", "13", "chưa lập")
    assert sheet.rows[1][3:8] == ("10–20", "12–16", "12–16", "12–16", "chưa lập")
    assert projects(problem, worst.programme).rows[-1][5] == "9"
    assert best.programme is not None
    assert resources(problem, best.programme, 2028).rows[-1] == ("Cộng", "2", "3", "5")


def test_the_draft_names_what_lifts_a_standard_and_who_pays_in_which_year() -> None:
    """P1 costs 2 and 3: the province pays 2 and 2, ODA 1. A goes from 8 (nothing) to 10 (4 points)."""
    problem = unsure()
    _, best = plan_upgrade(problem, Asked())
    assert best.programme is not None
    assert moved(problem, best, best.programme, problem.goals[0]).rows == [
        ("A", "Tiêu chuẩn A", "%", "8", "10", "0", "4", "P1")
    ]
    rows = project_years(problem, best.programme, 2028).rows
    assert rows[0] == ("1", "P1", "Dự án P1", "Một", "2", "3", "5", "Ngân sách tỉnh 4; Vốn ODA 1")
    assert rows[-1] == ("", "", "Tổng cộng", "", "2", "3", "5", "")
    (other,) = best.others
    assert instead(best.programme, other) == (("P2",), ("P1",))


def test_what_goes_on_is_told() -> None:
    heard: list[tuple[Case, Fraction]] = []
    plan_upgrade(unsure(), Asked(alternatives=0, tell=lambda case, found: heard.append((case, found.cost))))
    assert [case for case, _ in heard] == [Case.WORST, Case.BEST]


def test_a_bound_stays_a_bound() -> None:
    problem = replace(unsure(), goals=(Goal(Town("Một", values={"B": Value.exactly(20)}), RULES, 2028),))
    built = (project("P", "Một", [1], [adds("Một", "A", 10)]),)
    worst, _ = plan_upgrade(replace(problem, projects=built), Asked())
    assert worst.programme is not None
    rows = indicators(problem, worst, worst.programme, problem.goals[0]).rows
    assert rows[0][4:7] == ("chưa biết", "≥ 10", "≥ 10")


@pytest.mark.parametrize("seed", [14, 27, 33, 34, 55])
def test_points_are_those_of_the_score(seed: int) -> None:
    problem = made_up(seed)
    worst, _ = plan_upgrade(problem, Asked(alternatives=0))
    assert worst.programme is not None
    for goal in problem.goals:
        told = worst.programme.at(goal.town.name, goal.by)
        values = {code: Value.exactly(value) for code, value in told.values.items()}
        found = score(Town(goal.town.name, values=values), goal.scheme)
        assert found.total.low == told.total
        assert found.verdict.value == "reached"


def test_the_earliest_year_is_the_first_that_is_possible() -> None:
    for seed in (14, 33, 55):
        problem = made_up(seed)
        last = max(goal.by for goal in problem.goals)
        found, _ = plan_upgrade(problem, Asked(earliest=True, alternatives=0))
        possible = []
        for year in range(problem.first_year, last + 1):
            goals = tuple(replace(goal, by=min(goal.by, year)) for goal in problem.goals)
            if not solve(settle(replace(problem, goals=goals), Case.WORST)).impossible:
                possible.append(year)
        assert found.by == possible[0]


def test_more_money_never_costs_more() -> None:
    for seed in (14, 17, 33, 55):
        problem = made_up(seed)
        richer = tuple(replace(row, amount=Span.exactly(row.amount.low + 3)) for row in problem.budgets)
        less, more = (
            solve(settle(one, Case.WORST)).cost for one in (problem, replace(problem, budgets=richer))
        )
        assert more <= less


BAD = {
    "upgrade.no-towns": {"goals": ()},
    "upgrade.town-twice": {"goals": (Goal(town("Một", A=8), RULES, 2028),) * 2},
    "upgrade.goal-past": {"goals": (Goal(town("Một", A=8), RULES, 2026),)},
    "upgrade.circle": {"projects": (project("P", "Một", [1], [], needs=("P",)),)},
    "upgrade.duration": {"projects": (project("P", "Một", [], []),)},
    "upgrade.negative-cost": {"projects": (project("P", "Một", [-1], []),)},
    "upgrade.unknown-town": {"projects": (project("P", "Một", [1], [adds("Ba", "A", 1)]),)},
    "upgrade.unknown-standard": {"projects": (project("P", "Một", [1], [adds("Một", "Z", 1)]),)},
    "upgrade.move-kind": {"projects": (project("P", "Một", [1], [Move("Một", "A")]),)},
    "upgrade.move-twice": {"projects": (project("P", "Một", [1], [adds("Một", "A", 1)] * 2),)},
    "upgrade.budget-twice": {"budgets": tuple(budget(Source.ODA, {2027: 1}) * 2)},
    "upgrade.negative-budget": {"budgets": (Budget(Source.ODA, 2027, Span.exactly(-1)),)},
}


@pytest.mark.parametrize("code", BAD)
def test_what_cannot_be_meant_is_refused(code: str) -> None:
    with pytest.raises(InputError) as caught:
        plan_upgrade(replace(unsure(), **BAD[code]))  # type: ignore[arg-type]
    assert caught.value.faults[0].code == code
    assert all(fault.vi and fault.en for fault in caught.value.faults)
