"""Values of towns as a workbook, out and in: one row is one value, written as a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from types import MappingProxyType
from typing import Any, Final

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from dothi.base.errors import Fault, InputError
from dothi.base.numbers import exact
from dothi.base.text import name_key
from dothi.base.workbooks import Book
from dothi.law.tables.classification_standards import ClassificationStandard
from dothi.registry.observations import cells
from dothi.registry.observations.checks import Finding
from dothi.registry.observations.models import State
from dothi.registry.sources.models import Source
from dothi.registry.towns.checks import Known, TownEntry, check, placed, unknown_standard, unknown_town
from dothi.registry.towns.models import TownValue
from dothi.registry.worksheets.rows import ADDED, CHANGED, Cells, Difference, SheetReport, SheetRow, rows_of
from dothi.towns.cells import NOT_KNOWN, check_unit, read_moment

VALUES, HELP, LISTS = "Số liệu", "Hướng dẫn", "Danh mục"
COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "town": "Đô thị",
        "standard": "Tiêu chuẩn",
        "value": "Giá trị",
        "unit": "Đơn vị",
        "source": "Nguồn",
        "day": "Ngày",
        "source_place": "Trang, bảng trong nguồn",
        "commune": "Đơn vị cấp xã",
        "note": "Ghi chú",
    }
)
_FIELDS = {"town_key": "town", "unit_key": "commune", "text": "value", "source": "source", "day": "day"}
_LINES = (
    "Mỗi dòng là một giá trị của một tiêu chuẩn của một đô thị. Dòng trống giá trị được bỏ qua: chưa biết.",
    "Đô thị: tên hoặc khóa trong trang «Danh mục». Tiêu chuẩn: mã trong trang «Danh mục».",
    "Giá trị: số như 122.374 hoặc 25,4; khoảng như 70-75; cận như ≥ 70; hoặc từ của tiêu chuẩn như xã, tỉnh.",
    "Đơn vị phải đúng đơn vị của tiêu chuẩn; phần mềm không tự đổi.",
    "Nguồn: khóa, số hiệu hoặc tên trong trang «Danh mục»; nguồn mới thêm trên trang web trước.",
    "Ngày: 30/6/2025, hoặc năm 2024 cho ngày cuối năm. Đơn vị cấp xã chỉ ghi ở tiêu chuẩn của bảng 2B.",
    "Dòng trùng đô thị, tiêu chuẩn, ngày, nguồn với số liệu đã duyệt mà khác giá trị thành bản đính chính.",
    "Chưa có gì được ghi cho đến khi xem báo cáo và xác nhận; chỉ ghi khi mọi dòng hợp lệ, thành bản nháp.",
    "One value a row. Nothing is written before you have confirmed the report; values are written as drafts.",
)


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A draft to write; ``corrects`` is the approved value it corrects, ``None`` for a new one."""

    entry: TownEntry
    corrects: int | None


@dataclass(frozen=True, slots=True)
class _World:
    """What the rows are read against."""

    known: Known
    sources: Mapping[str, int | None]
    """By folded key, number or title; ``None`` where several sources bear it."""
    standing: Mapping[tuple[Any, ...], TownValue]
    today: date


def workbook_of_values(standards: Iterable[tuple[str, ClassificationStandard]] = ()) -> bytes:
    """Values on record, then an empty row for each pair of town (its name) and standard."""
    known = Known.load()
    rows = [_cells(row, known) for row in _on_record()]
    rows += [{"town": town, "standard": one.code, "unit": one.unit} for town, one in standards]
    book = Workbook()
    book.remove(book.active)
    sheet = book.create_sheet(VALUES)
    _head(sheet, COLUMNS.values(), 24)
    for number, row in enumerate(rows, start=2):
        for at, code in enumerate(COLUMNS, start=1):
            value = row.get(code)
            made = sheet.cell(number, at)
            if isinstance(value, date):
                made.value, made.number_format = value, cells.DAY_FORMAT
            elif value:
                made.value, made.data_type = cells.plain_text(str(value)), "s"
    help_ = book.create_sheet(HELP)
    help_.column_dimensions["A"].width = 110
    for number, line in enumerate(_LINES, start=1):
        help_.cell(number, 1, f"{number}. {line}")
    _lists(book.create_sheet(LISTS), known)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _on_record() -> list[TownValue]:
    rows = TownValue.objects.as_known_on().select_related("source")
    return list(rows.order_by("town_key", "standard", "starts_latest", "pk"))


