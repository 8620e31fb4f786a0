"""What bears on land beside plans: its current use, and the kinds of restriction asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class LandTheme(LawRow):
    """One theme of an answer about land.

    ``use`` is what the land is now, ``restriction`` what limits it, ``pending`` what may change its plans.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "land_themes", "Chủ đề tra cứu đất đai", "Themes of answers about land"
    )

    kind: str = choice("use", "restriction", "pending")
