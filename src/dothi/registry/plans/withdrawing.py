"""Withdrawing a version that was published by mistake: the one before is in force again.

Nothing is deleted: version and layers stay, and what was known on an earlier day is answered as it was then.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.base.text import clean
from dothi.base.time import Period
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.plans import refusals
from dothi.registry.plans.models import Plan, PlanPeriod, PlanVersion, Submission, SubmissionState
from dothi.registry.plans.publishing import ACTION, standing_changed


@transaction.atomic
def withdraw_version(user: Any, key: str, number: int, seen: int, reason: str) -> PlanVersion:
    """Take a version out of force for the whole of its time; its dossier can be published again.

    The version that ended where this one began lasts until this one's end. ``seen`` is the number of the
    :class:`PlanPeriod` that the decision is about. Raises :class:`StalePlanError` where another counts by
    now, :class:`InputError` without a reason or for a version that was withdrawn already.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(key=key)
    version = plan.versions.select_related("submission").get(number=number)
    require(user, ACTION, version.submission or Submission(plan=plan))
    standing = PlanPeriod.objects.as_known_on().filter(version__plan=plan)
    row: PlanPeriod | None = standing.filter(version=version).first()
    if row is None:
        raise refusals.fault(
            "withdrawn",
            f"phiên bản {number} đã được rút từ trước",
            f"version {number} was withdrawn before",
            remedy=("Tải lại trang để xem lý do", "Reload the page to read the reason"),
        )
    if row.pk != seen:
        raise refusals.StalePlanError(plan)
    if not clean(reason):
        raise refusals.fault("reason", "chưa ghi lý do", "the reason is missing")
    before = standing.filter(ends_earliest=row.starts_earliest, ends_latest=row.starts_latest).first()
    moment = timezone.now()
    row.withdrawn_because, row.withdrawn_at = reason.strip(), moment
    row.save(update_fields=["withdrawn_because", "withdrawn_at"])
    if before is not None:
        longer = PlanPeriod(version=before.version, recorded_at=moment)
        longer.period = Period(before.period.start, row.period.end)
        before.withdraw(moment)
        longer.save()
    _hand_back(version)
    details = {
        "plan": plan.key,
        "number": number,
        "reason": row.withdrawn_because,
        "in_force_again": before.version.number if before is not None else None,
    }
    trail.record(user, "plans.withdraw", version, details)
    start = row.period.start.earliest or timezone.localdate()
    standing_changed.send(PlanVersion, version=version, start=start, moment=moment)
    return version


def _hand_back(version: PlanVersion) -> None:
    """Let the dossier be published again, by the right decision or from the right day, or be put away."""
    sent = Submission.objects.select_for_update(of=("self",)).filter(
        pk=version.submission_id, state=SubmissionState.PUBLISHED
    )
    for submission in sent:
        submission.state = SubmissionState.CHECKED
        submission.version += 1
        submission.save(update_fields=["state", "version"])
