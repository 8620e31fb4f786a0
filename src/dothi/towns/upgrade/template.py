"""The workbook in which a plan is filled in, read back by :mod:`dothi.towns.upgrade.reading`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font, PatternFill

from dothi.towns.rules import Scheme
from dothi.towns.template import write_template as write_values
from dothi.towns.upgrade.model import Source
from dothi.towns.values import Town

_PROJECTS = ("Mã dự án", "Tên dự án", "Đô thị", "Thời gian", "Sớm nhất", "Nguồn vốn", "Cần trước", "Loại trừ")
_EFFECTS = ("Mã dự án", "Tiêu chuẩn", "Thay đổi", "Đô thị")
HELP = (
    "Dự án: thời gian tính bằng năm. Chi phí năm 1, năm 2 … là năm thứ mấy của dự án, tỷ đồng.",
    "Nguồn vốn: các nguồn được phép chi, ngăn bằng dấu phẩy.",
    "Cần trước: mã các dự án phải xong từ năm trước. Loại trừ: mã các dự án không làm cùng.",
    "Tác động: phần tăng thêm của tiêu chuẩn khi dự án xong (5, 5-7 hoặc -2).",
    "Tác động đến tiêu chuẩn bằng chữ: ghi mức đạt được.",
    "Ngân sách: tỷ đồng theo nguồn và năm; cột Đô thị để trống là dùng chung.",
    "Mục tiêu: loại và năm của từng đô thị; xóa trang này thì dùng --class và --by cho mọi đô thị.",
    "Ô trống là chưa biết, không phải bằng không; không có tiền thì ghi 0.",
    "Money is in billion đồng; an empty cell is not known, never nothing.",
)


def write_template(
    scheme: Scheme, towns: Sequence[str | Town], first_year: int, years: int, path: Path
) -> None:
    """Write the template of one class for ``towns`` and the years of the budgets.

    What is known of a :class:`Town` is filled in.
    """
    write_values(scheme, towns, path)
    names = [town.name if isinstance(town, Town) else town for town in towns]
    book = load_workbook(path)
    costs = [f"Chi phí năm {year}" for year in range(1, 6)]
    named = range(first_year, first_year + years)
    pages: dict[str, list[tuple[str | int, ...]]] = {
        "Dự án": [(*_PROJECTS, *costs, "Văn bản")],
        "Tác động": [_EFFECTS],
        "Ngân sách": [("Nguồn", "Đô thị", *named, "Văn bản"), *((source.title(),) for source in Source)],
        "Mục tiêu": [
            ("Đô thị", "Loại", "Năm"),
            *((name, scheme.class_code, first_year + years - 1) for name in names if name),
        ],
        "Cách điền": [("Cách điền",), *((line,) for line in HELP)],
    }
    for name, rows in pages.items():
        if name == "Mục tiêu" and len(rows) == 1:
            continue
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        for cell in page[1]:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E7ECEF")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            page.column_dimensions[cell.column_letter].width = 110 if name == "Cách điền" else 18
        page.freeze_panes = "A2"
    book.save(path)
