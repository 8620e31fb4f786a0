"""Small made-up problems, and every programme of them tried one by one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product

from dothi.law.rows import Confidence
from dothi.towns.rules import Group, Kind, Levels, Scheme, Standard
from dothi.towns.upgrade.model import Budget, Goal, Move, Problem, Project, Source, Span
from dothi.towns.upgrade.settled import Settled
from dothi.towns.values import Town, Value


def standard(code: str, group: str, low: int, high: int, points: tuple[int, int], **more: object) -> Standard:
    levels = Levels(Fraction(low), Fraction(high), Fraction(points[0]), Fraction(points[1]))
    named = {"floor": Fraction(low), "kind": Kind.NUMBER, **more}
    return Standard(code, group, f"Tiêu chuẩn {code}", f"Standard {code}", "%", levels=levels, **named)  # type: ignore[arg-type]


def scheme(standards: list[Standard], groups: Mapping[str, int], required: int) -> Scheme:
    most = sum((one.levels.high_points or Fraction(0) for one in standards), Fraction(0))
    listed = tuple(
        Group(code, f"Nhóm {code}", f"Group {code}", most, Fraction(least), confidence=Confidence.OFFICIAL)
        for code, least in groups.items()
    )
    return Scheme("made-up", "III", listed, tuple(standards), most, Fraction(required))


def project(
    code: str, town: str, costs: list[int], moves: list[Move], *sources: Source, **more: object
) -> Project:
    spans = tuple(Span.exactly(cost) for cost in costs)
    return Project(
        code,
        f"Dự án {code}",
        town,
        spans,
        frozenset(sources or [Source.PROVINCE]),
        tuple(moves),
        **more,  # type: ignore[arg-type]
    )


def adds(town: str, code: str, by: int) -> Move:
    return Move(town, code, by=Span.exactly(by))


def budget(source: Source, amounts: Mapping[int, int], town: str = "") -> list[Budget]:
    return [Budget(source, year, Span.exactly(amount), town) for year, amount in amounts.items()]


def town(name: str, **values: int) -> Town:
    return Town(name, values={code: Value.exactly(value) for code, value in values.items()})


def made_up(seed: int) -> Problem:
    """One or two towns, up to six projects, three years, two or three sources; everything at random."""
    dice = random.Random(seed)
    rules = scheme(
        [
            standard("A", "I", 10, 20, (4, 8)),
            standard("B", "I", 5, 5 + dice.randint(1, 9), (2, 5), floor=Fraction(dice.choice([3, 5]))),
            standard("C", "II", 1, 2, (3, 6), kind=Kind.COUNT),
            standard("D", "II", 0, 1, (1, 3), kind=Kind.WORDS, words=("xã", "tỉnh")),
        ],
        {"I": dice.randint(4, 8), "II": dice.randint(3, 6)},
        dice.randint(10, 18),
    )
    names = ["Một", "Hai"][: dice.randint(1, 2)]
    years = [2027, 2028, 2029]
    goals = tuple(
        Goal(
            town(
                name,
                A=dice.randint(4, 14),
                B=dice.randint(0, 8),
                C=dice.randint(0, 1),
                D=0,
            ),
            rules,
            dice.choice([2028, 2029]),
        )
        for name in names
    )
    codes = [f"P{number}" for number in range(dice.randint(3, 6))]
    projects = []
    for place, code in enumerate(codes):
        where = dice.choice(names)
        moves = [adds(where, dice.choice("AB"), dice.randint(1, 9))]
        moves += [adds(where, "C", 1)] if dice.random() < 0.4 else []
        moves += [Move(where, "D", to=Fraction(1))] if dice.random() < 0.3 else []
        others = codes[:place]
        projects.append(
            project(
                code,
                where,
                [dice.randint(1, 12) for _ in range(dice.randint(1, 2))],
                moves,
                *dice.sample([Source.PROVINCE, Source.ODA, Source.LOCAL], dice.randint(1, 2)),
                earliest=dice.choice([None, 2028]),
                needs=(dice.choice(others),) if others and dice.random() < 0.25 else (),
                excludes=(dice.choice(others),) if others and dice.random() < 0.15 else (),
            )
        )
    budgets: list[Budget] = []
    for source in (Source.PROVINCE, Source.ODA, Source.LOCAL):
        budgets += budget(source, {year: dice.randint(0, 16) for year in years})
    budgets += budget(Source.LOCAL, {2028: dice.randint(0, 9)}, names[0])
    return Problem(2027, goals, tuple(projects), tuple(budgets))


def enough_money(settled: Settled, starts: Mapping[int, int]) -> bool:
    """Hall's condition: any set of pots together can pay what only they may pay, in every year."""
    for year in range(len(settled.years)):
        due = [
            (set(settled.jobs[job].pots), settled.jobs[job].costs[year - start])
            for job, start in starts.items()
            if 0 <= year - start < settled.jobs[job].years
        ]
        pots = range(len(settled.pots))
        for size in range(len(settled.pots) + 1):
            for some in combinations(pots, size):
                amounts = [settled.pots[pot].amounts[year] for pot in some]
                if None in amounts:
                    continue
                asked = sum(cost for mine, cost in due if mine <= set(some))
                if asked > sum(amount for amount in amounts if amount is not None):
                    return False
    return True


def programmes(settled: Settled) -> Iterator[dict[int, int]]:
    """Every choice of projects and start years that keeps every rule, tried one by one."""
    windows = [[None, *range(job.first, job.last + 1)] for job in settled.jobs]
    for choice in product(*windows):
        starts = {job: year for job, year in enumerate(choice) if year is not None}
        kept = all(_may(settled, starts, job) for job in starts) and _reached(settled, starts)
        if kept and enough_money(settled, starts):
            yield starts


def _may(settled: Settled, starts: Mapping[int, int], job: int) -> bool:
    spec = settled.jobs[job]
    if any(other in starts for other in spec.excludes):
        return False
    return all(
        other in starts and starts[other] + len(settled.jobs[other].costs) <= starts[job]
        for other in spec.needs
    )


def _reached(settled: Settled, starts: Mapping[int, int]) -> bool:
    for aim in settled.aims:
        done = {job for job, year in starts.items() if year + len(settled.jobs[job].costs) - 1 <= aim.by}
        points = {group: Fraction(0) for group in aim.groups}
        for measure in aim.measures:
            value = measure.base + sum(by for job, by in measure.adds.items() if job in done)
            value = max([value, *(to for job, to in measure.raises.items() if job in done)])
            points[measure.group] += measure.curve.at(value)
        if any(points[group] < least for group, least in aim.groups.items()):
            return False
        if sum(points.values()) < aim.required:
            return False
    return True
