"""The workbook that people fill in: headings, examples, instructions, and the codes to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from dothi.base.numbers import format_number
from dothi.registry.observations import cells
from dothi.registry.observations.headings import COLUMNS, NEEDED, SHEET
from dothi.registry.observations.sheet import EXAMPLE
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.sources.models import Source

HELP = "Hướng dẫn"
LISTS = "Danh mục"
FILLED = 5000
WIDTHS = {
    "indicator": 26,
    "place_key": 16,
    "place_name": 28,
    "value": 14,
    "unit": 14,
    "first_day": 13,
    "last_day": 13,
    "source": 26,
    "source_place": 26,
    "note": 34,
}
LINES = (
    "Mỗi dòng của trang «Số liệu» là một giá trị: một chỉ tiêu, một địa điểm, một thời kỳ, một nguồn.",
    (
        "Chỉ tiêu: mã hoặc tên trong trang «Danh mục». Đơn vị phải đúng đơn vị của chỉ tiêu; phần mềm không"
        " tự đổi."
    ),
    (
        "Mã địa điểm: mã trong trang «Danh mục». Mã 3c-… là đơn vị đến 30/6/2025, mã 2c-… là đơn vị từ "
        "1/7/2025. Cột «Tên địa điểm» chỉ để đối chiếu, có thể để trống."
    ),
    "Giá trị: gõ số vào ô số, hoặc gõ chữ theo lối Việt Nam: 1.495.812 hoặc 25,4.",
    (
        "Từ ngày, Đến ngày: 30/6/2025. Số liệu tại một thời điểm thì để trống «Đến ngày». Số liệu cả năm "
        "thì chỉ cần ghi năm vào «Từ ngày», ví dụ 2024."
    ),
    (
        "Nguồn: mã, số hiệu hoặc tên của nguồn trong trang «Danh mục». Nguồn mới phải được thêm trên trang "
        "web trước."
    ),
    f"Dòng có ghi chú bắt đầu bằng «{EXAMPLE}» là ví dụ, không được nhập.",
    ("Không gộp ô, không đổi tiêu đề cột, không đặt mật khẩu, không dùng macro hay liên kết tới tệp khác."),
    (
        "Sau khi gửi, anh/chị thấy báo cáo từng dòng. Chưa có gì được ghi cho đến khi anh/chị xác nhận, và "
        "chỉ ghi khi mọi dòng đều hợp lệ."
    ),
    (
        "Fill in one value per row; see «Danh mục» for codes. Nothing is written before you have seen the "
        "report and confirmed it, and only if every row is valid."
    ),
)


def template(indicators: Mapping[str, Any], places: PlaceIndex, day: date) -> bytes:
    """The template as a file; places are those that stand, or may stand, on ``day`` or ever stood."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _head(sheet)
    _examples(sheet, indicators, places, day)
    _instructions(book.create_sheet(HELP))
    lists = book.create_sheet(LISTS)
    counts = _lists(lists, indicators, places, day)
    _validations(sheet, counts)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _head(sheet: Any) -> None:
    for position, (code, title) in enumerate(COLUMNS.items(), start=1):
        made = sheet.cell(1, position, f"{title} *" if code in NEEDED else title)
        made.font, made.fill, made.alignment = cells.HEADING_FONT, cells.HEADING_FILL, cells.HEADING_ALIGNMENT
        sheet.column_dimensions[get_column_letter(position)].width = WIDTHS[code]
    sheet.freeze_panes = "A2"


def _examples(sheet: Any, indicators: Mapping[str, Any], places: PlaceIndex, day: date) -> None:
    """Two rows that show the form; they are marked and never read."""
    if not indicators or not places.known_keys():
        return
    shown = list(indicators.values())[:2]
    key = places.known_keys()[0]
    for number, indicator in enumerate(shown, start=2):
        values = {
            "indicator": indicator.code,
            "place_key": key,
            "place_name": places.name(key, day),
            "value": Decimal(indicator.minimum or 0),
            "unit": indicator.unit,
            "first_day": date(2024, 12, 31),
            "note": f"{EXAMPLE}: dòng này không được nhập",
        }
        for position, code in enumerate(COLUMNS, start=1):
            made = sheet.cell(number, position, values.get(code))
            made.fill = cells.EXAMPLE_FILL
            if code == "first_day":
                made.number_format = cells.DAY_FORMAT


def _instructions(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 110
    sheet.cell(1, 1, "Cách điền tệp số liệu").font = cells.TITLE_FONT
    for number, line in enumerate(LINES, start=2):
        sheet.cell(number, 1, f"{number - 1}. {line}").alignment = Alignment(wrap_text=True, vertical="top")


def _lists(sheet: Any, indicators: Mapping[str, Any], places: PlaceIndex, day: date) -> dict[str, int]:
    """Indicators, places and sources side by side; how many rows each takes, the heading not counted."""
    titles = (
        "Mã chỉ tiêu",
        "Tên chỉ tiêu",
        "Đơn vị",
        "Quy tắc",
        "Mã địa điểm",
        "Tên địa điểm",
        "Mã nguồn",
        "Tên nguồn",
    )
    for position, title in enumerate(titles, start=1):
        made = sheet.cell(1, position, title)
        made.font, made.fill, made.alignment = cells.HEADING_FONT, cells.HEADING_FILL, cells.HEADING_ALIGNMENT
        sheet.column_dimensions[get_column_letter(position)].width = (
            34 if "Tên" in title or "Quy" in title else 18
        )
    sheet.freeze_panes = "A2"
    rules = [(row.code, row.title_vi, row.unit, rule_of(row)) for row in indicators.values()]
    places_ = [(key, places.name(key, day)) for key in places.known_keys()]
    sources = [(source.key, source.title) for source in Source.objects.all()]
    for start, rows in ((1, rules), (5, places_), (7, sources)):
        for number, row in enumerate(rows, start=2):
            for offset, text in enumerate(row):
                made = sheet.cell(number, start + offset)
                made.value = cells.plain_text(text)
                made.data_type = "s"
    return {"indicator": len(rules), "place_key": len(places_), "source": len(sources)}


def _validations(sheet: Any, counts: Mapping[str, int]) -> None:
    """Choices for codes. They help and do not forbid: names and numbers of sources are understood as well."""
    letters = {code: get_column_letter(position) for position, code in enumerate(COLUMNS, start=1)}
    for code, letter in (("indicator", "A"), ("place_key", "E"), ("source", "G")):
        if not counts[code]:
            continue
        wanted = f"{quote_sheetname(LISTS)}!${letter}$2:${letter}${counts[code] + 1}"
        rule = DataValidation(type="list", formula1=wanted, allow_blank=True, showErrorMessage=False)
        sheet.add_data_validation(rule)
        rule.add(f"{letters[code]}2:{letters[code]}{FILLED}")
    for code in ("first_day", "last_day"):
        for number in range(2, 200):
            sheet[f"{letters[code]}{number}"].number_format = cells.DAY_FORMAT


def rule_of(indicator: Any, language: str = "vi") -> str:
    """What values the indicator takes, in words: shown beside the field and in the template."""
    english = language == "en"
    if indicator.decimals == 0:
        parts = ["whole numbers" if english else "số nguyên"]
    else:
        most = indicator.decimals
        parts = [f"up to {most} decimals" if english else f"tối đa {most} chữ số thập phân"]
    low, high = indicator.minimum, indicator.maximum
    if low is not None:
        parts.append(f"{'from' if english else 'từ'} {format_number(low)}")
    if high is not None:
        parts.append(f"{'to' if english else 'đến'} {format_number(high)}")
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
