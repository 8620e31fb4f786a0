"""Roles that people hold in the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(LawRow):
    """A role; the file's order is the order of lists. What a role may do stands in the accounts' grants."""

    table: ClassVar[TableInfo] = TableInfo("roles", "Vai trò", "Roles")
