"""Findings of a dossier, written in one line each."""

from __future__ import annotations

from typing import Any

from dothi.base.text import clean
from dothi.intake.findings import FeatureId, Finding, Severity
from dothi.law import LawRow

Both = tuple[str, str]
"""A sentence in Vietnamese and in English."""


def found(
    code: str,
    severity: Severity,
    message: Both,
    remedy: Both = ("", ""),
    *,
    row: LawRow | None = None,
    where: str = "",
    feature: FeatureId | None = None,
    others: tuple[FeatureId, ...] = (),
    **more: Any,
) -> Finding:
    """Make the finding ``dossier.code``; ``row`` is the rule, whose legal basis is named.

    Messages quote what the dossier holds, so they are cleaned of characters that would act on a terminal.
    """
    return Finding(
        code=f"dossier.{code}",
        severity=severity,
        message=clean(message[0]),
        message_en=clean(message[1]),
        remedy=remedy[0],
        remedy_en=remedy[1],
        where=clean(where) if feature is None else f"{clean(where)}, đối tượng {_numbers(feature, others)}",
        where_en="" if feature is None else f"{clean(where)}, feature {_numbers(feature, others)}",
        feature=feature,
        others=others,
        rule=f"{row.basis} ({row.confidence.title()})" if row is not None else "",
        **more,
    )


def listed(names: list[str] | tuple[str, ...], limit: int = 8) -> str:
    """Write a few names, and how many more there are."""
    shown = ", ".join(names[:limit])
    return shown if len(names) <= limit else f"{shown} … (+{len(names) - limit})"


def _numbers(feature: FeatureId, others: tuple[FeatureId, ...]) -> str:
    return listed([clean(str(number)) for number in (feature, *others)])
