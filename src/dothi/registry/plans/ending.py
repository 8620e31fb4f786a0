"""Ending a version's time in force by a decision that annuls it: from then on the plan holds no more."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.base.text import clean
from dothi.base.time import Bound, Period
from dothi.registry.audit import trail
from dothi.registry.plans import refusals
from dothi.registry.plans.models import Plan, PlanPeriod, PlanVersion
from dothi.registry.plans.publishing import standing_changed


@transaction.atomic
def end_version(user: Any, version: PlanVersion, on: date, reason: str) -> None:
    """Let the version hold no longer from ``on``; who asks has been let to.

    What was known before stays readable. Raises :class:`InputError` where the version is not in force on the
    day before, or without a reason.
    """
    Plan.objects.select_for_update().get(pk=version.plan_id)
    row: PlanPeriod | None = PlanPeriod.objects.as_known_on().filter(version=version).first()
    start = None if row is None else row.period.start.latest
    if row is None or start is None or start >= on or (row.period.end.earliest or date.max) <= on:
        raise refusals.fault(
            "not-standing",
            f"phiên bản {version.number} không có hiệu lực đến ngày này",
            f"version {version.number} is not in force up to that day",
            remedy=("Kiểm tra thời gian hiệu lực của đồ án", "Look at the plan's time in force"),
        )
    if not clean(reason):
        raise refusals.fault("reason", "chưa ghi lý do", "the reason is missing")
    shorter = PlanPeriod(version=version)
    shorter.period = Period(row.period.start, Bound.on(on))
    row.replace_with(shorter)
    details = {"plan": version.plan.key, "number": version.number, "from": on, "reason": clean(reason)[:300]}
    trail.record(user, "plans.end", version, details)
    standing_changed.send(PlanVersion, version=version, start=on, moment=timezone.now())
