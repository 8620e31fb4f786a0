"""What every row of law carries: its legal basis, its source, its period, and how sure the text is."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dothi.base.errors import Fault
    from dothi.base.time import Period
    from dothi.law.law import Law


class Confidence(enum.Enum):
    """How sure the wording is. Only the first two are ever shown as law."""

    OFFICIAL = "official"
    """Read in the text of the document itself, or in a full copy of it."""
    SECONDARY = "secondary"
    """Told by another source: a report, a summary, a program that encodes the rule."""
    UNCONFIRMED = "unconfirmed"
    """No text was found. A hint of what to look up; never law."""

    @property
    def confirmed(self) -> bool:
        """Whether the row may be shown as law."""
        return self is not Confidence.UNCONFIRMED

    @property
    def rank(self) -> int:
        """0 for the surest; a row is never surer than its source."""
        return list(Confidence).index(self)

    def title(self, language: str = "vi") -> str:
        """Write the word shown beside a row."""
        words = {
            Confidence.OFFICIAL: ("văn bản gốc", "official text"),
            Confidence.SECONDARY: ("nguồn thứ cấp", "secondary source"),
            Confidence.UNCONFIRMED: ("chưa xác nhận", "unconfirmed"),
        }[self]
        return words[1] if language == "en" else words[0]


@dataclass(frozen=True, slots=True)
class Layer:
    """Where rows come from: the package, a province pack, or what an office imported into its workspace.

    ``importer``, ``decision`` and ``day`` are given for a workspace and empty for what the package ships.
    """

    name: str
    folder: Path
    importer: str = ""
    decision: str = ""
    day: date | None = None

    @property
    def shipped(self) -> bool:
        """Whether the layer came with the package and is read-only."""
        return not self.importer


@dataclass(frozen=True, slots=True)
class TableInfo:
    """Name of a table (its file without ``.csv``) and what it holds."""

    name: str
    title_vi: str
    title_en: str

    def title(self, language: str = "vi") -> str:
        """Write the title in one language."""
        return self.title_en if language == "en" else self.title_vi


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRow:
    """One row. Subclasses add columns with the helpers of :mod:`dothi.law.columns` and set ``table``.

    ``version`` is a short hash of the row's content: an overlay names it in ``replaces``, so a row that
    changed in a new release is never replaced unseen.
    """

    table: ClassVar[TableInfo]
    code_pattern: ClassVar[re.Pattern[str]] = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

    code: str
    title_vi: str
    title_en: str
    basis: str
    source: str
    confidence: Confidence
    period: Period
    note: str = ""
    replaces: str = ""
    version: str = field(repr=False)
    layer: Layer = field(repr=False)
    line: int = field(repr=False)

    def title(self, language: str = "vi") -> str:
        """Write the title in one language."""
        return self.title_en if language == "en" else self.title_vi

    @property
    def where(self) -> str:
        """Name file and line, for messages."""
        return place(self.layer.folder / f"{self.table.name}.csv", self.line)

    def examine(self, law: Law) -> Iterator[Fault]:
        """Yield what is wrong with this row beside the other rows; nothing unless a table says otherwise."""
        del law
        yield from ()


def place(path: Path, line: int | None = None) -> str:
    """Name a file, and a line where there is one, the way every message does."""
    return str(path) if line is None else f"{path}, dòng {line}"
