"""One table as a workbook or a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from dothi.base.docx import Paragraph, Part, Table, write_docx
from dothi.portal.export import Column, xlsx_response
from dothi.portal.formats import show_day
from dothi.portal.office.speech import language

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = ("xlsx", "docx")
NARROWEST = 22
"""Share of the line that a date needs on paper."""


def table_response(
    kind: str,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    *,
    illustrative: bool,
) -> HttpResponseBase:
    """The table in the form asked for; 404 for any other."""
    if kind not in KINDS:
        raise Http404(kind)
    if kind == "xlsx":
        return xlsx_response(name, columns, rows, title, [], illustrative=illustrative)
    parts: list[Part] = [Paragraph(title, bold=True, align="center", size=14)]
    if illustrative:
        parts.append(Paragraph(_("Có dữ liệu minh họa"), italic=True, align="center"))
    taken = show_day(timezone.localdate(), language())
    parts.append(Paragraph(_("Lập ngày %(day)s") % {"day": taken}, italic=True, align="center", size=12))
    cells = [["" if value is None else _text(value) for value in row] for row in rows]
    widths = [max(column.width, NARROWEST) for column in columns]
    parts.append(Table([column.heading for column in columns], cells, widths, size=10))
    response = HttpResponse(write_docx(parts, title), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response


def _text(value: Any) -> str:
    return show_day(value, language()) if hasattr(value, "isoformat") else str(value)
