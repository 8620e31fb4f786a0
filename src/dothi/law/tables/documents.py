"""Laws, resolutions, decrees, circulars and codes, with the days they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from dothi.law.columns import choice, day, references, text
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(LawRow):
    """A legal document. ``adopted`` stays empty where no source gives the day."""

    table: ClassVar[TableInfo] = TableInfo("documents", "Văn bản pháp luật", "Legal documents")

    kind: str = choice("law", "resolution", "decree", "circular", "code")
    number: str = text()
    adopted: date | None = day(required=False)  # noqa: RUF009
    amends: tuple[str, ...] = references("documents", required=False)
    follows: tuple[str, ...] = references("documents", required=False)
