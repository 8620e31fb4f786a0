"""From which stage of a plan a field of its layers must be filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, reference
from dothi.law.rows import LawRow, TableInfo

STAGES = ("draft", "consultation", "appraisal", "approved", "published")
"""Stages of a plan's making in their order, from the consultant's draft to its publication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckField(LawRow):
    """A field and the stage ``since`` which it is asked for. That the field exists is law, the stage is not.

    ``asks`` says what is asked: ``value`` in every feature, or only the ``column``.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "check_fields", "Trường bắt buộc theo giai đoạn lập quy hoạch", "Fields required by stage of the plan"
    )

    field: str = reference("dossier_fields")
    since: str = choice(*STAGES)
    asks: str = choice("value", "column")
