"""Measure the way up at the size of a province: ``python bench/upgrade.py [--seed N] [--share 0.2]``.

28 made-up towns, each with 40 projects, over 8 years and 7 sources, under the rules of class III of
NQ 111/2025/UBTVQH15. Budgets are a share of what all projects together would cost, spread unevenly over
sources and years, so that money binds. Prints the cost, the bound, the proven gap and the seconds,
by the clock and of the processor: on a machine that others use too only the second can be compared.
"""

from __future__ import annotations

import argparse
import random
import time
from fractions import Fraction

from dothi.law import load_law
from dothi.towns.rules import Kind, Scheme, Standard
from dothi.towns.schemes import scheme
from dothi.towns.upgrade.found import Limits
from dothi.towns.upgrade.model import Budget, Case, Goal, Move, Problem, Project, Source, Span
from dothi.towns.upgrade.settled import settle
from dothi.towns.upgrade.solve import solve
from dothi.towns.values import Town, Value

FIRST, YEARS = 2027, 8
WEIGHTS = {
    Source.PROVINCE: 5,
    Source.CENTRAL: 3,
    Source.TARGET: 2,
    Source.ODA: 3,
    Source.LOCAL: 3,
    Source.LAND: 4,
    Source.PRIVATE: 4,
}
DRY = (Source.CENTRAL, Source.TARGET, Source.ODA, Source.LOCAL)
NEARLY_NOTHING = 0.2


def made_up(seed: int, towns: int, projects: int, share: float, *, skewed: bool = False) -> Problem:
    """A province at random; the same seed gives the same one. ``skewed`` nearly empties four sources."""
    dice = random.Random(seed)  # noqa: S311 (a made-up province, no secret)
    rules = scheme(load_law(), "nq111-2025", "III")
    goals = tuple(
        Goal(_town(dice, f"Đô thị {number:02}", rules), rules, FIRST + YEARS - 1) for number in range(towns)
    )
    built = [one for goal in goals for one in _projects(dice, goal.town, rules, projects)]
    whole = sum(int(cost.low) for project in built for cost in project.costs)
    return Problem(FIRST, goals, tuple(built), tuple(_budgets(dice, whole * share, skewed=skewed)))


def _town(dice: random.Random, name: str, rules: Scheme) -> Town:
    values = {one.code: Value.exactly(_value(dice, one)) for one in rules.standards}
    return Town(name, values=values)


def _value(dice: random.Random, one: Standard) -> Fraction:
    low, high = one.levels.low, one.levels.high or one.levels.low
    if one.kind is Kind.WORDS:
        return low
    if dice.random() < 0.45:
        return Fraction(int(low * Fraction(dice.randint(55, 99), 100)))
    return low + (high - low) * Fraction(dice.randint(0, 60), 100)


def _projects(dice: random.Random, town: Town, rules: Scheme, count: int) -> list[Project]:
    linear = [one for one in rules.standards if one.kind.linear]
    moved = sorted(linear, key=lambda one: town.value(one.code).low >= one.levels.low)
    found: list[Project] = []
    for number in range(count):
        code = f"{town.name[-2:]}-{number:02}"
        earlier = [project.code for project in found]
        chosen = [moved[number % len(moved)], *dice.sample(moved, dice.choice([0, 0, 1]))]
        years = dice.randint(1, 4)
        found.append(
            Project(
                code,
                f"Dự án {code}",
                town.name,
                tuple(Span.exactly(dice.randint(5, 120)) for _ in range(years)),
                frozenset(dice.sample(list(Source), dice.randint(1, 3))),
                tuple(
                    Move(town.name, one.code, by=Span.exactly(_step(dice, one)))
                    for one in dict.fromkeys(chosen)
                ),
                earliest=dice.choice([None, None, FIRST + 1, FIRST + 2]),
                needs=(dice.choice(earlier),) if earlier and dice.random() < 0.12 else (),
                excludes=(dice.choice(earlier),) if earlier and dice.random() < 0.08 else (),
                illustrative=True,
            )
        )
    return found


def _step(dice: random.Random, one: Standard) -> Fraction:
    low, high = one.levels.low, one.levels.high or one.levels.low
    if one.kind is Kind.COUNT:
        return Fraction(dice.randint(1, max(1, int(high - low) // 2)))
    return max(high - low, low * Fraction(2, 5)) * Fraction(dice.randint(30, 90), 100)


def _budgets(dice: random.Random, whole: float, *, skewed: bool) -> list[Budget]:
    weights = {one: NEARLY_NOTHING if skewed and one in DRY else weight for one, weight in WEIGHTS.items()}
    total = sum(weights.values())
    return [
        Budget(
            source,
            FIRST + year,
            Span.exactly(int(whole * weight / total / YEARS * dice.uniform(0.5, 1.5))),
            illustrative=True,
        )
        for source, weight in weights.items()
        for year in range(YEARS)
    ]


def main() -> None:
    """Measure once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--towns", type=int, default=28)
    parser.add_argument("--projects", type=int, default=40)
    parser.add_argument("--share", type=float, default=0.2)
    parser.add_argument("--skewed", action="store_true", help="four of the seven sources nearly empty")
    parser.add_argument("--gap", type=float, default=0.01)
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args()
    problem = made_up(asked.seed, asked.towns, asked.projects, asked.share, skewed=asked.skewed)
    settled = settle(problem, Case.WORST)
    start, processor = time.perf_counter(), time.process_time()
    found = solve(settled, Limits(asked.gap, asked.seconds))
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    gap = "-" if found.gap is None else f"{found.gap:.3%}"
    told = (
        "impossible" if found.impossible else f"cost {float(found.cost):.0f}, bound {float(found.bound):.0f}"
    )
    spent = f"{seconds:.1f} s ({processor:.1f} s of processor)"
    print(f"{asked.towns} towns x {asked.projects} projects: {told}, gap {gap}, {spent}")


if __name__ == "__main__":
    main()
