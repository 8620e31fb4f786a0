"""The metadata workbook as it is written: headings across, one row of values, unnamed sheets left blank."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dothi.intake.dossier.layout import Layout

_WIDTH = 22
_TEXT, _DAY = "@", "dd/mm/yyyy"


def metadata_workbook(values: Mapping[str, str | date], layout: Layout) -> bytes:
    """Write the workbook; ``values`` by the code of ``dossier_metadata``, blanks left out.

    Text stays text, whatever it starts with: no value becomes a formula, no code loses a zero.
    """
    book = Workbook()
    book.remove(book.active)
    for row in layout.sheets:
        sheet = book.create_sheet(row.code)
        fields = [field for field in layout.metadata if field.sheet == row.code]
        for column, field in enumerate(fields, 1):
            head = sheet.cell(1, column, field.title_vi)
            head.font = Font(bold=True)
            head.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
            _fill(sheet.cell(2, column), values.get(field.code))
        if fields:
            sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(cell: Any, value: str | date | None) -> None:
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.number_format = _DAY if isinstance(value, date) else _TEXT
    if value is not None:
        cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
