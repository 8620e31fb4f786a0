"""Folders and files of a dossier layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, names, reference, text
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFolder(LawRow):
    """A place in the dossier: a folder of files (``originals``, ``scans``), or one file without its ending.

    ``path`` runs from the root, with ``{name}`` for the plan's name and ``{maHoSoQH}`` for its code.
    ``presence``: ``always``; ``declared``, when the metadata field ``declared_by`` says yes; ``open``, where
    no source says that every dossier has it. ``extensions`` are those the sources name; ``resolution`` is
    the fewest dots per inch by ending.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "dossier_folders", "Thư mục và tệp của hồ sơ số", "Folders and files of the dossier"
    )

    layout: str = reference("dossier_layouts")
    path: str = text()
    kind: str = choice("originals", "scans", "metadata", "vector", "project")
    presence: str = choice("always", "declared", "open")
    declared_by: str = reference("dossier_metadata", required=False)
    extensions: tuple[str, ...] = names()
    resolution: tuple[str, ...] = names()

    @property
    def shown(self) -> str:
        """The path as people read it, with ``<…>`` where each dossier has a name of its own."""
        return self.path.replace("{name}", "<TenDAQH>").replace("{maHoSoQH}", "<maHoSoQH>")
