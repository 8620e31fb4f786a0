"""The metadata workbook: the sheet of the dossier read field by field, each value with its cell.

The fields' names are known, where they stand is not: a template may write them across, one dossier a row, or
down, one field a row. Both are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl.utils import get_column_letter

from dothi.base.dates import format_date
from dothi.base.text import clean, fold
from dothi.base.workbooks import Book, Formula, Sheet
from dothi.intake.dossier.layout import Layout
from dothi.intake.dossier.telling import found
from dothi.intake.findings import Finding, Severity
from dothi.law.tables.dossier_metadata import DossierMetadata

_HEAD_ROWS = 20
_HEAD_COLUMNS = 5
_FEWEST = 3

Rows = list[tuple[int, tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Value:
    """One cell: its text, clean; the day where the cell holds one; and where it stands."""

    text: str
    where: str
    day: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Metadata:
    """Values by the code of ``dossier_metadata``; blank cells are left out.

    ``read`` says whether the sheet was found and understood at all. ``cells`` names the cell of every field
    that the sheet has a heading for; ``unread`` are fields whose cell holds something that is no value.
    """

    where: str
    values: Mapping[str, Value]
    cells: Mapping[str, str]
    read: bool = True
    unread: frozenset[str] = frozenset()

    def text(self, code: str) -> str:
        """The text of a field; empty where it is blank or missing."""
        value = self.values.get(code)
        return "" if value is None else value.text

    def place(self, code: str) -> str:
        """Where the field stands, or the workbook where it does not."""
        return self.cells.get(code, self.where)


def read_metadata(name: str, content: bytes, layout: Layout) -> tuple[Metadata, list[Finding]]:
    """Read the workbook; raises :class:`UnusableError` for a file that is no safe workbook."""
    findings: list[Finding] = []
    with Book(name, content) as book:
        sheets = {sheet.name: sheet for sheet in book.sheets()}
        tables: dict[str, Rows] = {}
        for row in layout.sheets:
            sheet = _named(sheets, row.code)
            if sheet is None:
                findings.append(
                    found(
                        "sheet-missing",
                        layout.weight(row) if row.named == "yes" else Severity.WARNING,
                        (
                            f"Bảng siêu dữ liệu thiếu trang «{row.code}»",
                            f"The workbook lacks the sheet “{row.code}”",
                        ),
                        (f"Thêm trang «{row.code}»", f"Add the sheet “{row.code}”"),
                        row=row,
                        where=name,
                    )
                )
                continue
            tables[row.code] = list(sheet.rows)
            if row.named == "no":
                findings += _counted(name, sheet.name, tables[row.code], row.fields, row)
    main = next((row.code for row in layout.sheets if row.named == "yes" and row.code in tables), "")
    if not main:
        return Metadata(name, {}, {}, read=False), findings
    metadata, more = _read_fields(f"{name}, trang «{main}»", tables[main], layout)
    return metadata, [*findings, *more]


def _named(sheets: Mapping[str, Sheet], wanted: str) -> Sheet | None:
    for name, sheet in sheets.items():
        if fold(name).replace(" ", "") == wanted.lower():
            return sheet
    return None


def _counted(name: str, sheet: str, rows: Rows, fields: int, row: Any) -> Iterator[Finding]:
    """Yield a note where a sheet of which only the number of fields is known has another number."""
    if not rows:
        return
    headings = sum(value is not None for value in rows[0][1])
    if headings != fields:
        yield found(
            "sheet-fields",
            Severity.INFO,
            (
                f"Trang «{sheet}» có {headings} cột có tiêu đề; quy định nói {fields} trường",
                f"The sheet “{sheet}” has {headings} headings; the rule speaks of {fields} fields",
            ),
            ("Đối chiếu với phụ lục", "Compare with the annex"),
            row=row,
            where=f"{name}, trang «{sheet}»",
            measure=float(headings),
            unit="trường",
        )


def _read_fields(where: str, rows: Rows, layout: Layout) -> tuple[Metadata, list[Finding]]:
    wanted = {_key(row.title_vi): row for row in layout.metadata}
    across = max(rows[:_HEAD_ROWS], key=lambda item: _hits(item[1], wanted), default=(0, ()))
    columns = [
        (column, [cells[column] for _, cells in rows if column < len(cells)])
        for column in range(_HEAD_COLUMNS)
    ]
    down = max(columns, key=lambda item: _hits(item[1], wanted))
    if max(_hits(across[1], wanted), _hits(down[1], wanted)) < _FEWEST:
        return Metadata(where, {}, {}, read=False), [_no_headings(where, layout)]
    if _hits(across[1], wanted) >= _hits(down[1], wanted):
        cells, findings = _across(where, rows, across, layout)
    else:
        cells, findings = _down(where, rows, down[0]), []
    return _fields(where, cells, wanted, findings, layout)


def _key(text: Any) -> str:
    return fold(text).replace(" ", "") if isinstance(text, str) else ""


def _hits(cells: Any, wanted: Mapping[str, DossierMetadata]) -> int:
    return len({_key(cell) for cell in cells} & set(wanted))


Cells = list[tuple[str, Any, str]]
"""Heading, value, and where the value stands."""


def _across(
    where: str, rows: Rows, head: tuple[int, tuple[Any, ...]], layout: Layout
) -> tuple[Cells, list[Finding]]:
    below = [item for item in rows if item[0] > head[0]]
    findings = []
    if len(below) != 1:
        findings.append(
            found(
                "metadata-rows",
                layout.weight(),
                (
                    f"Trang hồ sơ có {len(below)} dòng dữ liệu, phải có đúng một",
                    f"The dossier's sheet has {len(below)} rows of values and must have one",
                ),
                (
                    "Ghi một hồ sơ trên một dòng dưới tiêu đề",
                    "Write one dossier in one row below the headings",
                ),
                where=where,
                measure=float(len(below)),
                unit="dòng",
            )
        )
    number, values = below[0] if below else (head[0] + 1, ())
    cells = []
    for column, heading in enumerate(head[1]):
        if heading is not None:
            value = values[column] if column < len(values) else None
            cells.append((str(heading), value, f"{where}, ô {get_column_letter(column + 1)}{number}"))
    return cells, findings


def _down(where: str, rows: Rows, column: int) -> Cells:
    cells = []
    for number, row in rows:
        if column < len(row) and row[column] is not None:
            value = row[column + 1] if column + 1 < len(row) else None
            cells.append((str(row[column]), value, f"{where}, ô {get_column_letter(column + 2)}{number}"))
    return cells


def _fields(
    where: str,
    cells: Cells,
    wanted: Mapping[str, DossierMetadata],
    findings: list[Finding],
    layout: Layout,
) -> tuple[Metadata, list[Finding]]:
    values: dict[str, Value] = {}
    places: dict[str, str] = {}
    unread: set[str] = set()
    for heading, value, place in cells:
        row = wanted.get(_key(heading))
        if row is None:
            findings.append(_unknown_heading(heading, place))
        elif row.code in places:
            findings.append(_twice(row, place, layout))
        else:
            places[row.code] = place
            if isinstance(value, Formula):
                unread.add(row.code)
                findings.append(_formula(row, place, layout))
            elif value is not None and (read := _value(value, place)).text:
                values[row.code] = read
    missing = (row for row in layout.metadata if row.code not in places)
    findings += [_missing_heading(row, where, layout) for row in missing]
    return Metadata(where, values, places, unread=frozenset(unread)), findings


def _value(value: Any, place: str) -> Value:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Value(format_date(value), place, value)
    if isinstance(value, bool):
        return Value("Có" if value else "Không", place)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Value(clean(str(value)), place)


def _no_headings(where: str, layout: Layout) -> Finding:
    return found(
        "metadata-headings",
        layout.weight(),
        (
            "Không thấy tiêu đề các trường siêu dữ liệu trên trang này",
            "The headings of the metadata fields are not on this sheet",
        ),
        (
            "Ghi tên trường theo quy định, ví dụ «Mã hồ sơ», trên một hàng hoặc một cột",
            "Write the fields' names, as in “Mã hồ sơ”, in one row or one column",
        ),
        row=layout.metadata[0],
        where=where,
    )


def _unknown_heading(heading: str, place: str) -> Finding:
    shown = clean(heading)[:60]
    return found(
        "metadata-field-unknown",
        Severity.WARNING,
        (f"«{shown}» không phải là trường siêu dữ liệu", f"“{shown}” is no metadata field"),
        ("Sửa tên trường, hoặc chuyển nội dung sang «Ghi chú»", "Mend the name, or move it to “Ghi chú”"),
        where=place,
    )


def _twice(row: DossierMetadata, place: str, layout: Layout) -> Finding:
    return found(
        "metadata-field-twice",
        layout.weight(row),
        (f"Trường «{row.title_vi}» có hai lần", f"The field “{row.title_vi}” stands twice"),
        ("Giữ một", "Keep one"),
        row=row,
        where=place,
    )


def _formula(row: DossierMetadata, place: str, layout: Layout) -> Finding:
    return found(
        "metadata-formula",
        layout.weight(row),
        (
            f"«{row.title_vi}» là công thức chưa có kết quả",
            f"“{row.title_vi}” is a formula without a stored result",
        ),
        ("Ghi giá trị thay cho công thức", "Write the value in place of the formula"),
        row=row,
        where=place,
    )


def _missing_heading(row: DossierMetadata, where: str, layout: Layout) -> Finding:
    return found(
        "metadata-field-missing",
        layout.weight(row),
        (f"Thiếu trường siêu dữ liệu «{row.title_vi}»", f"The metadata field “{row.title_vi}” is missing"),
        (f"Thêm trường «{row.title_vi}»", f"Add the field “{row.title_vi}”"),
        row=row,
        where=where,
    )
