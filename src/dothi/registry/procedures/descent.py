"""The line of descent of a plan: each version with the case that brought it, and which held on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dothi.base.time import Truth
from dothi.registry.plans.queries import VersionRow, versions_of
from dothi.registry.procedures.models import Case


@dataclass(frozen=True, slots=True)
class Descendant:
    """A version of a plan and, where one is on record, the case that made it."""

    version: VersionRow
    case: Case | None


def descent(plan_key: str, day: date, known_on: date | None = None) -> list[Descendant]:
    """Every published version of a plan with its case, the latest first; ``holds`` is for ``day``."""
    versions = versions_of(plan_key, day, known_on)
    cases = {
        case.plan_version_id: case
        for case in Case.objects.filter(plan_version__in=[row.pk for row in versions])
    }
    return [Descendant(row, cases.get(row.pk)) for row in versions]


def in_force(plan_key: str, day: date, known_on: date | None = None) -> list[Descendant]:
    """Which version was in force on ``day``: one where that is certain, several or none where it is not."""
    line = descent(plan_key, day, known_on)
    certain = [one for one in line if one.version.holds is Truth.YES]
    return certain or [one for one in line if one.version.holds is Truth.UNKNOWN]
