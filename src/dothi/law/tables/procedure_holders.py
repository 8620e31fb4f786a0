"""Kinds of bodies that prepare, appraise or approve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice
from dothi.law.rows import LawRow, TableInfo

TIERS = ("central", "province", "unit", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureHolder(LawRow):
    """A kind of body that the law gives a duty to. ``tier``: ``unit`` bodies belong to one unit each.

    A kind that ended stays listed: a duty it had is then not known to be anyone's.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "procedure_holders", "Cơ quan trong thủ tục", "Bodies in procedures"
    )

    tier: str = choice(*TIERS)
