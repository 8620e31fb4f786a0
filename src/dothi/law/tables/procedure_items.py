"""What a case may hold: fields, documents, opinions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, choices
from dothi.law.rows import LawRow, TableInfo

KINDS = ("text", "note", "date", "money", "number", "document", "opinion", "council", "consultation")
FORMATS = ("pdf", "docx", "xlsx", "zip", "gpkg", "jpg", "png")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureItem(LawRow):
    """An item of a case. ``note`` is text of some lines, ``money`` whole đồng.

    ``formats`` are the kinds of file that a document may be.
    """

    table: ClassVar[TableInfo] = TableInfo("procedure_items", "Nội dung của hồ sơ thủ tục", "Items of a case")

    kind: str = choice(*KINDS)
    formats: tuple[str, ...] = choices(*FORMATS, required=False)
