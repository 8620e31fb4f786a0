"""Suffixes that say which level of service a land function has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, text
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSuffix(LawRow):
    """A suffix after a function's code, with its underscore: ``_DVO``.

    That it is a level of service is known; what its letters stand for carries a confidence of its own and
    is shown beside it.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "land_level_suffixes", "Hậu tố cấp phục vụ", "Service level suffixes of land functions"
    )
    code_pattern: ClassVar[re.Pattern[str]] = re.compile(r"_[A-Z]+")

    meaning_vi: str = text(required=False)
    meaning_en: str = text(required=False)
    meaning_confidence: str = choice("official", "secondary", "unconfirmed")
