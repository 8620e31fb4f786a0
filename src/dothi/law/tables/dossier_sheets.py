"""Sheets of a dossier's metadata workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, reference, whole
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSheet(LawRow):
    """A sheet and how many fields it has; ``named`` says whether their names are known."""

    table: ClassVar[TableInfo] = TableInfo(
        "dossier_sheets", "Trang của bảng siêu dữ liệu", "Sheets of the metadata workbook"
    )

    layout: str = reference("dossier_layouts")
    fields: int = whole(1, 200)
    named: str = choice("yes", "no")
