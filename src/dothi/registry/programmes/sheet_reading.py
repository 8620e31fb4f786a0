"""A workbook sent back, compared with the version under review row by row; writes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dothi.base.errors import Fault, InputError
from dothi.base.text import clean, name_key
from dothi.base.workbooks import Book
from dothi.programme.compare import stated
from dothi.programme.items import KINDS, FieldSpec
from dothi.programme.wording import short
from dothi.registry.bodies.queries import rows_on_record
from dothi.registry.observations.cells import plain_text
from dothi.registry.places.models import Town
from dothi.registry.programmes.given import fields_given
from dothi.registry.programmes.models import Edition, Item
from dothi.registry.programmes.names import measures
from dothi.registry.programmes.review import Addition, Edit, Seen, Span
from dothi.registry.programmes.sheets import CHOICES, SHEETS, STATES, cell_of, columns_of
from dothi.registry.worksheets.rows import ADDED, CHANGED, Cells, Difference, SheetReport, SheetRow, rows_of


def read_sheets(book: Book, edition: Edition) -> SheetReport:
    """Read every sheet of the workbook against the items as they stand now.

    Raises :class:`~dothi.base.errors.UnusableError` where the file is not such a workbook.
    """
    report = SheetReport(book.name)
    known = _Known(edition)
    for kind, title in SHEETS.items():
        rows, remarks = rows_of(book, title, columns_of(kind))
        report.remarks += remarks
        report.rows += [_row(kind, cells, known) for cells in rows]
    return report


class _Known:
    """What rows are compared with: items by line, the text, and the keys that names stand for."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.text = edition.document.text
        rows = edition.items.filter(gone=False).select_related("changed_by")
        self.items = {str(item.line): item for item in rows}
        self.nodes: list[dict[str, Any]] = edition.document.reading["nodes"]
        self.seen: dict[str, int] = {}
        towns = Town.objects.as_known_on().values_list("key", "name")
        self.keys = {
            "indicator": _index((one.code, one.title) for one in measures()),
            "town": _index(towns),
            "body": _index((row.key, row.title) for row in rows_on_record()),
        }


