"""The law as loaded: every table, from every layer, frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from dothi.law.rows import LawRow, Layer
from dothi.law.table import Table

R = TypeVar("R", bound=LawRow)


@dataclass(frozen=True, eq=False)
class Law:
    """Tables by name. ``law.unit_kinds`` and ``law.of(UnitKind)`` are one table; the second is typed."""

    layers: tuple[Layer, ...]
    tables: Mapping[str, Table[Any]]

    def of(self, kind: type[R]) -> Table[R]:
        """Give the table whose rows are ``kind``."""
        table: Table[R] = self.tables[kind.table.name]
        return table

    def __getattr__(self, name: str) -> Table[Any]:
        tables = self.__dict__.get("tables", {})
        if name in tables:
            table: Table[Any] = tables[name]
            return table
        raise AttributeError(f"the law has no table {name}")

    @cached_property
    def version(self) -> str:
        """A short hash of every row's content: what a figure names as the law it was computed under."""
        content = "\n".join(
            f"{name} {row.code} {row.version}"
            for name, table in sorted(self.tables.items())
            for row in table.every_row
        )
        return hashlib.sha256(content.encode()).hexdigest()[:12]
