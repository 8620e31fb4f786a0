"""Sources that rows were read in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from dothi.law.columns import choice, day, text
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(LawRow):
    """A text or data set that rows cite; it cites itself as its own source.

    ``address`` is where the text stands in public; ``read_on`` the day it was read.
    """

    table: ClassVar[TableInfo] = TableInfo("sources", "Nguồn", "Sources")

    kind: str = choice("full-text", "summary", "news", "program", "data", "project")
    address: str = text(required=False)
    read_on: date | None = day(required=False)  # noqa: RUF009
