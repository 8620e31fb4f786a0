"""Any table of the portal as a workbook.

Rows are written as they come, never held in memory together. Numbers stay numbers and days stay days; text
that looks like a formula stays text. A second sheet says what the table is, where it comes from and when it
was taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from dothi.base.errors import Fault, UnusableError
from dothi.registry.observations import cells

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, width in characters, and the decimals of its numbers where they are fixed."""

    heading: str
    width: int = 18
    decimals: int | None = None


def xlsx_response(
    filename: str,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[Any]],
    title: str,
    note: str | Sequence[str] = "",
    *,
    illustrative: bool = False,
    faulty: Sequence[bool] | None = None,
) -> FileResponse:
    """A download of ``rows`` under ``columns``.

    ``note`` names sources and limits, one line each. ``illustrative`` puts «Dữ liệu minh họa» above the
    table and on the sheet of notes. ``faulty`` marks rows to be coloured, in the order of ``rows``.
    """
    file = write_xlsx(
        [Column(column) if isinstance(column, str) else column for column in columns],
        rows,
        title,
        [note] if isinstance(note, str) else note,
        illustrative=illustrative,
        faulty=faulty,
    )
    name = filename if filename.endswith(".xlsx") else f"{filename}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def write_xlsx(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    title: str,
    notes: Sequence[str],
    *,
    illustrative: bool = False,
    faulty: Sequence[bool] | None = None,
) -> IO[bytes]:
    """The workbook as a file at its start. Rows pass through; only the compressed file is kept."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Số liệu"))
    head = 2 if illustrative else 1
    for position, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = column.width
    sheet.freeze_panes = f"A{head + 1}"
    if illustrative:
        sheet.append([_label(sheet)])
    sheet.append(cells.heading_row(sheet, [column.heading for column in columns]))
    try:
        count = _append_rows(sheet, columns, rows, faulty)
    except BaseException:
        book.save(BytesIO())  # the writer's temporary files are closed by saving only
        raise
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(max(len(columns), 1))}{head + count}"
    _notes_sheet(book, title, notes, count, illustrative=illustrative)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _append_rows(
    sheet: Any, columns: Sequence[Column], rows: Iterable[Sequence[Any]], faulty: Sequence[bool] | None
) -> int:
    count = 0
    for row in rows:
        if count == MAX_ROWS:
            raise UnusableError(
                Fault(
                    "export.too_many_rows",
                    f"bảng có hơn {MAX_ROWS} dòng, quá sức chứa của một trang Excel",
                    f"the table has more than {MAX_ROWS} rows, more than a sheet can hold",
                    remedy_vi="Lọc bớt rồi xuất lại",
                    remedy_en="Filter it and export again",
                )
            )
        made = [cells.cell(sheet, value, column.decimals) for value, column in zip(row, columns, strict=True)]
        if faulty is not None and faulty[count]:
            for one in made:
                one.fill = cells.FAULT_FILL
        sheet.append(made)
        count += 1
    return count


def _notes_sheet(book: Workbook, title: str, notes: Sequence[str], count: int, *, illustrative: bool) -> None:
    sheet = book.create_sheet(_("Nguồn và ghi chú"))
    sheet.column_dimensions["A"].width = 110
    heading = cells.cell(sheet, title)
    heading.font = cells.TITLE_FONT
    sheet.append([heading])
    if illustrative:
        sheet.append([_label(sheet)])
    taken = timezone.localtime()
    moment = f"{taken.day}/{taken.month}/{taken.year} {taken:%H:%M}"
    lines = [
        *notes,
        _("Số dòng: %(count)s") % {"count": count},
        _("Xuất lúc: %(moment)s") % {"moment": moment},
    ]
    for line in lines:
        if line:
            made = cells.cell(sheet, line)
            made.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.append([made])


def _label(sheet: Any) -> Any:
    made = cells.cell(sheet, _("Dữ liệu minh họa"))
    made.font = cells.LABEL_FONT
    return made