def _cells(row: TownValue, known: Known) -> dict[str, Any]:
    standard = known.standards.get(row.standard)
    return {
        "town": known.towns.name(row.town_key),
        "standard": row.standard,
        "value": row.text,
        "unit": "" if standard is None else standard.unit,
        "source": "" if row.source is None else row.source.key,
        "day": row.day,
        "source_place": row.source_place,
        "commune": row.unit_key,
        "note": row.note,
    }


def _head(sheet: Any, titles: Iterable[str], width: int) -> None:
    for at, title in enumerate(titles, start=1):
        made = sheet.cell(1, at, title)
        made.font, made.fill, made.alignment = cells.HEADING_FONT, cells.HEADING_FILL, cells.HEADING_ALIGNMENT
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"


def _lists(sheet: Any, known: Known) -> None:
    _head(sheet, ("Khóa đô thị", "Đô thị", "Mã tiêu chuẩn", "Tên", "Đơn vị", "Từ", "Khóa nguồn", "Nguồn"), 26)
    towns = [(key, known.towns.name(key)) for key in known.towns.known_keys()]
    standards = [
        (code, row.title_vi, row.unit, ", ".join(row.words)) for code, row in sorted(known.standards.items())
    ]
    sources = [(source.key, source.title) for source in Source.objects.all()]
    for start, rows in ((1, towns), (3, standards), (7, sources)):
        for number, row in enumerate(rows, start=2):
            for offset, text in enumerate(row):
                made = sheet.cell(number, start + offset)
                made.value, made.data_type = cells.plain_text(text), "s"


def read_values(book: Book) -> SheetReport:
    """Read the workbook against what is on record; writes nothing."""
    report = SheetReport(book.name)
    rows, report.remarks = rows_of(book, VALUES, COLUMNS)
    world = _World(Known.load(), _sources(), {_key(row): row for row in _on_record()}, timezone.localdate())
    seen: set[tuple[Any, ...]] = set()
    report.rows = [_row(one, world, seen) for one in rows]
    return report


def _sources() -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for source in Source.objects.all():
        for name in {name_key(text) for text in (source.key, source.number, source.title) if text}:
            found[name] = None if name in found and found[name] != source.pk else source.pk
    return found


def _key(row: TownValue) -> tuple[Any, ...]:
    return (row.town_key, row.standard, row.unit_key, row.day, row.source_id)


def _row(one: Cells, world: _World, seen: set[tuple[Any, ...]]) -> SheetRow:
    row = SheetRow(one.sheet, one.number, f"{one.text('town')}, {one.text('standard')}")
    if odd := one.unreadable():
        row.refuse(*odd)
        return row
    if name_key(one.text("value")) in {name_key(word) for word in NOT_KNOWN}:
        return row
    entry = _entry(one, world, row)
    if entry is None or row.faults:
        row.refuse()
        return row
    faults = [_at(one, finding) for finding in check(entry, world.known, world.today) if finding.refuses]
    key = (entry.town_key, entry.standard, entry.unit_key, entry.day, entry.source_id)
    if key in seen:
        vi, en = "dòng này lặp lại một dòng trên", "this row repeats one above"
        faults.append(_fault("town_value.twice", vi, en, one.where("standard")))
    seen.add(key)
    if faults:
        row.refuse(*faults)
        return row
    _outcome(row, one, entry, world.standing.get(key))
    return row