def _index(pairs: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, name in pairs:
        found[name_key(key)] = key
        found.setdefault(name_key(name), key)
    return found


def _row(kind: str, cells: Cells, known: _Known) -> SheetRow:
    row = SheetRow(cells.sheet, cells.number, short(cells.text("quote"), 80))
    if unreadable := cells.unreadable():
        row.refuse(*unreadable)
        return row
    line = cells.text("line").lower()
    state = _state(cells, row)
    before = known.items[line].fields if line in known.items else {}
    fields = _fields(kind, cells, known, row, before)
    if line in known.seen:
        row.refuse(_repeated(cells, known.seen[line]))
    elif line:
        known.seen[line] = cells.number
    if row.faults:
        row.refuse()
        return row
    if not line:
        _add(kind, cells, known, row, fields, state)
    elif line not in known.items or known.items[line].kind != kind:
        row.refuse(_unknown_line(cells))
    else:
        _compare(cells, known.items[line], known.text, row, fields, state)
    return row


def _state(cells: Cells, row: SheetRow) -> str:
    """The code of the state; empty where the cell is, which changes nothing."""
    words = {name_key(pair[0]): code for code, pair in STATES.items()} | {code: code for code in STATES}
    text = cells.text("state")
    state = words.get(name_key(text)) if text else ""
    if state is None:
        listed = ", ".join(pair[0] for pair in STATES.values())
        row.refuse(
            Fault(
                "programmes.sheet_state",
                f"«{text}» không phải là trạng thái",
                f"“{text}” is no state",
                cells.where("state"),
                f"Ghi một trong: {listed}",
                f"Write one of: {listed}",
            )
        )
        return ""
    return state


def _fields(
    kind: str, cells: Cells, known: _Known, row: SheetRow, before: Mapping[str, Any]
) -> dict[str, Any]:
    given = {spec.name: _given(spec, cells, known, row, before) for spec in KINDS[kind].fields}
    if row.faults:
        return {}
    try:
        return fields_given(kind, given)
    except InputError as error:
        row.refuse(*(cells.at(fault, fault.where) for fault in error.faults))
        return {}


def _given(spec: FieldSpec, cells: Cells, known: _Known, row: SheetRow, before: Mapping[str, Any]) -> Any:
    if spec.form == "choice":
        words = {name_key(pair[0]): code for code, pair in CHOICES.get(spec.name, {}).items()}
        text = cells.text(spec.name)
        return words.get(name_key(text), text)
    if spec.form == "key":
        text = cells.text(spec.name)
        if text and text == before.get(spec.name):
            return text
        key = known.keys[spec.refers_to].get(name_key(text)) if text else None
        if text and key is None:
            row.refuse(
                Fault(
                    "programmes.sheet_key",
                    f"«{text[:60]}» không có trong danh mục",
                    f"“{text[:60]}” is not on record",
                    cells.where(spec.name),
                    "Ghi mã hoặc tên theo trang «Danh mục», hoặc để trống",
                    "Give a key or name of the sheet “Danh mục”, or leave it empty",
                )
            )
        return key
    if spec.form == "flag":
        return cells.text(spec.name) or None
    return cells.plain(spec.name)


def _compare(  # noqa: PLR0917
    cells: Cells, item: Item, text: str, row: SheetRow, fields: dict[str, Any], state: str
) -> None:
    state = state or str(item.state)
    row.changes = _differences(item, fields, state)
    if cells.text("quote").split() != plain_text(clean(text[item.start : item.end])).split():
        row.refuse(_other_words(cells))
        return
    if not row.changes:
        return
    version = cells.plain("version")
    if version != item.version:
        row.refuse(_stale(cells, item))
        return
    row.outcome = CHANGED
    row.effect = Edit(Seen(item.pk, item.version), fields, state)


def _differences(item: Item, fields: Mapping[str, Any], state: str) -> list[Difference]:
    found = [
        Difference(spec.title_vi, _shown(spec, item.fields.get(spec.name)), _shown(spec, fields[spec.name]))
        for spec in KINDS[item.kind].fields
        if stated(item.fields.get(spec.name)) != stated(fields[spec.name])
    ]
    if state != item.state:
        found.append(Difference("Trạng thái", STATES[item.state][0], STATES[state][0]))
    return found


def _shown(spec: FieldSpec, value: Any) -> str:
    shown = cell_of(spec, value)
    return "" if shown is None else str(shown)


def _add(  # noqa: PLR0917
    kind: str, cells: Cells, known: _Known, row: SheetRow, fields: dict[str, Any], state: str
) -> None:
    span = _found(cells.text("quote"), known)
    if span is None:
        row.refuse(
            Fault(
                "programmes.sheet_quote",
                "không tìm thấy trích đoạn này đúng một lần trong một đoạn của văn bản",
                "this quote is not found exactly once within one paragraph of the text",
                cells.where("quote"),
                "Chép nguyên văn một câu của văn bản, dài hơn nếu câu ấy lặp lại",
                "Copy a sentence of the text word by word, a longer one if it occurs twice",
            )
        )
        return
    row.outcome = ADDED
    row.changes = [
        Difference(spec.title_vi, "", _shown(spec, fields[spec.name]))
        for spec in KINDS[kind].fields
        if stated(fields[spec.name]) is not None
    ]
    row.effect = Addition(kind, span, fields, state or "unreviewed")


def _found(quote: str, known: _Known) -> Span | None:
    """The one stretch of one node that reads like ``quote``, white space aside."""
    words = clean(quote).split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    hits = list(pattern.finditer(known.text))
    if len(hits) != 1:
        return None
    start, end = hits[0].span()
    for node in known.nodes:
        if node["start"] <= start < end <= node["end"]:
            return Span(node["id"], start, end)
    return None


def _other_words(cells: Cells) -> Fault:
    return Fault(
        "programmes.sheet_words",
        "trích đoạn khác với nguyên văn của mục; lời của văn bản không sửa được trong tệp này",
        "the quote differs from the words of the item; the text itself cannot be edited in this file",
        cells.where("quote"),
        "Trả ô về như tệp đã tải; muốn trích đoạn khác thì sửa mục ở trang rà soát",
        "Restore the cell as it was downloaded; to quote other words, correct the item on the review page",
    )


def _repeated(cells: Cells, number: int) -> Fault:
    return Fault(
        "programmes.sheet_repeated",
        f"mục này đã có ở dòng {number}",
        f"this item stands in row {number} already",
        cells.where("line"),
        "Giữ lại một dòng; muốn tách mục thì tách ở trang rà soát",
        "Keep one row; split items on the review page",
    )


def _unknown_line(cells: Cells) -> Fault:
    return Fault(
        "programmes.sheet_line",
        "không có mục này trong phiên bản đang rà soát",
        "there is no such item in the version under review",
        cells.where("line"),
        "Để trống «Mã mục» nếu muốn thêm mục mới, hoặc tải lại tệp rồi sửa",
        "Leave it empty to add an item, or download the file again",
    )


def _stale(cells: Cells, item: Item) -> Fault:
    who = item.changed_by.get_full_name() if item.changed_by else "người khác"
    return Fault(
        "programmes.sheet_stale",
        f"mục đã được {who} sửa sau khi tệp này được tải về (bản {item.version})",
        f"the item was changed by {who} after this file was downloaded (version {item.version})",
        cells.where("version"),
        "So sánh với nội dung hiện tại ở trang rà soát, rồi tải lại tệp và sửa",
        "Compare with the item as it stands, download the file again and edit that",
    )
