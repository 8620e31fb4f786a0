"""A version as a workbook that officers edit and send back: one sheet for each kind, codes in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from types import MappingProxyType
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from dothi.base.text import clean
from dothi.programme.items import KINDS, FieldSpec
from dothi.programme.wording import CLUSTER_KINDS, COMPARISONS, STATUSES, Words, said
from dothi.registry.bodies.queries import rows_on_record
from dothi.registry.observations import cells
from dothi.registry.places.models import Town
from dothi.registry.programmes.models import Edition, Item, ItemState
from dothi.registry.programmes.names import measures

SHEETS: Final[Mapping[str, str]] = MappingProxyType(
    {"target": "Chỉ tiêu", "town": "Đô thị", "task": "Nhiệm vụ", "duty": "Cơ quan"}
)
COMMON: Final[Mapping[str, str]] = MappingProxyType(
    {
        "line": "Mã mục",
        "version": "Bản",
        "state": "Trạng thái",
        "node": "Đoạn",
        "quote": "Trích nguyên văn",
    }
)
STATES: Final[Words] = MappingProxyType(
    {
        ItemState.UNREVIEWED.value: ("chưa xem", "not reviewed"),
        ItemState.ACCEPTED.value: ("chấp nhận", "accepted"),
        ItemState.REJECTED.value: ("loại bỏ", "rejected"),
    }
)
CHOICES: Final[Mapping[str, Words]] = MappingProxyType(
    {"comparison": COMPARISONS, "status": STATUSES, "kind": CLUSTER_KINDS}
)
HELP, LISTS = "Hướng dẫn", "Danh mục"
_WIDTHS = {
    "line": 14,
    "version": 7,
    "state": 13,
    "node": 8,
    "quote": 60,
    "indicator": 42,
    "name": 28,
    "section": 34,
}
_LINES = (
    "Sửa ngay trong các trang «Chỉ tiêu», «Đô thị», «Nhiệm vụ», «Cơ quan» rồi gửi lại ở trang rà soát.",
    "Không sửa cột «Mã mục» và «Bản»: hai cột này nối mỗi dòng với mục của nó và cho biết ai vừa sửa mục đó.",
    "Cột «Trạng thái»: chưa xem, chấp nhận, loại bỏ. Xóa một dòng khỏi tệp không loại mục đó.",
    "Giữ đủ các cột và nguyên văn ở «Trích nguyên văn»; muốn trích đoạn khác thì sửa mục ở trang rà soát.",
    "Thêm mục: để trống «Mã mục» và «Bản», chép nguyên văn một đoạn của văn bản vào «Trích nguyên văn».",
    "Nhiều tên trong một ô cách nhau bằng dấu chấm phẩy. Số viết theo lối Việt Nam: 1.495.812 hoặc 25,4.",
    "«Đo bằng», «Đô thị trong danh mục», «Cơ quan trong danh mục»: ghi mã hoặc tên theo trang «Danh mục».",
    "Gửi lên chưa ghi gì: anh/chị xem báo cáo từng dòng; một lần xác nhận là một bước, hoàn tác được.",
    "Edit the four sheets and send the file back. Nothing is written before you have seen the report.",
)


def columns_of(kind: str) -> dict[str, str]:
    """Column codes and their titles on the sheet of ``kind``."""
    return {**COMMON, **{spec.name: spec.title_vi for spec in KINDS[kind].fields}}


def workbook_of(edition: Edition) -> bytes:
    """The version as a file: what is gone is left out, the rejected are there and say so."""
    book = Workbook()
    book.remove(book.active)
    items = list(edition.items.filter(gone=False).order_by("start", "rank", "pk"))
    for kind, title in SHEETS.items():
        _sheet(book.create_sheet(title), kind, items, edition.document.text)
    _help(book.create_sheet(HELP))
    _lists(book.create_sheet(LISTS))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def cell_of(spec: FieldSpec, value: Any) -> Any:
    """What stands in the cell of a field."""
    if value is None or value == []:
        return None
    if spec.form == "names":
        return "; ".join(value)
    if spec.form == "flag":
        return "có" if value else None
    if spec.form == "choice":
        return said(CHOICES.get(spec.name, {}), value)
    if spec.form == "day" and len(value) == len("2022-01-24"):
        return date.fromisoformat(value)
    return value


def _sheet(sheet: Any, kind: str, items: list[Item], text: str) -> None:
    columns = columns_of(kind)
    for at, (code, title) in enumerate(columns.items(), start=1):
        made = sheet.cell(1, at, title)
        made.font, made.fill, made.alignment = cells.HEADING_FONT, cells.HEADING_FILL, cells.HEADING_ALIGNMENT
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(code, 18)
    sheet.freeze_panes = "A2"
    rows = [item for item in items if item.kind == kind]
    for number, item in enumerate(rows, start=2):
        common = {
            "line": str(item.line),
            "version": item.version,
            "state": said(STATES, item.state),
            "node": item.node,
            "quote": clean(text[item.start : item.end]),
        }
        own = {spec.name: cell_of(spec, item.fields.get(spec.name)) for spec in KINDS[kind].fields}
        for at, code in enumerate(columns, start=1):
            _put(sheet, number, at, {**common, **own}[code], wraps=code == "quote")
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"


def _put(sheet: Any, row: int, column: int, value: Any, *, wraps: bool = False) -> None:
    """One cell; text never becomes a formula."""
    made = sheet.cell(row, column)
    if isinstance(value, str):
        made.value = cells.plain_text(value)
        made.data_type = "s"
    else:
        made.value = value
        if isinstance(value, date):
            made.number_format = cells.DAY_FORMAT
    if wraps:
        made.alignment = Alignment(wrap_text=True, vertical="top")


def _help(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 110
    sheet.cell(1, 1, "Cách sửa tệp").font = cells.TITLE_FONT
    for number, line in enumerate(_LINES, start=2):
        sheet.cell(number, 1, f"{number - 1}. {line}").alignment = Alignment(wrap_text=True, vertical="top")


def _lists(sheet: Any) -> None:
    """What the code columns take: indicators, towns, bodies, and the words of the closed lists."""
    towns = Town.objects.as_known_on().order_by("name").values_list("key", "name").distinct()
    blocks = [
        ("Mã chỉ tiêu", "Tên chỉ tiêu", [(one.code, one.title) for one in measures()]),
        ("Mã đô thị", "Tên đô thị", list(towns)),
        ("Mã cơ quan", "Tên cơ quan", [(row.key, row.title) for row in rows_on_record()]),
        ("Cột", "Nhận các từ", _words()),
    ]
    for block, (first, second, rows) in enumerate(blocks):
        column = 1 + 2 * block
        for at, title in ((column, first), (column + 1, second)):
            made = sheet.cell(1, at, title)
            made.font, made.fill = cells.HEADING_FONT, cells.HEADING_FILL
            sheet.column_dimensions[get_column_letter(at)].width = 24 if at == column else 44
        for number, (code, name) in enumerate(rows, start=2):
            _put(sheet, number, column, code)
            _put(sheet, number, column + 1, name)
    sheet.freeze_panes = "A2"


def _words() -> list[tuple[str, str]]:
    found = [(COMMON["state"], pair[0]) for pair in STATES.values()]
    for kind in SHEETS:
        for spec in KINDS[kind].fields:
            if spec.form == "choice":
                words = CHOICES.get(spec.name, {})
                found += [(spec.title_vi, said(words, choice)) for choice in spec.choices]
    return found
