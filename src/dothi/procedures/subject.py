"""What a case is about, as far as rules hang on it, and whether a rule speaks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dothi.base.time import Truth


@dataclass(frozen=True, slots=True)
class Subject:
    """The procedure of a case, what it makes, and of what. Empty ``level`` and ``area``: not told.

    ``level`` is a code of ``planning_levels``, ``area`` one of ``procedure_areas``, ``variant`` one of
    ``new``, ``overall``, ``partial``.
    """

    procedure: str
    variant: str = "new"
    level: str = ""
    area: str = ""


class Conditioned(Protocol):
    """A row that speaks of some levels and areas only."""

    @property
    def levels(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def areas(self) -> tuple[str, ...]: ...  # noqa: D102


def speaks_of(row: Conditioned, subject: Subject) -> Truth:
    """Say whether ``row`` speaks of the subject; UNKNOWN where that hangs on what nobody told."""
    return _among(subject.level, row.levels) & _among(subject.area, row.areas)


def _among(value: str, values: Sequence[str]) -> Truth:
    if not values:
        return Truth.YES
    return Truth.UNKNOWN if not value else Truth.of(value in values)
