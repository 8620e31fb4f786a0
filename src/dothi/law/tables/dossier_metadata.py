"""Fields of a dossier's metadata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, reference, whole
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierMetadata(LawRow):
    """A field of a sheet, at ``position``; its heading is the Vietnamese title.

    ``value`` is what it holds. ``presence`` is the system's own reading, for no source says which fields may
    stay empty: ``identity`` (the dossier cannot be told apart without it), ``expected``, ``optional``.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "dossier_metadata", "Trường siêu dữ liệu của hồ sơ số", "Metadata fields of the dossier"
    )

    layout: str = reference("dossier_layouts")
    sheet: str = reference("dossier_sheets")
    position: int = whole(1, 200)
    value: str = choice(
        *("text", "date", "kind", "scale", "crs", "folder", "yes-no", "maHoSoQH", "maThongTinQH")
    )
    presence: str = choice("identity", "expected", "optional")
