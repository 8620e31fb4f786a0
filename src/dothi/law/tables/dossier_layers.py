"""Groups and layers of a dossier layout, as far as their names are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, reference
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLayer(LawRow):
    """A group of layers, or a layer of areas (``A``), points (``P``) or lines (``L``).

    ``folder`` is the file it belongs to, a code of ``dossier_folders``; empty where the sources do not say.
    Only part of the annex is known: a layer that is not here is not wrong.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "dossier_layers", "Nhóm và lớp dữ liệu của hồ sơ số", "Groups and layers of the dossier"
    )

    layout: str = reference("dossier_layouts")
    kind: str = choice("group", "A", "P", "L")
    folder: str = reference("dossier_folders", required=False)