def _outcome(row: SheetRow, one: Cells, entry: TownEntry, old: TownValue | None) -> None:
    """What the row would do beside the value on record for the same town, standard, day and source."""
    if old is not None and name_key(old.text) == name_key(entry.text):
        return
    before = "" if old is None else old.text
    if old is not None and old.state != State.APPROVED:
        vi = f"đã có số liệu {old.pk} chưa duyệt («{old.text}») cho cùng ngày và nguồn"
        en = f"value {old.pk} (“{old.text}”) of the same day and source is not decided yet"
        row.refuse(_fault("town_value.open", vi, en, one.where("value"), "Sửa số liệu ấy trên trang của nó"))
        return
    row.changes = [Difference(COLUMNS["value"], before, entry.text)]
    row.outcome = ADDED if old is None else CHANGED
    row.effect = ValueChange(entry, None if old is None else old.pk)


def _entry(one: Cells, world: _World, row: SheetRow) -> TownEntry | None:
    """The row as an entry; what cannot be read is refused with its cell."""
    town = _town(one.text("town"), world.known)
    if not town:
        row.refuse(_at(one, unknown_town(one.text("town"), world.known)))
    standard = world.known.standards.get(one.text("standard"))
    if standard is None:
        found = unknown_standard(one.text("standard"), world.known)
        row.refuse(placed(found, one.where("standard")))
    else:
        _read(row, one, "unit", lambda: check_unit(standard, one.text("unit")))
    day = _read(row, one, "day", lambda: _day(one.plain("day")))
    source = _source(one, world, row)
    if not town or standard is None or day is None:
        row.refuse()
        return None
    return TownEntry(
        town,
        standard.code,
        written(one.plain("value")),
        day,
        _commune(one.text("commune"), world.known),
        source,
        one.text("source_place"),
        one.text("note"),
    )


def written(cell: Any) -> str:
    """A cell as text that reads as the same value: a number keeps every digit and cannot be misread.

    >>> written(4.5), written(122374), written(604.123)
    ('4,5', '122374', '604,1230')
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return "" if cell is None else str(cell)
    text = f"{exact(cell).normalize():f}"
    whole, _dot, decimals = text.partition(".")
    if len(decimals) == 3:
        decimals += "0"
    return f"{whole},{decimals}" if decimals else whole


def _town(text: str, known: Known) -> str:
    if text in known.towns:
        return text
    named = known.towns.named(text, None)
    return named[0] if len(named) == 1 else ""


def _commune(text: str, known: Known) -> str:
    named = known.units.named(text, None)
    return named[0] if text not in known.units and len(named) == 1 else text


def _source(one: Cells, world: _World, row: SheetRow) -> int | None:
    text = one.text("source")
    if not text:
        return None
    found = world.sources.get(name_key(text))
    if found is None:
        several = name_key(text) in world.sources
        vi = f"{'nhiều nguồn cùng tên' if several else 'không có nguồn'} «{text[:60]}»"
        en = f"{'several sources are called' if several else 'no source'} “{text[:60]}”"
        remedy = "Ghi khóa nguồn theo trang «Danh mục», hoặc thêm nguồn trên trang web trước"
        row.refuse(_fault("import.unknown_source", vi, en, one.where("source"), remedy))
    return found


def _day(cell: Any) -> date:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        cell = str(int(cell)) if cell == int(cell) else str(cell)
    day = read_moment(cell)
    if day is None:
        raise InputError(
            Fault("town_value.no_day", "chưa ghi ngày của số liệu", "the day of the value is missing")
        )
    return day


def _read(row: SheetRow, one: Cells, column: str, read: Any) -> Any:
    try:
        return read()
    except InputError as error:
        row.refuse(*(one.at(fault, column) for fault in error.faults))
        return None


def _at(one: Cells, finding: Finding) -> Fault:
    return placed(finding, one.where(_FIELDS.get(finding.field, finding.field)))


def _fault(code: str, vi: str, en: str, where: str, remedy: str = "Sửa ô này") -> Fault:
    return Fault(code, vi, en, where, remedy, "Mend this cell")
