"""Units of measure, as figures show them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, text
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOfMeasure(LawRow):
    """A unit of measure; its code is the Vietnamese symbol itself, as tables write it (``m²/người``)."""

    table: ClassVar[TableInfo] = TableInfo("units_of_measure", "Đơn vị đo", "Units of measure")
    code_pattern: ClassVar[re.Pattern[str]] = re.compile(r"[^\s,;|?]+( [^\s,;|?]+)*")

    symbol_en: str = text()
    quantity: str = choice("count", "area", "ratio", "per-head", "density", "level")
