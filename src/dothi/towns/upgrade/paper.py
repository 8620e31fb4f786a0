"""The draft of a development programme (chương trình phát triển đô thị) as a Word document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dothi.base.docx import Heading, Paragraph, Part, Table, Turn
from dothi.base.docx import write_docx as write_parts
from dothi.towns.upgrade.draft import (
    NOT_PLANNED,
    Sheet,
    cases,
    chosen,
    indicators,
    instead,
    moved,
    project_years,
    resources,
    years_shown,
)
from dothi.towns.upgrade.model import Problem
from dothi.towns.upgrade.plan import Outcome, Programme
from dothi.towns.upgrade.text import verdict
from dothi.towns.upgrade.wording import CASES, MADE_UP, UNIT, money, notes, reason, same, shortage

TITLE = "Chương trình phát triển đô thị"
_LEFT = "(Cơ quan lập chương trình bổ sung.)"
_UPRIGHT = 8
"""So many years of money stand side by side on a page that stands upright."""
_LEFT_TO_OFFICE = ("Khu vực phát triển đô thị", "Đề án trọng điểm", "Tổ chức và trách nhiệm thực hiện")


def write_docx(
    problem: Problem, worst: Outcome, best: Outcome, path: Path, basis: Sequence[tuple[str, str]] = ()
) -> None:
    """Write the draft; ``basis`` says, in both languages, what it was worked out from."""
    path.write_bytes(write_parts(list(_parts(problem, worst, best, basis)), TITLE))


def _parts(
    problem: Problem, worst: Outcome, best: Outcome, basis: Sequence[tuple[str, str]]
) -> Iterator[Part]:
    outcome = chosen(worst, best)
    yield from _head(problem, outcome)
    yield Heading("I. Mục tiêu")
    for goal in problem.goals:
        sure = goal.scheme.least_sure.title()
        yield Paragraph(
            f"{goal.town.name} đạt tiêu chuẩn đô thị loại {goal.scheme.class_code} theo {goal.scheme.basis}"
            f" (mức và điểm theo {sure}) đến hết năm {min(goal.by, outcome.by)}."
        )
    yield Heading("II. Kết quả tính toán")
    yield _table(cases(worst, best, (verdict(problem, worst), verdict(problem, best))))
    yield Paragraph(_MEANING, size=11, italic=True)
    if outcome is best and worst.why is not None:
        yield Heading("Vì sao trường hợp xấu nhất không đạt", 2)
        yield from _reasons(problem, worst)
    if outcome.programme is None:
        yield from _reasons(problem, outcome)
    else:
        yield from _programme(problem, outcome, outcome.programme, both=same(worst, best))
    yield Heading("Căn cứ và giả định")
    yield from (Paragraph(f"{vi}.") for vi, _ in (*notes(problem), *basis))


_MEANING = (
    "Trường hợp xấu nhất lấy mọi điều chưa biết ở mức bất lợi nhất: chương trình của nó đúng dù thế nào."
    " Khoảng cách đã chứng minh: không chương trình nào rẻ hơn quá tỷ lệ ấy; 0 % là rẻ nhất."
)


def _head(problem: Problem, outcome: Outcome) -> Iterator[Part]:
    names = ", ".join(goal.town.name for goal in problem.goals)
    yield Paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, align="center")
    yield Paragraph("Độc lập - Tự do - Hạnh phúc", bold=True, align="center")
    yield Paragraph("", size=8)
    yield Paragraph("DỰ THẢO", italic=True, align="center")
    yield Paragraph("CHƯƠNG TRÌNH PHÁT TRIỂN ĐÔ THỊ", bold=True, align="center", size=14)
    years = f"giai đoạn {problem.first_year}–{outcome.by}"
    yield Paragraph(f"{names}, {years}", bold=True, align="center", size=14)
    if problem.illustrative:
        yield Paragraph(MADE_UP, bold=True, align="center")


def _programme(problem: Problem, outcome: Outcome, programme: Programme, *, both: bool) -> Iterator[Part]:
    if not both:
        yield Paragraph(f"Các phần dưới đây theo: {CASES[outcome.case][0].lower()}.", italic=True)
    yield Turn(wide=True)
    yield Heading("III. Chỉ tiêu phát triển đô thị 5 năm, 10 năm và từng năm trong 5 năm đầu")
    late = f"Sau năm {outcome.by}: {NOT_PLANNED}, để lần rà soát sau."
    if years_shown(problem)[-1] > outcome.by:
        yield Paragraph(late, italic=True, size=11)
    for goal in problem.goals:
        yield Heading(goal.town.name, 2)
        yield _table(indicators(problem, outcome, programme, goal), size=9)
    yield Heading("IV. Chương trình hạ tầng ưu tiên để đạt tiêu chuẩn")
    for goal in problem.goals:
        sheet = moved(problem, outcome, programme, goal)
        yield Heading(goal.town.name, 2)
        yield _table(sheet, size=10) if sheet.rows else Paragraph("Không cần dự án nào.")
    yield Heading("V. Danh mục dự án ưu tiên đầu tư và nguồn vốn")
    yield _table(project_years(problem, programme, outcome.by), size=9)
    if outcome.by - problem.first_year < _UPRIGHT:
        yield Turn(wide=False)
    yield Heading("VI. Nguồn lực thực hiện")
    yield _table(resources(problem, programme, outcome.by), size=9)
    if outcome.by - problem.first_year >= _UPRIGHT:
        yield Turn(wide=False)
    yield from _others(problem, programme, outcome)
    for number, title in zip(("VII", "VIII", "IX"), _LEFT_TO_OFFICE, strict=True):
        yield Heading(f"{number}. {title}")
        yield Paragraph(_LEFT, italic=True)


def _others(problem: Problem, programme: Programme, outcome: Outcome) -> Iterator[Part]:
    titles = {project.code: project.title for project in problem.projects}
    if outcome.others:
        yield Heading("Phương án khác", 2)
    for number, other in enumerate(outcome.others, 1):
        added, left = (
            ", ".join(f"{titles[code]} ({code})" for code in codes) for codes in instead(programme, other)
        )
        more = money(other.cost - programme.cost)
        said = f"Phương án {number}: {money(other.cost)} {UNIT}, đắt hơn {more}"
        yield Paragraph(f"{said}; thêm {added}; bớt {left}." if left else f"{said}; thêm {added}.")


def _reasons(problem: Problem, outcome: Outcome) -> Iterator[Part]:
    if outcome.why is None:
        yield Paragraph("Chưa kết luận được trong thời gian cho phép.")
        return
    yield Paragraph("Không lập được chương trình, vì đồng thời:")
    yield from (Paragraph(f"- {reason(problem, one)[0]}.") for one in outcome.why.reasons)
    if outcome.why.shortages:
        yield Paragraph(f"Cần thêm ít nhất {money(outcome.why.lacking)} {UNIT}:")
        yield from (Paragraph(f"- {shortage(one)[0]}.") for one in outcome.why.shortages)


def _table(sheet: Sheet, size: int = 11) -> Table:
    return Table(sheet.heading, sheet.rows, sheet.widths, sheet.numbers, sheet.strong, size)
