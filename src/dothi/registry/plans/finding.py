"""Finding published plans by words, with or without tone marks."""

from __future__ import annotations

from datetime import date

from dothi.base.text import fold
from dothi.registry.plans.models import Plan
from dothi.registry.plans.queries import VersionRow, plans_on

MOST_WORDS = 12


def find_plans(text: str, day: date, known_on: date | None = None, *, limit: int = 20) -> list[VersionRow]:
    """Plans in force, or perhaps in force, on ``day`` whose title has every word of ``text``.

    Whole phrases come first. At most three queries, however many plans; one where nothing can match.
    """
    keys = matching_keys(text)
    if not keys:
        return []
    phrase = fold(text)
    rows = [row for row in plans_on(day, known_on) if row.plan_key in keys]
    rows.sort(key=lambda row: phrase not in fold(row.title))
    return rows[:limit]


def matching_keys(text: str) -> set[str]:
    """Keys of every plan whose title has a word beginning like each of ``text``; none for no words."""
    words = fold(text).split()[:MOST_WORDS]
    if not words:
        return set()
    found = Plan.objects.values_list("key", "folded")
    return {key for key, folded in found if all(f" {word}" in f" {folded}" for word in words)}
