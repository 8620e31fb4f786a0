"""Tables of the draft of a town's development programme, shared by the workbook and the Word document.

The contents follow article 3a of decree 11/2013/NĐ-CP, added by decree 35/2023/NĐ-CP: indicators for 5 and 10
years and yearly for the first five, priority projects, and resources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dothi.towns.rules import ZERO, Standard
from dothi.towns.upgrade.model import Case, Goal, Problem, Source
from dothi.towns.upgrade.plan import Outcome, Programme, Reached
from dothi.towns.upgrade.wording import money, paid, pot, value
from dothi.towns.wording import asked, points, written

NOT_PLANNED = "chưa lập"
NOTHING = "–"
NOT_KNOWN = "chưa biết"
Rows = list[tuple[str, ...]]
_ORDER = [source.value for source in Source]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: heading, rows, shares of the line, columns of numbers, rows that are sums."""

    heading: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    widths: tuple[float, ...]
    numbers: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()


def chosen(worst: Outcome, best: Outcome) -> Outcome:
    """The case that the draft is written for: the worst, which holds whatever comes, where it can be."""
    return worst if worst.programme is not None else best


def years_shown(problem: Problem) -> tuple[int, ...]:
    """The first five years one by one, and the tenth."""
    return (*range(problem.first_year, problem.first_year + 5), problem.first_year + 9)


def indicators(problem: Problem, outcome: Outcome, programme: Programme, goal: Goal) -> Sheet:
    """Values of every standard, points of groups and the total: today, yearly for five years, in ten.

    A value that is not known exactly today stays a bound later on; points are those of the case.
    """
    years = years_shown(problem)
    known = {one.year: one for one in programme.towns if one.town == goal.town.name}
    today = known[problem.first_year - 1]
    shown = [known.get(year) for year in years]
    rows: Rows = []
    strong = set()
    for group in goal.scheme.groups:
        for standard in goal.scheme.of_group(group.code):
            now = written(standard, goal.town.value(standard.code)) or NOT_KNOWN
            cells = (
                _later(outcome.case, goal, standard, today, one) if one else NOT_PLANNED for one in shown
            )
            rows.append((standard.code, standard.title_vi, standard.unit, asked(standard), now, *cells))
        strong.add(len(rows))
        sums = (points(one.groups[group.code]) if one else NOT_PLANNED for one in shown)
        need = NOTHING if group.required is None else f"≥ {points(group.required)}"
        now = points(today.groups[group.code])
        rows.append((group.code, f"Cộng: {group.title_vi}", "điểm", need, now, *sums))
    strong.add(len(rows))
    sums = (points(one.total) if one else NOT_PLANNED for one in shown)
    need = f"≥ {points(goal.scheme.required)}"
    rows.append(("", "Tổng cộng", "điểm", need, points(today.total), *sums))
    named = [str(year) for year in years]
    named[4], named[5] = f"{years[4]}\n(5 năm)", f"{years[5]}\n(10 năm)"
    heading = ("Mã", "Chỉ tiêu", "Đơn vị", "Mức của loại", "Hiện nay", *named)
    widths = (20, 62, 22, 28, *([20] * (len(years) + 1)))
    return Sheet(heading, rows, widths, frozenset(range(3, len(heading))), frozenset(strong))


def _later(case: Case, goal: Goal, standard: Standard, today: Reached, later: Reached) -> str:
    """A value at the end of a year: exact only where today's is."""
    observed = goal.town.value(standard.code)
    then = later.values[standard.code]
    if observed.exact is not None:
        return value(standard, then)
    if then == today.values[standard.code]:
        return written(standard, observed) or NOT_KNOWN
    if case is Case.BEST and observed.high is None:
        return NOT_KNOWN
    return f"{'≥' if case is Case.WORST else '≤'} {value(standard, then)}"


def projects(problem: Problem, programme: Programme) -> Sheet:
    """Priority projects with their years and who pays."""
    known = {project.code: project for project in problem.projects}
    rows: Rows = []
    for number, one in enumerate(programme.built, 1):
        project = known[one.code]
        moved = ", ".join(dict.fromkeys(move.standard for move in project.moves))
        years = str(one.start) if one.start == one.finish else f"{one.start}–{one.finish}"
        rows.append(
            (str(number), one.code, project.title, project.town, years, money(one.cost), paid(one), moved)
        )
    rows.append(("", "", "Tổng cộng", "", "", money(programme.cost), "", ""))
    heading = ("TT", "Mã", "Dự án", "Đô thị", "Thực hiện", "Tỷ đồng", "Nguồn vốn theo năm", "Tiêu chuẩn")
    return Sheet(heading, rows, (8, 14, 38, 20, 19, 15, 40, 20), frozenset({5}), frozenset({len(rows) - 1}))


