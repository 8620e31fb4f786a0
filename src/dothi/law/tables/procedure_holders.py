"""Kinds of bodies that prepare, appraise or approve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, references
from dothi.law.rows import LawRow, TableInfo

TIERS = ("central", "province", "unit", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureHolder(LawRow):
    """A kind of body that the law gives a duty to. ``tier``: ``unit`` bodies belong to one unit each.

    ``roles``: who holds one of these roles without naming a body or unit works for this one; the system's own
    reading.

    A kind that ended stays listed: a duty it had is then not known to be anyone's.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "procedure_holders", "Cơ quan trong thủ tục", "Bodies in procedures"
    )

    tier: str = choice(*TIERS)
    roles: tuple[str, ...] = references("roles", required=False)
