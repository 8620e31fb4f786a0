"""Scores as a workbook: the towns, their groups, their standards, and on what all of it rests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

import pandas as pd
from openpyxl.styles import Alignment, Font, PatternFill

from dothi.base.time import Truth
from dothi.intake.writing import neutral
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.towns.data import plain
from dothi.towns.score import Judged, Score, Status, Verdict
from dothi.towns.wording import HOLDS, STATUSES, VERDICTS, condition, deciding, level, notes, verdict, written

REACHES = {Truth.YES: "đạt", Truth.NO: "không đạt", Truth.UNKNOWN: "chưa rõ"}
_FILLS = {Status.BELOW: "F4B6AE", Status.UNKNOWN: "ECECEC", Status.DOUBTFUL: "FFE699", Status.OPEN: "FFE699"}
_WIDTHS = (24, 26, 16, 16, 18, 16, 16, 14, 16, 30, 60, 40)


def write_workbook(law: Law, scores: Sequence[Score], as_of: date, path: Path | IO[bytes]) -> None:
    """Sheets: towns, groups, standards (below the minimum filled), basis. Points are not rounded."""
    sheets = {
        "Đô thị": pd.DataFrame([_town(law, one) for one in scores], columns=_TOWN),
        "Nhóm tiêu chí": pd.DataFrame([row for one in scores for row in _groups(law, one)], columns=_GROUP),
        "Tiêu chuẩn": pd.DataFrame(
            [row for one in scores for row in _standards(law, one)], columns=_STANDARD
        ),
        **_communes(law, scores),
        "Cơ sở": pd.DataFrame(_basis(law, scores, as_of), columns=["Mục", "Giá trị"]),
    }
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for name, frame in sheets.items():
            frame.map(neutral).to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
            for place, width in zip("ABCDEFGHIJKL", _WIDTHS, strict=True):
                book.sheets[name].column_dimensions[place].width = width
        found = [one for each in scores for one in each.standards]
        for row, one in zip(book.sheets["Tiêu chuẩn"].iter_rows(min_row=2), found, strict=True):
            if one.status in _FILLS:
                for cell in row:
                    cell.fill = PatternFill("solid", fgColor=_FILLS[one.status])
            if one.status is Status.BELOW:
                row[9].font = Font(bold=True)
        for row in book.sheets["Cơ sở"].iter_rows(min_row=2):
            row[1].alignment = Alignment(wrap_text=True)
        book.sheets["Cơ sở"].column_dimensions["B"].width = 90


_TOWN = [
    *("Đô thị", "Loại", "Điểm ít nhất", "Điểm nhiều nhất", "Cần đạt", "Kết luận"),
    "Chưa kết luận được cho đến khi biết",
]
_GROUP = ["Đô thị", "Loại", "Nhóm", "Tên nhóm", "Điểm ít nhất", "Điểm nhiều nhất", "Cần đạt", "Tối đa", "Đạt"]
_UNIT = [
    *("Đô thị", "Loại", "Đơn vị cấp xã", "Tiêu chuẩn hoặc điều kiện"),
    *("Điểm ít nhất", "Điểm nhiều nhất", "Đánh giá", "Nguồn"),
]
_STANDARD = [
    *("Đô thị", "Loại", "Mã", "Giá trị", "Đơn vị", "Mức tối thiểu", "Mức tối đa"),
    *("Điểm ít nhất", "Điểm nhiều nhất"),
    *("Đánh giá", "Tên tiêu chuẩn", "Nguồn"),
]


def _label(law: Law, score: Score) -> str:
    return ClassOf(score.scheme.rule_set, score.scheme.class_code).label(law)


def _town(law: Law, score: Score) -> tuple[Any, ...]:
    return (
        score.town.name,
        _label(law, score),
        plain(score.total.low),
        plain(score.total.high),
        plain(score.scheme.required),
        VERDICTS[score.verdict][0],
        "; ".join(deciding(law, score, code)[0] for code in score.undecided_by)
        if score.verdict is Verdict.UNDECIDED
        else "",
    )


def _groups(law: Law, score: Score) -> list[tuple[Any, ...]]:
    return [
        (
            score.town.name,
            _label(law, score),
            one.group.code,
            one.group.title_vi,
            plain(one.points.low),
            plain(one.points.high),
            "chưa biết" if one.group.required is None else plain(one.group.required),
            plain(one.group.most),
            REACHES[one.reaches],
        )
        for one in score.groups
    ]


def _standards(law: Law, score: Score) -> list[tuple[Any, ...]]:
    rows = []
    for one in score.standards:
        standard = one.standard
        earned = ("chưa biết",) * 2 if one.points is None else (plain(one.points.low), plain(one.points.high))
        rows.append(
            (
                score.town.name,
                _label(law, score),
                standard.code,
                plain(one.value.exact)
                if one.value.exact is not None and not standard.word(one.value.exact)
                else written(standard, one.value),
                standard.unit,
                level(standard, standard.floor),
                level(standard, standard.levels.high),
                *earned,
                STATUSES[one.status][0],
                standard.title_vi,
                one.value.source + (f" ({one.value.day.isoformat()})" if one.value.day else ""),
            )
        )
    return rows


def _communes(law: Law, scores: Sequence[Score]) -> dict[str, pd.DataFrame]:
    """Conditions and communes of Table 2B, where it is on record and asked for."""
    rows: list[tuple[Any, ...]] = []
    for score in scores:
        name, label = score.town.name, _label(law, score)
        rows += [(name, label, "điều kiện", condition(one), "", "", HOLDS[one.holds], "")
                 for one in score.conditions]  # fmt: skip
        for unit in score.units:
            rows += [_unit_row(name, label, unit.name, one) for one in unit.standards]
    return {"Bảng 2B": pd.DataFrame(rows, columns=_UNIT)} if rows else {}


def _unit_row(town: str, label: str, commune: str, one: Judged) -> tuple[Any, ...]:
    shown = written(one.standard, one.value)
    low, high = (None, None) if one.points is None else (plain(one.points.low), plain(one.points.high))
    told = one.value.source + (f" ({one.value.day.isoformat()})" if one.value.day else "")
    title = f"{one.standard.code} {one.standard.title_vi}: {shown or 'chưa biết'}"
    return town, label, commune, title, low, high, STATUSES[one.status][0], told


def _basis(law: Law, scores: Sequence[Score], as_of: date) -> list[tuple[str, str]]:
    rows = [("Tính đến ngày", as_of.isoformat()), ("Bản các bảng pháp lý", law.version)]
    for one in scores:
        name = f"{one.town.name}, {_label(law, one)}"
        rows.append((name, f"{verdict(one)[0]}. {one.scheme.basis}"))
        rows += [(name, note) for note, _ in notes(one)]
        rows += [(name, f"Áp dụng: {code}") for code in one.scheme.relaxations]
    return rows
