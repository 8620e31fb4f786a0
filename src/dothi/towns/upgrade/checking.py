"""What a problem must keep before it is solved: every fault is named with the cell it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dothi.base.errors import Fault, refuse_all
from dothi.towns.rules import Kind
from dothi.towns.upgrade.model import Goal, Move, Problem, Project, Span


def check(problem: Problem) -> None:
    """Refuse a problem that cannot be meant, with every fault found; raises :class:`InputError`."""
    refuse_all([*_goals(problem), *_projects(problem), *_budgets(problem), *_circles(problem)])


def _goals(problem: Problem) -> Iterator[Fault]:
    if not problem.goals:
        yield fault("no-towns", "", "Không có đô thị nào để nâng loại", "There is no town to be lifted")
    for goal in problem.goals:
        name = goal.town.name
        if sum(other.town.name == name for other in problem.goals) > 1:
            yield fault(
                "town-twice", name, f"Đô thị «{name}» có hai mục tiêu", f"Town “{name}” has two goals"
            )
        if goal.by < problem.first_year:
            yield fault(
                "goal-past", name,
                f"Năm mục tiêu {goal.by} trước năm đầu {problem.first_year}",
                f"The year of the goal, {goal.by}, is before the first year, {problem.first_year}",
            )  # fmt: skip
        if goal.scheme.unit == "points" and any(one.curve is None for one in goal.scheme.standards):
            yield fault(
                "points-unknown", name,
                f"Chưa biết điểm của mọi tiêu chuẩn loại {goal.scheme.class_code} ({goal.scheme.rule_set})",
                f"The points of class {goal.scheme.class_code} ({goal.scheme.rule_set}) are not all known",
                (
                    "Nhập phụ lục bằng lệnh «dothi law import-annex»",
                    "Import the annex with “dothi law import-annex”",
                ),
            )  # fmt: skip


def _projects(problem: Problem) -> Iterator[Fault]:
    goals = {goal.town.name: goal for goal in problem.goals}
    codes = [project.code for project in problem.projects]
    for project in problem.projects:
        if codes.count(project.code) > 1:
            yield fault(
                "project-twice", project.where,
                f"Mã dự án «{project.code}» có hai lần", f"Project “{project.code}” is given twice",
            )  # fmt: skip
        yield from _costs(project)
        yield from _named(project, set(codes))
        moved = [(move.town, move.standard) for move in project.moves]
        for move in project.moves:
            yield from _move(project, move, goals)
            if moved.count((move.town, move.standard)) > 1:
                yield fault(
                    "move-twice", move.where,
                    f"Dự án «{project.code}» tác động hai lần đến {move.standard}",
                    f"Project “{project.code}” moves {move.standard} twice",
                )  # fmt: skip
    yield from _mixed(problem)


def _costs(project: Project) -> Iterator[Fault]:
    if not project.costs:
        yield fault(
            "duration", project.where,
            f"Dự án «{project.code}» có thời gian thực hiện 0 năm",
            f"Project “{project.code}” takes 0 years",
            ("Ghi ít nhất một năm", "Give at least one year"),
        )  # fmt: skip
    if any(_negative(cost) for cost in project.costs):
        yield fault(
            "negative-cost", project.where,
            f"Dự án «{project.code}» có chi phí âm", f"Project “{project.code}” has a negative cost",
        )  # fmt: skip
    if not project.sources and any(cost.high != 0 for cost in project.costs):
        yield fault(
            "no-source", project.where,
            f"Dự án «{project.code}» không có nguồn vốn nào được chi",
            f"No source may pay for “{project.code}”",
        )  # fmt: skip


def _named(project: Project, codes: set[str]) -> Iterator[Fault]:
    for other in (*project.needs, *project.excludes):
        if other not in codes:
            yield fault(
                "unknown-project", project.where,
                f"Không có dự án «{other}» mà «{project.code}» nêu",
                f"There is no project “{other}”, named by “{project.code}”",
            )  # fmt: skip
    if project.code in project.excludes or set(project.needs) & set(project.excludes):
        yield fault(
            "excludes-needed", project.where,
            f"Dự án «{project.code}» loại trừ chính nó hoặc dự án nó cần",
            f"Project “{project.code}” excludes itself or what it needs",
        )  # fmt: skip


def _move(project: Project, move: Move, goals: Mapping[str, Goal]) -> Iterator[Fault]:
    goal = goals.get(move.town)
    if goal is None:
        yield fault(
            "unknown-town", move.where,
            f"Đô thị «{move.town}» không có mục tiêu trong tệp này",
            f"Town “{move.town}” has no goal in this file",
        )  # fmt: skip
    elif move.standard not in goal.scheme.by_code:
        yield fault(
            "unknown-standard", move.where,
            f"Loại {goal.scheme.class_code} ({goal.scheme.rule_set}) không có tiêu chuẩn «{move.standard}»",
            f"Class {goal.scheme.class_code} ({goal.scheme.rule_set}) has no standard “{move.standard}”",
        )  # fmt: skip
    elif (move.by is None) == (move.to is None) or (
        move.by is not None and goal.scheme.by_code[move.standard].kind is Kind.WORDS
    ):
        yield fault(
            "move-kind", move.where,
            f"Tác động của «{project.code}» đến {move.standard} không đúng kiểu",
            f"What “{project.code}” does to {move.standard} is of another kind than the standard",
            (
                "Tiêu chuẩn bằng số: ghi phần tăng thêm; bằng chữ: ghi mức đạt được",
                "For numbers give what is added; for words the level that is reached",
            ),
        )  # fmt: skip


def _mixed(problem: Problem) -> Iterator[Fault]:
    """One standard of one town is either added to or lifted to a level, by every project alike."""
    first: dict[tuple[str, str], bool] = {}
    for move in (move for project in problem.projects for move in project.moves):
        lifts = move.to is not None
        if first.setdefault((move.town, move.standard), lifts) is not lifts:
            yield fault(
                "move-mixed", move.where,
                f"Tiêu chuẩn {move.standard} của {move.town} vừa được cộng thêm vừa được nâng đến một mức",
                f"Standard {move.standard} of {move.town} is both added to and lifted to a level",
                ("Ghi mọi tác động theo một cách", "Give every effect in one way"),
            )  # fmt: skip


def _budgets(problem: Problem) -> Iterator[Fault]:
    seen = set()
    for row in problem.budgets:
        key = (row.source, row.town, row.year)
        if key in seen:
            yield fault(
                "budget-twice", row.where,
                f"{row.source.title()} năm {row.year} có hai lần",
                f"{row.source.title('en')} of {row.year} is given twice",
            )  # fmt: skip
        seen.add(key)
        if _negative(row.amount):
            yield fault("negative-budget", row.where, "Ngân sách âm", "The budget is negative")
        if row.town and all(goal.town.name != row.town for goal in problem.goals):
            yield fault(
                "unknown-town", row.where,
                f"Đô thị «{row.town}» không có mục tiêu trong tệp này",
                f"Town “{row.town}” has no goal in this file",
            )  # fmt: skip


def _circles(problem: Problem) -> Iterator[Fault]:
    """Projects that need themselves, directly or by way of others."""
    needs = {project.code: project.needs for project in problem.projects}
    where = {project.code: project.needs_where or project.where for project in problem.projects}
    told: set[str] = set()
    for code in needs:
        circle = _circle(code, needs)
        if circle and not told & set(circle):
            told |= set(circle)
            chain = " → ".join((*circle, circle[0]))
            if len(circle) == 1:
                vi, en = f"Dự án «{code}» phụ thuộc chính nó", f"Project “{code}” depends on itself"
            else:
                vi, en = (
                    f"Các dự án phụ thuộc vòng: {chain}",
                    f"Projects depend on one another in a circle: {chain}",
                )
            yield fault("circle", where[code], vi, en, ("Bỏ một liên hệ «cần trước»", "Take one need away"))


def _circle(start: str, needs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The shortest circle through ``start``, or nothing."""
    paths: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while paths:
        path = paths.pop(0)
        for other in needs.get(path[-1], ()):
            if other == start:
                return path
            if other not in seen:
                seen.add(other)
                paths.append((*path, other))
    return ()


def _negative(span: Span) -> bool:
    return span.low < 0 or (span.high is not None and span.high < span.low)


def fault(code: str, where: str, vi: str, en: str, remedy: tuple[str, str] = ("", "")) -> Fault:
    """A fault of this room: its code reads ``upgrade.code``."""
    return Fault(f"upgrade.{code}", vi, en, where, *remedy)