def project_years(problem: Problem, programme: Programme, by: int) -> Sheet:
    """Priority projects town by town: money year by year, and what each source pays altogether."""
    known = {project.code: project for project in problem.projects}
    years = tuple(range(problem.first_year, by + 1))
    towns = [goal.town.name for goal in problem.goals]
    order = sorted(programme.built, key=lambda one: (towns.index(known[one.code].town), one.start))
    rows: Rows = []
    for number, one in enumerate(order, 1):
        project = known[one.code]
        spent, payers = defaultdict[int, Fraction](Fraction), defaultdict[tuple[str, str], Fraction](Fraction)
        for source, town, year, amount in one.payments:
            spent[year] += amount
            payers[source, town] += amount
        paying = "; ".join(f"{pot(*payer)[0]} {money(amount)}" for payer, amount in payers.items())
        built = (_spent(one.start <= year <= one.finish, spent[year]) for year in years)
        told = (str(number), one.code, project.title, project.town, *built, money(one.cost), paying)
        rows.append(told)
    sums = (money(_sum(programme, year)) for year in years)
    rows.append(("", "", "Tổng cộng", "", *sums, money(programme.cost), ""))
    heading = (
        *("TT", "Mã", "Dự án", "Đô thị"), *(str(year) for year in years), "Cộng (tỷ đồng)", "Nguồn vốn",
    )  # fmt: skip
    widths = (11, 20, 54, 28, *([16] * len(years)), 20, 58)
    numbers = frozenset(range(4, 5 + len(years)))
    return Sheet(heading, rows, widths, numbers, frozenset({len(rows) - 1}))


def _spent(at_work: bool, amount: Fraction) -> str:
    return money(amount) if amount or at_work else ""


def _sum(programme: Programme, year: int) -> Fraction:
    paid_then = (amount for one in programme.built for *_, when, amount in one.payments if when == year)
    return sum(paid_then, ZERO)


def moved(problem: Problem, outcome: Outcome, programme: Programme, goal: Goal) -> Sheet:
    """Standards that the programme lifts: value and points today and by the year of the goal, and by what."""
    today = programme.at(goal.town.name, problem.first_year - 1)
    then = programme.at(goal.town.name, min(goal.by, outcome.by))
    built = {one.code: one for one in programme.built}
    rows: Rows = []
    for one in goal.scheme.standards:
        by = [
            project.code
            for project in problem.projects
            if project.code in built
            and any((move.town, move.standard) == (goal.town.name, one.code) for move in project.moves)
        ]
        if by:
            now = written(one, goal.town.value(one.code)) or NOT_KNOWN
            later = _later(outcome.case, goal, one, today, then)
            gained = (points(today.points[one.code]), points(then.points[one.code]))
            rows.append((one.code, one.title_vi, one.unit, now, later, *gained, ", ".join(by)))
    heading = (
        *("Mã", "Tiêu chuẩn", "Đơn vị", "Hiện nay", f"Năm {then.year}"),
        *("Điểm hiện nay", f"Điểm năm {then.year}", "Dự án"),
    )
    return Sheet(heading, rows, (20, 70, 22, 24, 24, 22, 22, 50), frozenset({3, 4, 5, 6}))


def instead(programme: Programme, other: Programme) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Projects that an alternative builds and the best does not, and those that it leaves out."""
    best, its = ([one.code for one in side.built] for side in (programme, other))
    return tuple(code for code in its if code not in best), tuple(code for code in best if code not in its)


def resources(problem: Problem, programme: Programme, by: int) -> Sheet:
    """Money by source and year."""
    years = tuple(range(problem.first_year, by + 1))
    sums: dict[tuple[str, str], dict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for one in programme.built:
        for source, town, year, amount in one.payments:
            sums[source, town][year] += amount
    rows: Rows = [
        (
            pot(source, town)[0],
            *(money(amounts[year]) if amounts[year] else NOTHING for year in years),
            money(sum(amounts.values(), ZERO)),
        )
        for (source, town), amounts in sorted(
            sums.items(), key=lambda row: (_ORDER.index(row[0][0]), row[0][1])
        )
    ]
    whole = [sum((amounts[year] for amounts in sums.values()), ZERO) for year in years]
    rows.append(("Cộng", *(money(amount) for amount in whole), money(programme.cost)))
    heading = ("Nguồn vốn (tỷ đồng)", *(str(year) for year in years), "Cộng")
    widths = (40, *([14] * (len(years) + 1)))
    return Sheet(heading, rows, widths, frozenset(range(1, len(heading))), frozenset({len(rows) - 1}))


def cases(worst: Outcome, best: Outcome, verdicts: tuple[str, str]) -> Sheet:
    """Both cases side by side."""
    rows: Rows = [("Kết luận", *verdicts)]
    costs = [money(one.programme.cost) if one.programme else NOTHING for one in (worst, best)]
    rows.append(("Chi phí (tỷ đồng)", *costs))
    rows.append(("Đến hết năm", str(worst.by), str(best.by)))
    counts = [str(len(one.programme.built)) if one.programme else NOTHING for one in (worst, best)]
    rows.append(("Số dự án", *counts))
    shares = [
        NOTHING if one.gap is None else f"{one.gap * 100:.2f} %".replace(".", ",") for one in (worst, best)
    ]
    rows.append(("Khoảng cách đã chứng minh", *shares))
    return Sheet(("", "Trường hợp xấu nhất", "Trường hợp tốt nhất"), rows, (60, 50, 50), frozenset({1, 2}))
