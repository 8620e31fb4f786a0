"""The table of a classification proposal (đề án phân loại đô thị) as a Word draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from dothi.base.dates import format_date
from dothi.base.docx import Heading, Paragraph, Part, Table
from dothi.base.docx import write_docx as write_parts
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.towns.rules import Group
from dothi.towns.score import Judged, Score, Verdict
from dothi.towns.wording import (
    HOLDS,
    STATUSES,
    asked,
    condition,
    deciding,
    interval,
    notes,
    number,
    points,
    rests_on,
    total,
    verdict,
    written,
)

_HEADING = ("TT", "Tiêu chuẩn", "Đơn vị", "Quy định", "Hiện trạng", "Điểm", "Đánh giá")
_WIDTHS = (16, 44, 18, 23, 21, 19, 24)


def write_docx(law: Law, scores: Sequence[Score], as_of: date, path: Path) -> None:
    """Write one chapter for each score."""
    path.write_bytes(docx(law, scores, as_of))


def docx(law: Law, scores: Sequence[Score], as_of: date) -> bytes:
    """The document as bytes: one chapter for each score."""
    parts: list[Part] = [
        Paragraph("BẢNG TỔNG HỢP ĐIỂM PHÂN LOẠI ĐÔ THỊ", bold=True, align="center", size=14),
        Paragraph(f"Dự thảo, tính đến ngày {format_date(as_of)}", italic=True, align="center"),
    ]
    for score in scores:
        parts += _chapter(law, score)
    return write_parts(parts, "Bảng tổng hợp điểm phân loại đô thị")


def _chapter(law: Law, score: Score) -> Iterator[Part]:
    scheme = score.scheme
    label = ClassOf(scheme.rule_set, scheme.class_code).label(law)
    yield Heading(f"{score.town.name}: {label}")
    if score.town.illustrative:
        yield Paragraph("Dữ liệu minh họa", bold=True, align="left")
    yield Paragraph(f"{rests_on(score)[0]}. Căn cứ: {scheme.basis}.")
    yield _table(score)
    if score.conditions:
        yield from _communes(score)
    yield Paragraph(f"{verdict(score)[0]}.", bold=True)
    if score.verdict is Verdict.UNDECIDED:
        named = "; ".join(deciding(law, score, code)[0] for code in score.undecided_by)
        yield Paragraph(f"Chưa kết luận được cho đến khi biết: {named}.")
    for note, _ in notes(score)[1:]:
        yield Paragraph(f"{note}.")
    judged = [*score.standards, *(one for unit in score.units for one in unit.standards)]
    sources = dict.fromkeys(_source(one) for one in judged if one.value.source)
    if sources:
        yield Heading("Nguồn số liệu", 2)
        yield from (Paragraph(source, align="left") for source in sources)


def _table(score: Score) -> Table:
    rows: list[tuple[str, ...]] = []
    strong = set()
    for group in score.groups:
        strong.add(len(rows))
        rows.append(
            (
                group.group.code,
                group.group.title_vi,
                "điểm" if score.scheme.unit == "points" else "tiêu chuẩn",
                _asked(group.group),
                "",
                interval(group.points),
                "",
            )
        )
        rows += [_row(one) for one in score.standards if one.standard.group == group.group.code]
    strong.add(len(rows))
    rows.append(("", "Tổng cộng", "", f"≥ {points(score.scheme.required)}", "", total(score)[0], ""))
    return Table(_HEADING, rows, _WIDTHS, frozenset({4, 5}), frozenset(strong), 10)


def _communes(score: Score) -> Iterator[Part]:
    """Table 2B: its conditions, then each commune."""
    yield Heading("Bảng 2B: từng đơn vị hành chính cấp xã", 2)
    for checked in score.conditions:
        yield Paragraph(f"{condition(checked)}: {HOLDS[checked.holds]}.", align="left")
    for unit in score.units:
        yield Paragraph(f"{unit.name}: {interval(unit.total)} điểm", bold=True, align="left")
        rows = [_row(one) for one in unit.standards]
        yield Table(_HEADING, rows, _WIDTHS, frozenset({4, 5}), frozenset(), 10)
    if score.unknown_units:
        yield Paragraph(f"{score.unknown_units} đơn vị cấp xã chưa có số liệu nào.", align="left")


def _asked(group: Group) -> str:
    if group.required is None:
        return f"tối đa {points(group.most)}"
    return f"{points(group.required)}–{points(group.most)}"


def _row(one: Judged) -> tuple[str, ...]:
    standard = one.standard
    relaxed = f" (giảm từ {number(standard.levels.low)})" if standard.floor < standard.levels.low else ""
    return (
        standard.code.rpartition(".")[2],
        standard.title_vi,
        standard.unit,
        asked(standard) + relaxed if standard.considered else "không xem xét",
        written(standard, one.value) or "chưa biết",
        "chưa biết" if one.points is None else interval(one.points),
        STATUSES[one.status][0],
    )


def _source(one: Judged) -> str:
    day = f", ngày {format_date(one.value.day)}" if one.value.day else ""
    how = f"; {one.value.how}" if one.value.how else ""
    return f"{one.standard.code}: {one.value.source}{day}{how}"
