"""Prefixes that say of which stage a land function is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePrefix(LawRow):
    """A prefix before a function's code, as it is written, with its underscore: ``QHDH_``."""

    table: ClassVar[TableInfo] = TableInfo(
        "land_stage_prefixes", "Tiền tố giai đoạn", "Stage prefixes of land functions"
    )
    code_pattern: ClassVar[re.Pattern[str]] = re.compile(r"[A-Z]+_")

    stage: str = choice("current", "first-phase", "long-term")
