"""Kinds of administrative units, of the three-level and the two-level system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, text, whole
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitKind(LawRow):
    """A kind of unit. ``word`` opens its units' full names; ``level`` is 1 province, 2 district, 3 commune.

    ``census_area`` says how the census of 2019 counted its people; empty above commune level and where the
    kind did not exist.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "unit_kinds", "Loại đơn vị hành chính", "Kinds of administrative units"
    )

    word: str = text()
    level: int = whole(1, 3)
    census_area: str = choice("urban", "rural", required=False)
