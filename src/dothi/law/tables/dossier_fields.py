"""Fields that every layer of a dossier has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, reference, whole
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierField(LawRow):
    """A field; its code is the field's name, ``length`` the most characters it may hold.

    ``holds`` names the code of ``dossier_codes`` that stands in it, where one does.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "dossier_fields", "Trường tối thiểu của lớp dữ liệu", "Fields every layer has"
    )

    layout: str = reference("dossier_layouts")
    type: str = choice("text")
    length: int = whole(1, 10_000)
    holds: str = reference("dossier_codes", required=False)
