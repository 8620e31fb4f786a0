"""Bodies and handovers as a workbook, out and in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from types import MappingProxyType
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from dothi.base.dates import parse_date
from dothi.base.errors import Fault, InputError
from dothi.base.text import name_key
from dothi.base.time import NEVER, Bound
from dothi.base.workbooks import Book
from dothi.registry.bodies.checking import (
    BodyEntry,
    HandoverEntry,
    OnRecord,
    changed_meanwhile,
    check_body,
    check_handover,
    handover_gone,
)
from dothi.registry.bodies.models import Body, Handover, Kind
from dothi.registry.bodies.queries import rows_on_record
from dothi.registry.observations import cells
from dothi.registry.worksheets.rows import ADDED, CHANGED, Cells, Difference, SheetReport, SheetRow, rows_of

BODIES, HANDOVERS, HELP = "Cơ quan", "Chuyển giao", "Hướng dẫn"
BODY_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "key": "Mã cơ quan",
        "version": "Bản",
        "title": "Tên cơ quan",
        "title_en": "Tên tiếng Anh",
        "kind": "Loại",
        "also": "Tên khác",
        "start_earliest": "Bắt đầu sớm nhất",
        "start_latest": "Bắt đầu muộn nhất",
        "end_earliest": "Kết thúc sớm nhất",
        "end_latest": "Kết thúc muộn nhất",
        "basis": "Căn cứ",
        "note": "Ghi chú",
    }
)
HANDOVER_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "version": "Bản",
        "from_key": "Cơ quan chuyển",
        "to_key": "Cơ quan nhận",
        "line": "Mã mục trách nhiệm",
        "start": "Từ ngày",
        "decision_number": "Số quyết định",
        "decision_date": "Ngày quyết định",
        "issuer": "Cơ quan ban hành",
        "note": "Ghi chú",
    }
)
_LINES = (
    "Trang «Cơ quan»: mỗi dòng một cơ quan. Để trống «Mã cơ quan» khi thêm cơ quan mới; mã được đặt tự động.",
    "Giữ đủ các cột. Không sửa cột «Bản»: nó cho biết dòng thuộc bản nào, để không ghi đè việc người khác.",
    "Ngày bắt đầu và kết thúc ghi khoảng mà ngày thật nằm trong đó; biết đúng ngày thì ghi hai ô như nhau.",
    "Ngày kết thúc là ngày đầu tiên cơ quan không còn. Chưa kết thúc thì để trống cả hai ô.",
    "Nhiều tên khác cách nhau bằng dấu chấm phẩy. Xóa một dòng khỏi tệp không xóa cơ quan.",
    "Trang «Chuyển giao»: mỗi dòng một quyết định; để trống «Bản» khi thêm quyết định mới.",
    "Để trống «Mã mục trách nhiệm» nếu chuyển mọi trách nhiệm. Quyết định ghi nhầm thì rút ở trang cơ quan.",
    "One body a row. Leave the key empty for a new one. Dates give the span in which the true day lies.",
)


@dataclass(frozen=True, slots=True)
class BodyChange:
    """A body to record, or to correct where ``key`` is given; ``seen`` is the row that is corrected."""

    key: str
    seen: int
    entry: BodyEntry


@dataclass(frozen=True, slots=True)
class HandoverChange:
    """A handover to record, or to correct where ``seen`` names one."""

    seen: int
    entry: HandoverEntry


def workbook_of_bodies() -> bytes:
    """Every body that counts, and the handovers on record."""
    book = Workbook()
    book.remove(book.active)
    _sheet(book.create_sheet(BODIES), BODY_COLUMNS, [_body_cells(row) for row in rows_on_record()])
    handovers = [
        _handover_cells(row) for row in Handover.objects.as_known_on().order_by("starts_latest", "pk")
    ]
    _sheet(book.create_sheet(HANDOVERS), HANDOVER_COLUMNS, handovers)
    help_ = book.create_sheet(HELP)
    help_.column_dimensions["A"].width = 110
    for number, line in enumerate(_LINES, start=1):
        help_.cell(number, 1, f"{number}. {line}")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read_bodies(book: Book) -> SheetReport:
    """Read the workbook against what is on record; writes nothing."""
    report = SheetReport(book.name)
    known = OnRecord.load()
    rows, remarks = rows_of(book, BODIES, BODY_COLUMNS)
    report.remarks += remarks
    new: set[str] = set()
    for one in rows:
        report.rows.append(_body_row(one, known, new))
    rows, remarks = rows_of(book, HANDOVERS, HANDOVER_COLUMNS)
    report.remarks += remarks
    keys = {name_key(name): body.key for body in known.bodies.values() for name in (*body.names, body.key)}
    listed: dict[str, int] = {}
    report.rows += [_handover_row(one, known, keys, listed) for one in rows]
    return report


def _body_cells(row: Body) -> dict[str, Any]:
    period = row.period
    ends = period.end != NEVER
    return {
        "key": row.key,
        "version": row.pk,
        "title": row.title,
        "title_en": row.title_en,
        "kind": dict(Kind.choices).get(row.kind, row.kind),
        "also": "; ".join(row.names[1:]),
        "start_earliest": period.start.earliest,
        "start_latest": period.start.latest,
        "end_earliest": period.end.earliest if ends else None,
        "end_latest": period.end.latest if ends and period.end.latest != date.max else None,
        "basis": row.basis,
        "note": row.note,
    }


def _handover_cells(row: Handover) -> dict[str, Any]:
    return {
        "version": row.pk,
        "from_key": row.from_key,
        "to_key": row.to_key,
        "line": row.line,
        "start": row.starts_latest,
        "decision_number": row.decision_number,
        "decision_date": row.decision_date,
        "issuer": row.issuer,
        "note": row.note,
    }


def _sheet(sheet: Any, columns: Mapping[str, str], rows: list[dict[str, Any]]) -> None:
    for at, (code, title) in enumerate(columns.items(), start=1):
        made = sheet.cell(1, at, title)
        made.font, made.fill, made.alignment = cells.HEADING_FONT, cells.HEADING_FILL, cells.HEADING_ALIGNMENT
        sheet.column_dimensions[get_column_letter(at)].width = (
            44 if code in {"title", "basis", "also"} else 20
        )
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows, start=2):
        for at, code in enumerate(columns, start=1):
            made = sheet.cell(number, at)
            value = row[code]
            if isinstance(value, int):
                made.value = value
            elif isinstance(value, date):
                made.value, made.number_format = value, cells.DAY_FORMAT
            elif value:
                made.value, made.data_type = cells.plain_text(str(value)), "s"


def _body_row(one: Cells, known: OnRecord, new: set[str]) -> SheetRow:
    row = SheetRow(one.sheet, one.number, one.text("title"))
    if unreadable := one.unreadable():
        row.refuse(*unreadable)
        return row
    key = one.text("key")
    entry = _entry(one, row)
    if key and key not in known.bodies:
        vi, en = f"không có cơ quan «{key}»", f"there is no body “{key}”"
        row.refuse(_fault("bodies.unknown", vi, en, one.where("key")))
    if entry is None or row.faults:
        row.refuse()
        return row
    current = known.bodies[key] if key else None
    row.changes = _differences(
        BODY_COLUMNS, _body_cells(current) if current else {}, _body_cells(_as_body(entry))
    )
    twice = name_key(entry.title) in new
    new.add(name_key(entry.title))
    if not row.changes:
        return row
    faults = check_body(entry, known, key)
    if twice:
        faults.append(_fault("bodies.twice", "tên này đã có ở dòng trên", "this name stands above", "title"))
    if current and one.text("version") != str(current.pk):
        faults.append(changed_meanwhile(current, "version"))
    if faults:
        row.refuse(*(one.at(fault, _COLUMN.get(fault.where, fault.where)) for fault in faults))
        return row
    row.outcome = CHANGED if current else ADDED
    row.effect = BodyChange(key, current.pk if current else 0, entry)
    return row


def _differences(
    columns: Mapping[str, str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference]:
    return [
        Difference(title, _shown(before.get(code)), _shown(after[code]))
        for code, title in columns.items()
        if code not in {"key", "version"} and _shown(before.get(code)) != _shown(after[code])
    ]


_COLUMN = {"end": "end_earliest", "start": "start_earliest"}


def _entry(one: Cells, row: SheetRow) -> BodyEntry | None:
    kinds = {name_key(label): value for value, label in Kind.choices} | {
        value: value for value in Kind.values
    }
    days = {code: _day(one, code, row) for code in BODY_COLUMNS if code.startswith(("start_", "end_"))}
    if row.faults:
        return None
    ended = days["end_earliest"] is not None or days["end_latest"] is not None
    try:
        start = Bound(days["start_earliest"], days["start_latest"])
        end = Bound(days["end_earliest"], days["end_latest"]) if ended else NEVER
    except ValueError:
        row.refuse(
            _fault(
                "bodies.bound",
                "ngày sớm nhất sau ngày muộn nhất",
                "the earliest day is after the latest",
                one.where("start_earliest"),
            )
        )
        return None
    return BodyEntry(
        one.text("title"),
        kinds.get(name_key(one.text("kind")), one.text("kind")),
        start,
        end,
        one.text("title_en"),
        tuple(name.strip() for name in one.text("also").split(";") if name.strip()),
        one.text("basis"),
        one.text("note"),
    )


def _handover_row(one: Cells, known: OnRecord, keys: Mapping[str, str], listed: dict[str, int]) -> SheetRow:
    source, target = (keys.get(name_key(text), text) for text in (one.text("from_key"), one.text("to_key")))
    titles = (known.bodies[key].title if key in known.bodies else key for key in (source, target))
    row = SheetRow(one.sheet, one.number, " → ".join(titles))
    if unreadable := one.unreadable():
        row.refuse(*unreadable)
        return row
    start, decided = _day(one, "start", row), _day(one, "decision_date", row)
    if start is None and not row.faults:
        row.refuse(
            _fault("bodies.no_start", "chưa ghi ngày có hiệu lực", "the day is missing", one.where("start"))
        )
    current = _handover_of(one, known, row)
    if start is None or row.faults:
        row.refuse()
        return row
    entry = HandoverEntry(
        source,
        target,
        start,
        one.text("decision_number"),
        decided,
        one.text("issuer"),
        one.text("line").lower(),
        one.text("note"),
    )
    _passed(one, row, entry, known, current)
    _repeated(one, row, entry, listed)
    return row


def _handover_of(one: Cells, known: OnRecord, row: SheetRow) -> Handover | None:
    """The handover that a row of the file was made of; refused where it is no longer on record."""
    version = one.text("version")
    if not version:
        return None
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    current = known.handovers.get(number)
    if current is None:
        gone = Handover.objects.filter(pk=number).first()
        row.refuse(handover_gone(gone, one.where("version")))
    return current


def _passed(
    one: Cells, row: SheetRow, entry: HandoverEntry, known: OnRecord, current: Handover | None
) -> None:
    """What the row would do to the handover it was made of, or the one it would add."""
    after = _entry_cells(entry)
    row.changes = _differences(HANDOVER_COLUMNS, _handover_cells(current) if current else {}, after)
    if not row.changes:
        return
    if current is None and any(
        not _differences(HANDOVER_COLUMNS, _handover_cells(other), after)
        for other in known.handovers.values()
    ):
        row.changes = []
        return
    faults = check_handover(entry, known, current.pk if current else 0)
    if faults:
        row.refuse(*(one.at(fault, fault.where) for fault in faults))
        return
    row.outcome = CHANGED if current else ADDED
    row.effect = HandoverChange(current.pk if current else 0, entry)


def _repeated(one: Cells, row: SheetRow, entry: HandoverEntry, listed: dict[str, int]) -> None:
    """Refuse a row that says what a row above says: of two, one would be recorded and the other refused."""
    said = f"{entry.from_key} {entry.to_key} {entry.line} {entry.start}"
    number = listed.setdefault(said, one.number)
    if number != one.number and row.effect is not None:
        vi, en = f"quyết định này đã có ở dòng {number}", f"this handover stands in row {number}"
        row.refuse(_fault("bodies.handover_twice", vi, en, one.where("decision_number")))


def _entry_cells(entry: HandoverEntry) -> dict[str, Any]:
    return {code: getattr(entry, code) for code in HANDOVER_COLUMNS if code != "version"}


def _day(one: Cells, code: str, row: SheetRow) -> date | None:
    value = one.plain(code)
    if value is None or isinstance(value, date):
        return value
    try:
        return parse_date(str(value))
    except InputError as error:
        row.refuse(*(one.at(fault, code) for fault in error.faults))
        return None


def _as_body(entry: BodyEntry) -> Body:
    body = Body(
        title=entry.title,
        title_en=entry.title_en,
        kind=entry.kind,
        also="|".join(entry.also),
        basis=entry.basis,
        note=entry.note,
    )
    body.starts_earliest, body.starts_latest = entry.start.earliest, entry.start.latest
    body.ends_earliest, body.ends_latest = entry.end.earliest, entry.end.latest
    return body


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    return "" if value is None else str(value)


def _fault(code: str, vi: str, en: str, where: str) -> Fault:
    return Fault(code, vi, en, where, "Sửa ô này rồi gửi lại", "Mend it and send the file again")
