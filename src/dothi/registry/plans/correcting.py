"""Correcting what is written down of a plan: title, level, scale, place. The audit keeps the old."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from dothi.base.text import clean
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.plans import refusals
from dothi.registry.plans.models import Plan, Submission
from dothi.registry.plans.services import SUBMIT, PlanEntry, check_entry, columns_of


@transaction.atomic
def correct_plan(user: Any, key: str, seen: int, entry: PlanEntry, reason: str = "") -> Plan:
    """Write a plan's facts down anew; ``seen`` is the version of them that the correction is of.

    Whether the plan is illustrative never changes. Raises :class:`StalePlanError` where another version
    counts by now, :class:`InputError` for an entry that cannot be and for another level of a plan with
    published versions without the ``reason``.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(key=key)
    require(user, SUBMIT, answered_for(plan))
    if plan.version != seen:
        raise refusals.StalePlanError(plan)
    check_entry(entry)
    if entry.level != plan.level and not clean(reason) and plan.versions.exists():
        raise refusals.fault(
            "level_reason",
            "đồ án đã công bố, đổi cấp quy hoạch phải có lý do",
            "the plan is published; another level needs a reason",
            remedy=("Ghi lý do đổi cấp", "Give the reason for the other level"),
        )
    columns = columns_of(entry)
    changes = {
        name: [getattr(plan, name), value]
        for name, value in columns.items()
        if getattr(plan, name) != value and name != "folded"
    }
    if not changes:
        return plan
    for name, value in columns.items():
        setattr(plan, name, value)
    plan.version += 1
    plan.save(update_fields=[*columns, "version"])
    trail.record(user, "plans.correct", plan, {"changes": changes, "reason": clean(reason)})
    return plan


def answered_for(plan: Plan) -> Submission:
    """What the question of access is asked about: a plan is its maker's until a version is published."""
    return Submission(plan=plan, owner=None if plan.versions.exists() else plan.created_by)
