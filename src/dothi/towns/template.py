"""The workbook in which values of towns are filled in, read back by :mod:`dothi.towns.reading`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dothi.base.dates import format_date
from dothi.law.tables.classification_relaxations import CHARACTERS, REGIONS
from dothi.towns.rules import Kind, Scheme, Standard
from dothi.towns.values import UNKNOWN, Town, Value
from dothi.towns.wording import level, written

HEADING = (
    *("Đô thị", "Tiêu chuẩn", "Giá trị", "Đơn vị", "Nguồn", "Ngày"),
    *("Tên tiêu chuẩn", "Mức tối thiểu", "Mức tối đa", "Đơn vị cấp xã"),
)
WIDTHS = (22, 13, 16, 18, 40, 13, 60, 14, 14, 26)
HELP = (
    "Mỗi dòng là một giá trị của một tiêu chuẩn. Ô giá trị để trống là chưa biết, không phải bằng không.",
    "Giá trị: số như 122.374 hoặc 25,4; khoảng như 70-75; cận như ≥ 70.",
    "Hoặc từ của tiêu chuẩn: xã, tỉnh, vùng, có dự án, đạt; «không» khi không đạt mức nào.",
    "Nguồn: văn bản hoặc báo cáo mà giá trị lấy từ đó. Ngày: ngày của số liệu.",
    "units: số đơn vị hành chính cấp xã của đô thị; region: vùng; character: tính chất, ngăn bằng dấu phẩy.",
    f"region: {', '.join(REGIONS)}",
    f"character: {', '.join(CHARACTERS)}",
    "Đơn vị cấp xã: chỉ ghi ở tiêu chuẩn của bảng 2B, chấm cho từng xã, phường.",
    "Đơn vị phải đúng đơn vị của tiêu chuẩn; phần mềm không tự đổi.",
    "One row is one value of one standard. An empty value is not known, never nothing.",
)
_FACTS = ("units", "region", "character")


def write_template(
    scheme: Scheme, towns: Sequence[str | Town], path: Path, communes: Sequence[str] = ("",)
) -> None:
    """Write the template of one class for ``towns``; an empty name leaves the column to the reader.

    What is known of a :class:`Town` is filled in, each value with its source. Where Table 2B is on record its
    standards follow for each of ``communes``.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "Số liệu"
    sheet.append(HEADING)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E7ECEF")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJ"[place]].width = width
    sheet.freeze_panes = "C2"
    for town in towns:
        _fill(sheet, scheme, town if isinstance(town, Town) else Town(town), communes or ("",))
    notes = book.create_sheet("Hướng dẫn")
    notes.column_dimensions["A"].width = 110
    for line in HELP:
        notes.append((line,))
        notes.cell(notes.max_row, 1).alignment = Alignment(wrap_text=True)
    book.save(path)


def _fill(sheet: Worksheet, scheme: Scheme, town: Town, communes: Sequence[str]) -> None:
    profile = town.profile
    known = (profile.units, profile.region, ", ".join(sorted(profile.characters)))
    for fact, told_of_it in zip(_FACTS, known, strict=True):
        sheet.append((town.name, fact, told_of_it or None))
    for standard in scheme.standards:
        _row(sheet, town.name, standard, town.value(standard.code))
    if scheme.units is None:
        return
    for commune in communes:
        values = town.parts.get(commune, {})
        for standard in scheme.units.standards:
            _row(sheet, town.name, standard, values.get(standard.code, UNKNOWN), commune)


def _row(sheet: Worksheet, town: str, standard: Standard, value: Value, commune: str = "") -> None:
    levels = (level(standard, standard.levels.low), level(standard, standard.levels.high))
    day = value.day and format_date(value.day)
    told = (written(standard, value) or None, standard.unit, value.source or None, day)
    sheet.append((town, standard.code, *told, standard.title_vi, *levels, commune or None))
    if standard.kind is Kind.WORDS:
        choice = DataValidation("list", formula1=f'"{",".join(standard.words)}"', allow_blank=True)
        sheet.add_data_validation(choice)
        choice.add(f"C{sheet.max_row}")
