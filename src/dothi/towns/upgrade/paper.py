"""The draft of a development programme (chương trình phát triển đô thị) as a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dothi.base.docx import Heading, Paragraph, Part, Table
from dothi.base.docx import write_docx as write_parts
from dothi.towns.upgrade.draft import Sheet, cases, chosen, indicators, projects, resources
from dothi.towns.upgrade.model import Problem
from dothi.towns.upgrade.plan import Outcome, Programme
from dothi.towns.upgrade.text import verdict
from dothi.towns.upgrade.wording import CASES, MADE_UP, UNIT, money, notes, reason, same, shortage

TITLE = "Chương trình phát triển đô thị"
_LEFT = "(Cơ quan lập chương trình bổ sung.)"


def write_docx(problem: Problem, worst: Outcome, best: Outcome, path: Path) -> None:
    """Write the draft."""
    path.write_bytes(write_parts(list(_parts(problem, worst, best)), TITLE))


def _parts(problem: Problem, worst: Outcome, best: Outcome) -> Iterator[Part]:
    outcome = chosen(worst, best)
    names = ", ".join(goal.town.name for goal in problem.goals)
    yield Paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, align="center")
    yield Paragraph("Độc lập - Tự do - Hạnh phúc", bold=True, align="center")
    yield Paragraph("CHƯƠNG TRÌNH PHÁT TRIỂN ĐÔ THỊ", bold=True, align="center", size=14)
    yield Paragraph(
        f"{names}, giai đoạn {problem.first_year}–{outcome.by}", bold=True, align="center", size=14
    )
    yield Paragraph("DỰ THẢO", italic=True, align="center")
    if problem.illustrative:
        yield Paragraph(MADE_UP, bold=True, align="center")
    yield Heading("I. Mục tiêu")
    for goal in problem.goals:
        sure = goal.scheme.least_sure.title()
        yield Paragraph(
            f"{goal.town.name} đạt tiêu chuẩn đô thị loại {goal.scheme.class_code} theo {goal.scheme.basis}"
            f" (mức và điểm theo {sure}) đến hết năm {min(goal.by, outcome.by)}."
        )
    yield Heading("II. Kết quả tính toán")
    yield _table(cases(worst, best, (verdict(problem, worst), verdict(problem, best))))
    if outcome.programme is None:
        yield from _reasons(problem, outcome)
    else:
        yield from _programme(problem, outcome, outcome.programme, both=same(worst, best))
    yield Heading("Căn cứ và giả định")
    yield from (Paragraph(f"{vi}.") for vi, _ in notes(problem))
    if outcome is best and worst.why is not None:
        yield Heading("Vì sao trường hợp xấu nhất không đạt", 2)
        yield from _reasons(problem, worst)


def _programme(problem: Problem, outcome: Outcome, programme: Programme, *, both: bool) -> Iterator[Part]:
    if not both:
        yield Paragraph(f"Các bảng dưới đây theo: {CASES[outcome.case][0].lower()}.", italic=True)
    yield Heading("III. Chỉ tiêu phát triển đô thị")
    yield Paragraph("Từng năm trong 5 năm đầu, và năm thứ 10.", italic=True)
    for goal in problem.goals:
        yield Heading(goal.town.name, 2)
        yield _table(indicators(problem, outcome, programme, goal), size=9)
    yield Heading("IV. Danh mục dự án ưu tiên đầu tư")
    yield _table(projects(problem, programme), size=9)
    yield Heading("V. Nguồn lực thực hiện")
    yield _table(resources(problem, programme, outcome.by), size=10)
    if outcome.others:
        yield Heading("Phương án khác", 2)
    for number, other in enumerate(outcome.others, 1):
        codes = ", ".join(one.code for one in other.built)
        yield Paragraph(f"Phương án {number}: {money(other.cost)} {UNIT}, gồm {codes}.")
    yield Heading("VI. Khu vực phát triển đô thị")
    yield Paragraph(_LEFT, italic=True)
    yield Heading("VII. Tổ chức thực hiện")
    yield Paragraph(_LEFT, italic=True)


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
