"""Layouts of the digital planning dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import reference, references, text
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLayout(LawRow):
    """A layout; its folders, layers, fields, sheets and codes name it in their column ``layout``.

    ``root`` is the name of the outermost folder, with ``{name}`` for the plan's own.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "dossier_layouts", "Bố cục hồ sơ quy hoạch số", "Layouts of the digital dossier"
    )

    document: str = reference("documents")
    root: str = text()
    amended_by: tuple[str, ...] = references("documents", required=False)
