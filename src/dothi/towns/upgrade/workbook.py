"""The draft of a development programme as a workbook: cases, indicators, projects, money, reasons, notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from dothi.base.errors import InputError
from dothi.base.numbers import parse_number
from dothi.base.text import slug
from dothi.intake.writing import neutral
from dothi.towns.upgrade.draft import Sheet, cases, chosen, indicators, project_years, projects, resources
from dothi.towns.upgrade.model import Problem
from dothi.towns.upgrade.plan import Outcome
from dothi.towns.upgrade.text import verdict
from dothi.towns.upgrade.wording import CASES, money, notes, reason, shortage

_NAME = 31


def write_workbook(
    problem: Problem, worst: Outcome, best: Outcome, path: Path, basis: Sequence[tuple[str, str]] = ()
) -> None:
    """Write the draft; ``basis`` says, in both languages, what it was worked out from."""
    book = Workbook()
    book.remove(book.active)
    outcome = chosen(worst, best)
    _add(book, "Kết quả", cases(worst, best, (verdict(problem, worst), verdict(problem, best))))
    if outcome.programme is not None:
        for goal in problem.goals:
            _add(book, f"Chỉ tiêu {goal.town.name}", indicators(problem, outcome, outcome.programme, goal))
        _add(book, "Dự án ưu tiên", projects(problem, outcome.programme))
        _add(book, "Dự án theo năm", project_years(problem, outcome.programme, outcome.by))
        _add(book, "Nguồn vốn", resources(problem, outcome.programme, outcome.by))
    _add(book, "Phương án khác", _others(worst, best))
    _add(book, "Lý do", _reasons(problem, (worst, best)))
    told = [(vi, en) for vi, en in (*notes(problem), *basis)]
    _add(book, "Giả định", Sheet(("Tiếng Việt", "English"), told, (90, 90)))
    book.save(path)


def _others(worst: Outcome, best: Outcome) -> Sheet:
    rows = [
        (CASES[outcome.case][0], str(number), money(other.cost), ", ".join(one.code for one in other.built))
        for outcome in (worst, best)
        for number, other in enumerate(outcome.others, 1)
    ]
    return Sheet(("Trường hợp", "Phương án", "Chi phí (tỷ đồng)", "Dự án"), rows, (30, 14, 20, 80))


def _reasons(problem: Problem, outcomes: Sequence[Outcome]) -> Sheet:
    rows = []
    for outcome in outcomes:
        if outcome.why is not None:
            case = CASES[outcome.case][0]
            rows += [(case, *reason(problem, one)) for one in outcome.why.reasons]
            rows += [(case, *shortage(one)) for one in outcome.why.shortages]
    return Sheet(("Trường hợp", "Lý do", "Reason"), rows, (30, 90, 90))


def _add(book: Any, name: str, sheet: Sheet) -> None:
    page = book.create_sheet(_free(book.sheetnames, name))
    page.append([neutral(cell) for cell in sheet.heading])
    for cell in page[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E7ECEF")
    for number, row in enumerate(sheet.rows):
        page.append([_cell(cell, in_numbers=place in sheet.numbers) for place, cell in enumerate(row)])
        for place, cell in enumerate(page[number + 2]):
            right = "right" if place in sheet.numbers else "left"
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=right)
            cell.font = Font(bold=number in sheet.strong)
    for place, width in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(place)].width = max(10, min(width, 90))
    page.freeze_panes = "A2"


def _cell(text: str, *, in_numbers: bool) -> Any:
    """A number where a column of numbers holds one, so that the sheet can be reckoned with."""
    if not in_numbers:
        return neutral(text)
    try:
        return float(parse_number(text))
    except InputError:
        return neutral(text)


def _free(taken: Iterable[str], name: str) -> str:
    """A name that a workbook allows and does not hold yet."""
    plain = "".join(letter for letter in name if letter not in r"[]:*?/\\")[:_NAME] or slug(name)[:_NAME]
    number, found = 1, plain
    while found in taken:
        number += 1
        found = f"{plain[: _NAME - 4]} {number}"
    return found
