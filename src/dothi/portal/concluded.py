"""What people concluded of the land of a comparison, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dothi.land.beside import VERDICTS
from dothi.land.overrides import LEVEL, PLAN
from dothi.land.record import Verdict
from dothi.portal import words
from dothi.portal.land_functions import level_title
from dothi.portal.public.land.words import STATES
from dothi.registry.lawbook import current_law
from dothi.registry.plans.models import Plan

HECTARE = 10_000.0


def concluded_lines(found: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """Conclusions on the ground of a result, the latest first; results of before have none."""
    rows = found.get("conclusions", ())
    keys = {one["key"] for one in rows if one["kind"] == PLAN}
    plans = {plan.key: plan for plan in Plan.objects.filter(key__in=keys)} if keys else {}
    return [
        {
            **one,
            "about": _about(one, plans, language),
            "state": STATES[Verdict(one["verdict"])],
            "word": words.word("state", STATES[Verdict(one["verdict"])], language)
            if one["verdict"] != Verdict.UNKNOWN
            else VERDICTS[Verdict.UNKNOWN][language == "en"].capitalize(),
            "ha": one["m2"] / HECTARE,
            "decided_on": date.fromisoformat(one["decided_on"]),
            "withdrawn_on": date.fromisoformat(one["withdrawn_on"]) if one["withdrawn_on"] else None,
        }
        for one in rows
    ]


def _about(one: Mapping[str, Any], plans: Mapping[str, Plan], language: str) -> str:
    if one["kind"] == PLAN:
        plan = plans.get(one["key"])
        title = (
            one["key"] if plan is None else (plan.title_en or plan.title) if language == "en" else plan.title
        )
        version = one["version"]
        return f"{title}, {_('phiên bản %(number)s') % {'number': version}}" if version else str(title)
    if one["kind"] == LEVEL:
        return str(level_title(one["key"], language))
    row = {row.code: row for row in current_law().tables["land_themes"].every_row}.get(one["key"])
    return one["key"] if row is None else str(row.title(language))
